"""Term frequency: how often each group of paragraphs uses each word, against the others."""

from collections.abc import Collection

import pandas as pd

from dashboard.stats.keyness import keyness
from loaders.methods import Method

COLUMNS = [
    "group", "term", "occurrences", "characters", "per_10k",
    "rest_occurrences", "rest_characters", "rest_per_10k", "difference",
    "g2", "bic", "log_ratio", "log_ratio_half",
]  # fmt: skip
MIN_DRAWN = 2  # occurrences of a word in a group, to be drawn: one is no evidence of a frequency
_KEY = ["briefing_id", "paragraph"]
_RENAMED = {
    "n": "occurrences",
    "rate": "per_10k",
    "reference_n": "rest_occurrences",
    "reference_rate": "rest_per_10k",
}
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"


METHOD = Method(
    "term_frequency",
    "dashboard/stats/term_frequency.py",
    formulas=(
        "{per_10k} = 10,000 × {occurrences} / {group_characters}",
        "{difference} = {per_10k} - {rest_per_10k}",
    ),
    units={"per_10k": "per_10k, rest_per_10k, difference"},
    limits={"least": MIN_DRAWN},
)


def term_frequency(
    counts: pd.DataFrame, *, groups: pd.DataFrame, paragraphs: pd.DataFrame
) -> pd.DataFrame:
    """Count each term in each group, and compare its rate with that in all other paragraphs.

    per_10k = occurrences / characters of the group's paragraphs x 10,000. The rest are all
    paragraphs outside the group; difference = per_10k - rest_per_10k. g2, bic, log_ratio and
    log_ratio_half are those of keyness, with the characters as totals, so that all columns have one
    base. The six are null where there is no rest.

    counts: briefing_id, paragraph, term, occurrences. groups: briefing_id, paragraph, group, a row
    for each group that a paragraph belongs to. paragraphs: briefing_id, paragraph, characters of
    every compared paragraph; counts and groups of other paragraphs are ignored.
    Returns COLUMNS, a row for each group and term that the group uses: groups in the order given,
    the terms of a group by falling occurrences, then by term. No group, or no term, gives no row.

    >>> places = pd.DataFrame({"briefing_id": "甲", "paragraph": [1, 2]})
    >>> spoken = places.assign(characters=[100, 300])
    >>> counts = places.assign(term="风筝", occurrences=[4, 3])
    >>> found = term_frequency(counts, groups=places.assign(group=["春", "秋"]), paragraphs=spoken)
    >>> found[["group", "occurrences", "per_10k", "rest_per_10k", "log_ratio"]]
      group  occurrences  per_10k  rest_per_10k  log_ratio
    0     春            4    400.0         100.0        2.0
    1     秋            3    100.0         400.0       -2.0
    """
    inside = counts[[*_KEY, "term", "occurrences"]].merge(
        paragraphs[[*_KEY, "characters"]], on=_KEY
    )
    members = groups[[*_KEY, "group"]].merge(paragraphs[[*_KEY, "characters"]], on=_KEY)
    grouped = inside.merge(members[[*_KEY, "group"]], on=_KEY)
    total = inside.groupby("term")["occurrences"].sum()
    parts = [
        _compare_with_rest(
            grouped.loc[grouped["group"] == group].groupby("term")["occurrences"].sum(),
            total=total,
            characters=int(members.loc[members["group"] == group, "characters"].sum()),
            total_characters=int(paragraphs["characters"].sum()),
        ).assign(group=group)
        for group in members["group"].unique().tolist()
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def content_words(counts: pd.DataFrame, *, names: Collection[str]) -> pd.DataFrame:
    """Filter `counts` to content words.

    Stopwords, terms of fewer than two Han characters, and the speakers' `names` and parts of them
    are left out.

    counts: term, is_stopword and any other columns.

    >>> counts = pd.DataFrame({"term": ["的", "风筝", "见山", "2031"],
    ...     "is_stopword": [True, False, False, False]})
    >>> content_words(counts, names=["陶见山"])["term"].tolist()
    ['风筝']
    """
    words = counts.loc[~counts["is_stopword"].astype(bool)]
    terms = pd.Series(words["term"].unique(), dtype=object)
    long_enough = terms.loc[terms.str.count(_HAN) >= 2]
    content = {term for term in long_enough if not any(term in name for name in names)}
    return words.loc[words["term"].isin(content)]


def single_year(counts: pd.DataFrame) -> pd.Series:
    """Return the only year in which each term of `counts` occurs, 0 if there are several.

    counts: term, year and occurrences. Returns a Series of years indexed by term, without the terms
    that never occur.

    >>> counts = pd.DataFrame({"term": ["风筝", "风筝", "纸鸢"], "year": [2031, 2032, 2032],
    ...     "occurrences": [1, 4, 2]})
    >>> single_year(counts).to_dict()
    {'纸鸢': 2032, '风筝': 0}
    """
    years = counts.loc[counts["occurrences"] > 0].groupby("term")["year"].agg(["min", "max"])
    return years["min"].where(years["min"] == years["max"], 0)


def _compare_with_rest(
    target: pd.Series, *, total: pd.Series, characters: int, total_characters: int
) -> pd.DataFrame:
    """Compare the terms of a group with the rest, and return COLUMNS except the column group.

    target, total: occurrences by term, in the group and in all paragraphs. characters,
    total_characters: of the group and of all paragraphs.
    """
    rest = total_characters - characters
    compared = keyness(
        _count_frame(target),
        reference=_count_frame(total.sub(target, fill_value=0)),
        target_total=characters,
        reference_total=rest,
    )
    used = compared.loc[compared["n"] > 0].rename(columns=_RENAMED)
    used = used.assign(
        characters=characters,
        rest_characters=rest,
        difference=used["per_10k"] - used["rest_per_10k"],
    )
    return used.sort_values(["occurrences", "term"], ascending=[False, True])


def _count_frame(occurrences: pd.Series) -> pd.DataFrame:
    return occurrences.rename("n").rename_axis("term").reset_index()
