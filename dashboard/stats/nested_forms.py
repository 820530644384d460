"""Nested forms: which terms are part of one wording, so that a list counts it once."""

from collections.abc import Collection, Mapping

import pandas as pd

from loaders.methods import Method

# Of the occurrences of the shorter form. With half, words such as 中国, 网络, 文明 and 建设 would
# have no row of their own, since 中国网络文明大会 and 网络文明 are said so often.
MIN_SHARE_INSIDE = 0.75


METHOD = Method(
    "nested_forms",
    "dashboard/stats/nested_forms.py",
    formulas=("{inside_share} = n × {longer_occurrences} / {shorter_occurrences}",),
    limits={"share": MIN_SHARE_INSIDE},
)


def nested_forms(
    counts: pd.DataFrame,
    *,
    by: str,
    suffixed: Mapping[str, str],
    bound: Mapping[str, Collection[str]],
) -> pd.Series:
    """Return the form in whose row each nested form is counted, indexed by the nested form.

    Two rules, the first before the second:
    - a place with its suffix (天津市) is counted in the place (天津), which is part of it;
    - a form of whose occurrences three quarters or more are part of one longer form (二十大 of
      党的二十大) has no row of its own: share = n x occurrences of the longer form / occurrences of
      the shorter one, which the longer holds n times. It is 0 where the shorter is no occurrence
      there, since it is inside a word (论坛 in 分论坛). Of several longer forms, the most frequent
      counts, then the longest.
    A form that is nested in a nested form belongs to the row of the outermost.

    counts: `by` and occurrences, summed by form; only forms that are listed together matter. by:
    the column of the forms. suffixed: a place with its suffix -> the place. bound: form -> the
    longer words in which it is no occurrence.
    Returns a Series named row; empty if nothing is nested.

    >>> counts = pd.DataFrame({"term": ["清河", "清河市", "风筝", "风筝节", "大风筝节"],
    ...     "occurrences": [9, 2, 7, 6, 5]})
    >>> nested_forms(counts, by="term", suffixed={"清河市": "清河"}, bound={}).to_dict()
    {'清河市': '清河', '风筝': '大风筝节', '风筝节': '大风筝节'}
    """
    sums = counts.groupby(by)["occurrences"].sum()
    total = {str(form): int(n) for form, n in sums.items()}
    inside: dict[str, str] = {}
    for long in sorted(total, key=lambda form: (total[form], len(form), form)):
        for short in _parts(long, bound) & total.keys():
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


def drop_nested_terms(frame: pd.DataFrame, *, bound: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Drop the terms that only occur within one and the same longer term.

    A term that occurs as often in a group as a longer one of which it is part never occurs outside
    it: 未成年 with 25 occurrences adds nothing to 未成年人 with 25.

    frame: group, term, occurrences and any other columns. bound: as in nested_forms. Empty input
    gives no row.

    >>> frame = pd.DataFrame({"group": "甲", "term": ["风筝节", "风筝", "筝节"],
    ...     "occurrences": [3, 8, 3]})
    >>> drop_nested_terms(frame, bound={})["term"].tolist()
    ['风筝节', '风筝']
    """
    counted = set(zip(frame["group"], frame["term"], frame["occurrences"], strict=True))
    nested = {
        (group, part)
        for group, term, occurrences in counted
        for part in _parts(term, bound)
        if (group, part, occurrences) in counted
    }
    pairs = zip(frame["group"], frame["term"], strict=True)
    return frame.loc[[pair not in nested for pair in pairs]]


def _outermost(form: str, inside: dict[str, str]) -> str:
    seen = {form}
    while form in inside and inside[form] not in seen:
        form = inside[form]
        seen.add(form)
    return form


def _parts(form: str, bound: Mapping[str, Collection[str]]) -> set[str]:
    """Return the substrings of `form` of two characters or more that may occur in it."""
    ends = range(2, len(form) + 1)
    found = {form[begin:end] for end in ends for begin in range(end - 1)} - {form}
    return {part for part in found if not any(word in form for word in bound.get(part, ()))}
