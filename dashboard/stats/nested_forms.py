"""Nested forms: which terms are part of one wording, so that a list counts it once."""

from collections.abc import Mapping

import pandas as pd

# Of the occurrences of the shorter form. With half, words such as 中国, 网络, 文明 and 建设 would
# have no row of their own, since 中国网络文明大会 and 网络文明 are said so often.
MIN_SHARE_INSIDE = 0.75


def nested_forms(counts: pd.DataFrame, *, by: str, suffixed: Mapping[str, str]) -> pd.Series:
    """Return the form in whose row each nested form is counted, indexed by the nested form.

    Two rules, the first before the second:
    - a place with its suffix (天津市) is counted in the place (天津), which is part of it;
    - a form of whose occurrences three quarters or more are inside one longer form (二十大 inside
      党的二十大) has no row of its own: share inside = occurrences of the longer form / occurrences
      of the shorter one. Of several longer forms, the most frequent counts, then the longest.
    A form that is nested in a nested form belongs to the row of the outermost.

    counts: `by` and occurrences, summed by form; only forms that are listed together matter. by:
    the column of the forms. suffixed: a place with its suffix -> the place.
    Returns a Series named row; empty if nothing is nested.

    >>> counts = pd.DataFrame({"term": ["清河", "清河市", "风筝", "风筝节", "大风筝节"],
    ...     "occurrences": [9, 2, 7, 6, 5]})
    >>> nested_forms(counts, by="term", suffixed={"清河市": "清河"}).to_dict()
    {'清河市': '清河', '风筝': '大风筝节', '风筝节': '大风筝节'}
    """
    sums = counts.groupby(by)["occurrences"].sum()
    total = {str(form): int(n) for form, n in sums.items()}
    inside: dict[str, str] = {}
    for long in sorted(total, key=lambda form: (total[form], len(form), form)):
        for short in _substrings(long) & total.keys():
            if total[long] * long.count(short) >= MIN_SHARE_INSIDE * total[short]:
                inside[short] = long  # a more frequent form comes later, and replaces a rarer one
    for form, place in suffixed.items():
        if {form, place} <= total.keys():
            inside[form] = place
            if inside.get(place) == form:
                del inside[place]
    return pd.Series(
        {form: _outermost(form, inside) for form in sorted(inside)}, name="row", dtype=object
    )


def _outermost(form: str, inside: dict[str, str]) -> str:
    seen = {form}
    while form in inside and inside[form] not in seen:
        form = inside[form]
        seen.add(form)
    return form


def _substrings(form: str) -> set[str]:
    """Return the substrings of `form` of two characters or more, without `form`."""
    ends = range(2, len(form) + 1)
    return {form[begin:end] for end in ends for begin in range(end - 1)} - {form}
