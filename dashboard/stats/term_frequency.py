"""Term frequency: how often each group of paragraphs uses each word, beside all the others."""

from collections.abc import Collection, Mapping

import pandas as pd

from dashboard.stats.keyness import keyness

COLUMNS = [
    "group", "term", "occurrences", "characters", "per_10k",
    "rest_occurrences", "rest_characters", "rest_per_10k", "g2", "bic", "log_ratio",
]  # fmt: skip
_PLACE = ["briefing_id", "paragraph"]
_MEASURES = ["characters", "tokens_lexicon"]
_SIZED = [*_PLACE, *_MEASURES]
_NAMES = {
    "n": "occurrences",
    "rate": "per_10k",
    "reference_n": "rest_occurrences",
    "reference_rate": "rest_per_10k",
}
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"


def term_frequency(
    counts: pd.DataFrame, *, groups: pd.DataFrame, paragraphs: pd.DataFrame
) -> pd.DataFrame:
    """Occurrences of each term in each group, per 10,000 characters, and against all the rest.

    per_10k = occurrences / characters of the group's paragraphs x 10,000. The rest are the
    paragraphs that are not the group's; g2, bic and log_ratio say how far the group's use differs
    from theirs (see keyness: occurrences against tokens under the lexicon scheme). They are null
    where there is no rest.

    counts: briefing_id, paragraph, term, occurrences. groups: briefing_id, paragraph, group, a row
    for each group that a paragraph belongs to. paragraphs: briefing_id, paragraph, characters,
    tokens_lexicon: all that is compared; what counts or groups hold beyond it does not count.
    Returns COLUMNS, a row for each term that a group uses: groups in the order given, the most
    frequent term first, then by term. No group, or no term, gives no row.

    >>> places = pd.DataFrame({"briefing_id": "甲", "paragraph": [1, 2]})
    >>> spoken = places.assign(characters=[100, 300], tokens_lexicon=[50, 150])
    >>> counts = places.assign(term="风筝", occurrences=[4, 3])
    >>> found = term_frequency(counts, groups=places.assign(group=["春", "秋"]), paragraphs=spoken)
    >>> found[["group", "occurrences", "per_10k", "rest_per_10k", "log_ratio"]]
      group  occurrences  per_10k  rest_per_10k  log_ratio
    0     春            4    400.0         100.0        2.0
    1     秋            3    100.0         400.0       -2.0
    """
    inside = counts[[*_PLACE, "term", "occurrences"]].merge(paragraphs[_SIZED], on=_PLACE)
    placed = groups[[*_PLACE, "group"]].merge(paragraphs[_SIZED], on=_PLACE)
    own = inside.merge(placed[[*_PLACE, "group"]], on=_PLACE)
    whole = inside.groupby("term")["occurrences"].sum()
    parts = [
        _against_rest(
            own.loc[own["group"] == group].groupby("term")["occurrences"].sum(),
            whole=whole,
            sizes=_summed(placed.loc[placed["group"] == group]),
            total=_summed(paragraphs),
        ).assign(group=group)
        for group in placed["group"].unique().tolist()
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def content_words(counts: pd.DataFrame, *, names: Collection[str]) -> pd.DataFrame:
    """Those rows of `counts` whose term says something by itself.

    Left out are stopwords, terms of fewer than two Han characters, and the `names` of those who
    speak and parts of them.

    counts: term, is_stopword and any other columns.

    >>> counts = pd.DataFrame({"term": ["的", "风筝", "见山", "2031"],
    ...     "is_stopword": [True, False, False, False]})
    >>> content_words(counts, names=["陶见山"])["term"].tolist()
    ['风筝']
    """
    words = counts.loc[~counts["is_stopword"].astype(bool)]
    terms = pd.Series(words["term"].unique(), dtype=object)
    long_enough = terms.loc[terms.str.count(_HAN) >= 2]
    kept = {term for term in long_enough if not any(term in name for name in names)}
    return words.loc[words["term"].isin(kept)]


def whole_words(counts: pd.DataFrame) -> pd.DataFrame:
    """Those rows of `counts` whose term is a word somewhere, where set phrases are kept whole.

    So a picture shows 党的二十大 and not its part 二十大, which no row makes a word of its own. A
    list that has to tell how often 二十大 is said must not leave it out.

    counts: term, tokens_lexicon and any other columns.

    >>> counts = pd.DataFrame({"term": ["党的二十大", "二十大"], "tokens_lexicon": [2, 0]})
    >>> whole_words(counts)["term"].tolist()
    ['党的二十大']
    """
    tokens = counts.groupby("term")["tokens_lexicon"].sum()
    return counts.loc[counts["term"].isin(tokens.index[tokens > 0])]


def standing_alone(frame: pd.DataFrame) -> pd.DataFrame:
    """Those rows of `frame` whose term is not always part of one and the same longer term.

    A term that occurs as often in a group as a longer one that contains it stands nowhere without
    it: beside 未成年人 25 times, 未成年 25 times says nothing more.

    frame: group, term, occurrences and any other columns. Empty input gives no row.

    >>> frame = pd.DataFrame({"group": "甲", "term": ["风筝节", "风筝", "筝节"],
    ...     "occurrences": [3, 8, 3]})
    >>> standing_alone(frame)["term"].tolist()
    ['风筝节', '风筝']
    """
    counted = set(zip(frame["group"], frame["term"], frame["occurrences"], strict=True))
    swallowed = {
        (group, part)
        for group, term, occurrences in counted
        for part in _parts(term)
        if (group, part, occurrences) in counted
    }
    pairs = zip(frame["group"], frame["term"], strict=True)
    return frame.loc[[pair not in swallowed for pair in pairs]]


def only_year(counts: pd.DataFrame) -> pd.Series:
    """For each term of `counts` (term, year, occurrences), the one year that has it, 0 if several.

    >>> counts = pd.DataFrame({"term": ["风筝", "风筝", "纸鸢"], "year": [2031, 2032, 2032],
    ...     "occurrences": [1, 4, 2]})
    >>> only_year(counts).to_dict()
    {'纸鸢': 2032, '风筝': 0}
    """
    years = counts.loc[counts["occurrences"] > 0].groupby("term")["year"].agg(["min", "max"])
    return years["min"].where(years["min"] == years["max"], 0)


def _against_rest(
    target: pd.Series, *, whole: pd.Series, sizes: Mapping[str, int], total: Mapping[str, int]
) -> pd.DataFrame:
    """The terms of `target` (occurrences by term), which is part of `whole`."""
    rest = {measure: total[measure] - sizes[measure] for measure in _MEASURES}
    found = keyness(
        _counted(target),
        reference=_counted(whole.sub(target, fill_value=0)),
        target_total=sizes["tokens_lexicon"],
        reference_total=rest["tokens_lexicon"],
        target_characters=sizes["characters"],
        reference_characters=rest["characters"],
    )
    used = found.loc[found["n"] > 0].rename(columns=_NAMES)
    used = used.assign(characters=sizes["characters"], rest_characters=rest["characters"])
    return used.sort_values(["occurrences", "term"], ascending=[False, True])


def _summed(paragraphs: pd.DataFrame) -> dict[str, int]:
    return {measure: int(paragraphs[measure].sum()) for measure in _MEASURES}


def _counted(occurrences: pd.Series) -> pd.DataFrame:
    return occurrences.rename("n").rename_axis("term").reset_index()


def _parts(term: str) -> set[str]:
    """Every run of characters within `term` but the whole of it."""
    ends = range(1, len(term) + 1)
    return {term[begin:end] for end in ends for begin in range(end)} - {term}
