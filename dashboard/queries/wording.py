"""The ledger of wordings (提法): what is new, kept and gone between two briefings, and who says it.

The two briefings are those that the page Comparison picks (queries.pair). Filters of who speaks on
what select wordings, and change neither a count nor a status: whether a wording is new does not
depend on whose words a reader looks at.
"""

from collections.abc import Mapping

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, VIEWS, Filters
from dashboard.queries import search, selection, vocabulary
from dashboard.queries.comparison_family import family
from dashboard.queries.conditions import paragraphs_within
from dashboard.queries.pair import Sides, sides_of
from dashboard.queries.query import cached_per_corpus, corpus_query
from dashboard.queries.scope import Scope, compared_in_words
from dashboard.stats.wording_changes import (
    COUNTS,
    STATUSES,
    longer_wordings,
    wholly_nested,
    wording_changes,
)

PLAIN_KINDS = ("body", "term")  # names of bodies and plain terms: no wordings
_STATISTICS = "statistics"  # the source of phrases that are only said more than once
COLUMNS = [
    "wording", "family", "kind", "source", "english", "english_source", "status", *COUNTS,
    "first_briefing_id", "first_paragraph", "conclusive",
]  # fmt: skip
SPEAKER_COLUMNS = ["wording", "briefing_id", "speaker_id", "organisation_id", "occurrences"]


@cached_per_corpus(parameters=(*ID_PARAMETERS, "words"))
def ledger(filters: Filters) -> pd.DataFrame:
    """Return a row for each wording that the compared briefings say, in COLUMNS.

    status and the four counts are those of stats.wording_changes: "compared" are the occurrences
    in the parts that both have (queries.scope), "all" those in everything captured. family is the
    head of the family, null for a wording without one. kind, source, english and english_source are
    those of table phrases. first_briefing_id and first_paragraph are the first place in the two.
    conclusive is the mark of the test of the page Comparison, null for what it does not test.

    Listed are the wordings of the lexicon, quotations and titles; with `filters.words` "all" also
    names of bodies, plain terms, and phrases found by statistics. A wording that is said only as
    part of longer ones in the list has no row; the counts of any other include its places in longer
    ones (`longer`). With fewer than two briefings, status, conclusive
    and the counts of the older one are null. Rows: by status in the order of STATUSES, then by
    their largest count, the largest first.
    """
    within = briefings_filters(filters)
    counts = counts_of(within, filters.words)
    sides = sides_of(filters)
    changes = _changes(counts, sides) if sides else _alone(counts)
    known = selection.table("phrases", Filters()).rename(columns={"phrase": "wording"})
    frame = (
        changes.merge(known[COLUMNS[:6]], on="wording")
        .merge(_first_places(counts), on="wording")
        .merge(_marks(sides), on="wording", how="left")
    )
    said = selection.phrase_counts(_within(filters, within))["phrase"]
    return _sorted(frame.loc[frame["wording"].isin(said.unique())])[COLUMNS]


@cached_per_corpus(parameters=(*BRIEFING_PARAMETERS, "words"))
def speakers(filters: Filters) -> pd.DataFrame:
    """Count the occurrences of each wording in all that each person says, in SPEAKER_COLUMNS.

    Of the compared briefings, everything captured. organisation_id is None if none is stated. Rows:
    by wording, then by briefing in the order of time, the most occurrences first.
    """
    found = _spoken(briefings_filters(filters))
    counted = counts_of(briefings_filters(filters), filters.words)["wording"].unique()
    return found.loc[found["wording"].isin(counted), SPEAKER_COLUMNS]


@cached_per_corpus(parameters=(*BRIEFING_PARAMETERS, "words"))
def uses(filters: Filters) -> pd.DataFrame:
    """Count the wordings in each selected briefing: wording, briefing_id and occurrences.

    A wording that no selected briefing says has no row, one that a briefing does not say no row of
    that briefing. Rows: by wording, then in the order of time.
    """
    counts = counts_of(filters.briefings_only, filters.words)
    keys = ["wording", "briefing_id"]
    return counts.groupby(keys, sort=False)["occurrences"].sum().reset_index()


@cached_per_corpus(parameters=(*BRIEFING_PARAMETERS, "words"))
def longer(filters: Filters) -> Mapping[str, list[str]]:
    """Return wording -> the longer ones of the ledger that hold it, the shortest of them alone.

    Its counts include its places in these. The ledger is that of the compared briefings, whatever
    the filters of who speaks on what.
    """
    listed = ledger(filters.only(*BRIEFING_PARAMETERS, "words"))["wording"]
    return longer_wordings(listed, bound=vocabulary.longer_words())


def counts_of(within: Filters, words: str = VIEWS["words"][0]) -> pd.DataFrame:
    """Return the rows of selection.phrase_counts of the wordings that are listed.

    words: as Filters.words. Those that are said only as part of longer ones are left out.
    """
    counts = selection.phrase_counts(within)
    if words != "all":
        plain = selection.table("phrases", Filters())
        is_plain = plain["kind"].isin(PLAIN_KINDS) | plain["source"].eq(_STATISTICS)
        counts = counts.loc[~counts["phrase"].isin(plain.loc[is_plain, "phrase"])]
    counts = counts.rename(columns={"phrase": "wording"})
    return counts.loc[
        ~counts["wording"].isin(wholly_nested(counts, bound=vocabulary.longer_words()))
    ]


