"""Tables and sentences of a search: each subject is said, not said, not captured or not counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.numbers import number
from dashboard.queries import identifiers
from dashboard.queries.rows import BriefingRow, rows_of

COUNTS = ("occurrences", "readable", "paragraphs")
_MAX_NAMED = 3  # briefings named in a sentence; more are counted
_MAX_LONGER = 5  # longer words named in a sentence
_MAX_ROWS = 5_000  # of the table of states; a longer table is cut to what was said


@dataclass(frozen=True)
class SearchResult:
    """A search and its result.

    subjects: the terms, or the ids of topics if `topics` is True. counts: rows of
    search.search_counts. briefings: rows of selection.briefings. unheld: ids of the briefings
    that have paragraphs without text. uncounted: the terms that were never counted in such
    paragraphs. longer: rows of search.counts_in_longer_words.
    """

    subjects: Sequence[str]
    topics: bool
    counts: pd.DataFrame
    briefings: pd.DataFrame
    uncounted: Collection[str]
    unheld: Collection[str]
    longer: pd.DataFrame

    def name(self, subject: str) -> str:
        """Return the term, or the name of the topic, in quotation marks."""
        named = pick(*identifiers.labels()[subject]) if self.topics else subject
        return t("places.quoted", term=named)


def states(result: SearchResult) -> pd.DataFrame:
    """Return one row per subject and briefing: the finding and the counts.

    Columns: subject, term, year, briefing_id, finding, basis, occurrences, readable and paragraphs.

    finding: said, inside (only inside longer words), not_said, no_place (of a topic: no place of it
    is counted), not_captured (none of the selected sections was captured) or not_counted (the text
    is not stored and the term is outside the stored vocabulary). basis: text (the text was searched
    and can be opened), stored (counts made when the corpus was built; only positions can be shown)
    or both. readable: the number of occurrences that can be opened. Counts
    and basis are null for not_captured and not_counted. If there were more than _MAX_ROWS rows,
    only those with the finding said are returned.
    """
    found = result.counts
    pairs = len(result.briefings) * len(result.subjects)
    if pairs <= _MAX_ROWS:
        every = result.briefings[["year", "briefing_id", "base_characters"]].merge(
            pd.DataFrame({"subject": list(result.subjects)}), how="cross"
        )
        found = every.merge(found, how="left", on=["subject", "year", "briefing_id"])
    else:
        found = found.assign(base_characters=1)
    said, missing = found["occurrences"].notna(), found["base_characters"] == 0
    unknown = found["subject"].isin(result.uncounted) & found["briefing_id"].isin(result.unheld)
    unsaid = "no_place" if result.topics else "not_said"
    state = pd.Series(unsaid, index=found.index).mask(unknown, "not_counted")
    longer = set(zip(result.longer["subject"], result.longer["briefing_id"], strict=True))
    pairs_found = zip(found["subject"], found["briefing_id"], strict=True)
    inside = pd.Series([pair in longer for pair in pairs_found], index=found.index, dtype=bool)
    state = state.mask(inside & state.eq(unsaid), "inside")
    known = ~(missing | unknown) | said
    return found.assign(
        term=found["subject"],
        finding=state.mask(missing, "not_captured").mask(said, "said"),
        basis=_basis(found, result.unheld).where(known, None),
        **{name: found[name].astype("Int64").fillna(0).where(known) for name in COUNTS},
    )[["subject", "term", "year", "briefing_id", "finding", "basis", *COUNTS]]


def _basis(found: pd.DataFrame, unheld: Collection[str]) -> pd.Series:
    """Return the basis of each row of `found`: text, stored or both (see states)."""
    whole = pd.Series("text", index=found.index, dtype=object)
    basis = whole.mask(found["briefing_id"].isin(unheld), "stored")
    readable, said = found["readable"].fillna(0), found["occurrences"].fillna(0)
    return basis.mask((readable > 0) & (readable < said), "both").mask(
        (readable > 0) & (readable == said), "text"
    )


def takeaway(result: SearchResult) -> str:
    """Say for each subject how often it was found, or that it was not said or not counted.

    If a subject was found, the counted briefings without it are named as 0. Briefings with none of
    the selected sections captured are named as not captured.
    """
    said = [sentence for subject in result.subjects for sentence in _sentences(result, subject)]
    briefings = result.briefings
    missing = briefings.loc[briefings["base_characters"] == 0, "briefing_id"].tolist()
    said += _briefings_sentence("not_captured", result, missing)
    if len(result.subjects) > 1:
        occurrences, readable = (int(result.counts[each].sum()) for each in COUNTS[:2])
        said += _readable_sentence(occurrences, readable, key="in_all") if readable else []
    return " ".join(said)


def _sentences(result: SearchResult, subject: str) -> list[str]:
    found = result.counts.loc[result.counts["subject"] == subject]
    name, mentioned = result.name(subject), set(found["briefing_id"])
    open_ones = _unknown_briefings(result, subject, said=mentioned)
    base = result.briefings.set_index("briefing_id")["base_characters"]
    zero = [each for each in base.index[base > 0] if each not in {*mentioned, *open_ones}]
    said = []
    if len(found):
        totals = {each: number(found[each].sum()) for each in ("occurrences", "paragraphs")}
        said.append(t("search.said", subject=name, briefings=number(len(found)), **totals))
        said += _readable_sentence(int(found["occurrences"].sum()), int(found["readable"].sum()))
        said += _briefings_sentence("zero", result, zero)
    longer = result.longer.loc[result.longer["subject"] == subject]
    if zero and not len(found) and longer.empty:
        said.append(
            t(f"search.{'not_counted_topic' if result.topics else 'not_said'}", subject=name)
        )
    said += longer_sentence(longer, name, alone=not len(found))
    said += _briefings_sentence("not_counted", result, open_ones, subject=name)
    return said


def longer_sentence(longer: pd.DataFrame, name: str, *, alone: bool) -> list[str]:
    """Say how many occurrences of a term are inside longer words, in a list; [] if there are none.

    longer: rows of search.counts_in_longer_words, of one term. name: the term in quotation marks.
    alone: whether it has no other occurrence.
    """
    n = int(longer["occurrences"].sum())
    named = [word for cell in longer["inside"].dropna() for word in cell.split("、")]
    quoted = [t("places.quoted", term=word) for word in dict.fromkeys(named)]
    words = join(quoted[:_MAX_LONGER])
    if not n:
        return []
    if len(quoted) > _MAX_LONGER:
        words = t("places.and_others", words=words)
    key = f"places.longer{'_alone' if alone else ''}{'' if words else '_unnamed'}"
    return [t(key, subject=name, n=number(n), words=words)]


def _briefings_sentence(
    key: str, result: SearchResult, ids: Collection[str], **words: str
) -> list[str]:
    """Return the text `search.{key}` with the names of the briefings `ids`, in a list.

    [] if `ids` is empty.
    """
    if not ids:
        return []
    return [t(f"search.{key}", briefings=_briefings(result.briefings, ids), **words)]


def _readable_sentence(occurrences: int, readable: int, *, key: str = "some_stored") -> list[str]:
    """Say how many occurrences can be opened, in a list of one sentence; [] if all can."""
    if readable == occurrences:
        return []
    words = {"readable": number(readable), "stored": number(occurrences - readable)}
    return [t(f"search.{key if readable else 'all_stored'}", **words)]


def _unknown_briefings(result: SearchResult, subject: str, *, said: Collection[str]) -> list[str]:
    """Return the ids of captured briefings that may or may not mention `subject`.

    said: ids of the briefings that mention it.
    """
    if subject not in result.uncounted:
        return []
    captured = result.briefings.loc[result.briefings["base_characters"] > 0, "briefing_id"]
    unheld = set(result.unheld)
    return [each for each in captured if each in unheld and each not in said]


def _briefings(briefings: pd.DataFrame, ids: Collection[str]) -> str:
    if len(ids) > _MAX_NAMED:
        return t("search.briefings", n=number(len(ids)))
    named = briefings.loc[briefings["briefing_id"].isin(set(ids))]
    return join([labels_briefings.name(row) for row in rows_of(named, BriefingRow)])


def caveat(result: SearchResult) -> str:
    """Say what was not captured, which texts are not stored, and how to add a copy."""
    searched = set(result.unheld) & set(result.briefings["briefing_id"])
    missing = texts_sentence(result.briefings, searched) if searched else ""
    place = t("search.position") if searched else ""
    foreign = provenance.foreign_sentence(rows_of(result.briefings, BriefingRow))
    said = (_uncaptured_sentence(result.briefings), foreign, missing, place)
    return " ".join(filter(None, said))


def texts_sentence(briefings: pd.DataFrame, unheld: Collection[str]) -> str:
    """Say which briefings' texts are not stored and how to add a copy, or that all are stored.

    unheld: ids of the briefings that have paragraphs without text.
    """
    if not unheld:
        return t("search.held")
    return f"{t('search.unheld', briefings=_briefings(briefings, unheld))} {t('search.bring')}"


def _uncaptured_sentence(briefings: pd.DataFrame) -> str:
    """Name the announced sections that were not captured; for many briefings, only count them."""
    unlike = briefings["sections_announced"] != briefings["sections_captured"]
    gaps = [
        (row, [s for s in row.sections_announced.split(",") if s not in row.sections_captured])
        for row in rows_of(briefings[unlike], BriefingRow)
    ]
    missing = [(labels_briefings.name(row), sections) for row, sections in gaps if any(sections)]
    if len(missing) > _MAX_NAMED:
        return t("search.gaps", n=number(len(missing)))
    return " ".join(
        t("panel.not_captured", briefing=name, sections=join([t(f"code.section.{s}") for s in of]))
        for name, of in missing
    )