@cached_per_corpus(parameters=BRIEFING_PARAMETERS)
def other_names(filters: Filters) -> Mapping[str, list[str]]:
    """Return name -> what the other of the two briefings calls the same thing, if that differs.

    Names are of documents, works, campaigns and events; two are of the same thing if they are the
    same without their year, or if the word list pairs them (`title_key` of table mentions). A name
    that both briefings say is none of these. Names are in the order of the alphabet.
    """
    found = _names(briefings_filters(filters))
    said = found.groupby("surface")["briefing_id"].nunique()
    own = found.loc[found["surface"].map(said).eq(1)]
    pairs = own.merge(found, on="title_key", suffixes=("", "_other"))
    is_other = pairs["briefing_id"].ne(pairs["briefing_id_other"])
    grouped = pairs.loc[is_other].groupby("surface")["surface_other"].agg(sorted)
    return {str(name): [*others] for name, others in grouped.items()}


@cached_per_corpus()
def new_in_pair() -> tuple[str, frozenset[str]]:
    """Return the newer briefing of the pair that is compared by default, and what is new in it.

    ("", no wordings) without a pair.
    """
    sides, listed = sides_of(Filters()), ledger(Filters())
    if sides is None:
        return "", frozenset()
    new = listed.loc[listed["status"].eq("new"), "wording"]
    return sides.later.briefing_id, frozenset(new)


def briefings_filters(filters: Filters) -> Filters:
    """Return the filters that select the compared briefings, or all selected if these are fewer."""
    sides = sides_of(filters)
    return sides.restrict(Filters()) if sides else filters.briefings_only


def compared_part(filters: Filters) -> Scope:
    """Return the part that both compared briefings have (queries.scope), whatever the filters."""
    return compared_in_words(briefings_filters(filters))


def _within(filters: Filters, briefings: Filters) -> Filters:
    """Return the filters of who speaks on what, within the compared briefings."""
    return filters.without_view.replace(year=briefings.year, briefing=briefings.briefing)


def _changes(counts: pd.DataFrame, sides: Sides) -> pd.DataFrame:
    within = sides.restrict(Filters())
    part = compared_in_words(within)
    is_compared = pd.Series(part.is_alike, index=counts.index)
    for name in ("section", "kind", "slot"):
        is_compared &= counts[name].isin(getattr(part.base, name))
    return wording_changes(
        counts.assign(is_compared=is_compared),
        older=sides.earlier.briefing_id,
        newer=sides.later.briefing_id,
        captured={row.briefing_id: row.sections_captured.split(",") for row in sides},
        is_comparable=part.is_alike,
        uncounted=search.uncounted_terms(sorted(counts["wording"].unique())),
        unheld=search.briefings_without_text(within),
    )


def _alone(counts: pd.DataFrame) -> pd.DataFrame:
    """Count the wordings of a briefing that is compared with none."""
    sums = counts.groupby("wording")["occurrences"].sum().astype("Int64").rename("newer_all")
    empty = pd.Series(pd.NA, index=sums.index, dtype="Int64")
    others = {name: empty for name in COUNTS if name != "newer_all"}
    return sums.to_frame().assign(status=None, **others).reset_index()


def _first_places(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the first place of each wording; rows of `counts` are in the order of time."""
    first = counts.drop_duplicates("wording")[["wording", "briefing_id", "paragraph"]]
    return first.set_axis(["wording", "first_briefing_id", "first_paragraph"], axis=1)


def _marks(sides: Sides | None) -> pd.DataFrame:
    """Return wording and conclusive of the wordings that the page Comparison tests."""
    if sides is None or not compared_in_words(sides.restrict(Filters())).is_alike:
        return pd.DataFrame({"wording": [], "conclusive": []}).astype(object)
    rows = family(Filters(unit="phrase"), sides).ratios["phrase"]["statements"]
    tested = rows.loc[rows["q_value"].notna(), ["phrase", "conclusive"]]
    return tested.rename(columns={"phrase": "wording"}).astype({"conclusive": object})


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    most = frame[COUNTS].max(axis=1).fillna(0)
    order = frame["status"].map({status: place for place, status in enumerate(STATUSES)})
    keyed = frame.assign(
        order=order,
        most=-most,
        conclusive=frame["conclusive"].where(frame["conclusive"].notna(), None),
    )
    return keyed.sort_values(["order", "most", "wording"], ignore_index=True)


@corpus_query()
def _spoken(filters: Filters) -> str:
    return f"""SELECT c.phrase AS wording, p.year, p.briefing_id, p.speaker_id, p.organisation_id,
            CAST(sum(c.free_occurrences) AS INTEGER) AS occurrences
        FROM ({paragraphs_within(filters)}) p
        JOIN phrase_counts c USING (briefing_id, paragraph) WHERE c.free_occurrences > 0
        GROUP BY ALL ORDER BY wording, p.year, p.briefing_id, occurrences DESC, p.speaker_id"""


@corpus_query()
def _names(filters: Filters) -> str:
    return f"""SELECT DISTINCT m.briefing_id, m.surface, m.title_key
        FROM mentions m JOIN ({paragraphs_within(filters)}) p USING (briefing_id, paragraph)
        WHERE m.title_key IS NOT NULL AND m.is_whole AND m.kind NOT IN ('figure', 'quotation')
        ORDER BY ALL"""
