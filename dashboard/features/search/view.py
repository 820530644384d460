"""What a search found, in words: said, not said, not captured, or not counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import join, pick, t
from dashboard.labels import provenance
from dashboard.labels.numbers import number
from dashboard.queries import selection

COUNTS = ("occurrences", "readable", "paragraphs")
_NAMED = 3  # briefings that a sentence names; more are counted
_ROWS = 5_000  # of the table of states; beyond, it holds what was found alone


@dataclass(frozen=True)
class Looked:
    """What was looked for, and what came of it.

    subjects: terms, or ids of topics. counts: selection.tally. briefings: selection.scope.
    uncounted: those of the terms that were never counted in the briefings `unheld`.
    """

    subjects: Sequence[str]
    topics: bool
    counts: pd.DataFrame
    briefings: pd.DataFrame
    uncounted: Collection[str]
    unheld: Collection[str]

    def name(self, subject: str) -> str:
        """The term in quotation marks, or the topic's name in them."""
        named = pick(*selection.labels()[subject]) if self.topics else subject
        return t("places.quoted", term=named)


def states(looked: Looked) -> pd.DataFrame:
    """How each subject stands in each briefing, a row each.

    subject, term, year, briefing_id, finding, basis, occurrences, readable and paragraphs. finding
    is one of said, not_said, not_captured (none of the selected sections is there) and not_counted
    (the text is not held, and the term was not counted when it was); the counts and the basis of
    the last two are null. basis is what the finding rests on: text (which was searched, and can be
    opened), stored (counts that were made when the text was at hand: places alone) or both;
    readable, how many can be opened. Of very many briefings, the rows of what was said.
    """
    found = looked.counts
    pairs = len(looked.briefings) * len(looked.subjects)
    if pairs <= _ROWS:
        every = looked.briefings[["year", "briefing_id", "base_characters"]].merge(
            pd.DataFrame({"subject": list(looked.subjects)}), how="cross"
        )
        found = every.merge(found, how="left", on=["subject", "year", "briefing_id"])
    else:
        found = found.assign(base_characters=1)
    said, missing = found["occurrences"].notna(), found["base_characters"] == 0
    unknown = found["subject"].isin(looked.uncounted) & found["briefing_id"].isin(looked.unheld)
    state = pd.Series("not_said", index=found.index).mask(unknown, "not_counted")
    known = ~(missing | unknown) | said
    return found.assign(
        term=found["subject"],
        finding=state.mask(missing, "not_captured").mask(said, "said"),
        basis=_basis(found, looked.unheld).where(known, None),
        **{name: found[name].astype("Int64").fillna(0).where(known) for name in COUNTS},
    )[["subject", "term", "year", "briefing_id", "finding", "basis", *COUNTS]]


def _basis(found: pd.DataFrame, unheld: Collection[str]) -> pd.Series:
    """What each row rests on: the text, stored counts, or both."""
    whole = pd.Series("text", index=found.index, dtype=object)
    basis = whole.mask(found["briefing_id"].isin(unheld), "stored")
    readable, said = found["readable"].fillna(0), found["occurrences"].fillna(0)
    return basis.mask((readable > 0) & (readable < said), "both").mask(
        (readable > 0) & (readable == said), "text"
    )


def reading(looked: Looked) -> str:
    """A sentence a subject: how often it was found, or that it was not, or that nobody knows.

    What was captured and holds none of them is told as 0, and what was not captured as that.
    """
    said = [sentence for subject in looked.subjects for sentence in _sentences(looked, subject)]
    briefings = looked.briefings
    missing = briefings.loc[briefings["base_characters"] == 0, "briefing_id"].tolist()
    said += _of_briefings("not_captured", looked, missing)
    if len(looked.subjects) > 1:
        occurrences, readable = (int(looked.counts[each].sum()) for each in COUNTS[:2])
        said += _readable(occurrences, readable, key="in_all") if readable else []
    return " ".join(said)


def _sentences(looked: Looked, subject: str) -> list[str]:
    found = looked.counts.loc[looked.counts["subject"] == subject]
    name, mentioned = looked.name(subject), set(found["briefing_id"])
    open_ones = _open(looked, subject, said=mentioned)
    base = looked.briefings.set_index("briefing_id")["base_characters"]
    zero = [each for each in base.index[base > 0] if each not in {*mentioned, *open_ones}]
    said = []
    if len(found):
        totals = {each: number(found[each].sum()) for each in ("occurrences", "paragraphs")}
        said.append(t("search.said", subject=name, briefings=number(len(found)), **totals))
        said += _readable(int(found["occurrences"].sum()), int(found["readable"].sum()))
        said += _of_briefings("zero", looked, zero)
    elif zero:
        said.append(t("search.not_said", subject=name))
    said += _of_briefings("not_counted", looked, open_ones, subject=name)
    return said


def _of_briefings(key: str, looked: Looked, ids: Collection[str], **words: str) -> list[str]:
    """One sentence of the briefings `ids`, none where there are none."""
    if not ids:
        return []
    return [t(f"search.{key}", briefings=_briefings(looked.briefings, ids), **words)]


def _readable(occurrences: int, readable: int, *, key: str = "some_stored") -> list[str]:
    """How many of the finds can be opened, and stand first, where not all can."""
    if readable == occurrences:
        return []
    words = {"readable": number(readable), "stored": number(occurrences - readable)}
    return [t(f"search.{key if readable else 'all_stored'}", **words)]


def _open(looked: Looked, subject: str, *, said: Collection[str]) -> list[str]:
    """The briefings of which it is not known whether they mention `subject`."""
    if subject not in looked.uncounted:
        return []
    captured = looked.briefings.loc[looked.briefings["base_characters"] > 0, "briefing_id"]
    unheld = set(looked.unheld)
    return [each for each in captured if each in unheld and each not in said]


def _briefings(briefings: pd.DataFrame, ids: Collection[str]) -> str:
    if len(ids) > _NAMED:
        return t("search.briefings", n=number(len(ids)))
    named = briefings.loc[briefings["briefing_id"].isin(set(ids))]
    return join([provenance.briefing(row) for row in selection.rows(named)])


def caveat(looked: Looked) -> str:
    """What was not captured, whose texts are not held, and how to bring a copy of them."""
    missing = texts(looked.briefings, looked.unheld) if looked.unheld else ""
    return " ".join(filter(None, (_gaps(looked.briefings), missing)))


def texts(briefings: pd.DataFrame, unheld: Collection[str]) -> str:
    """Whose texts of `briefings` are not held, and how to bring a copy; or that all are held."""
    if not unheld:
        return t("search.held")
    return f"{t('search.unheld', briefings=_briefings(briefings, unheld))} {t('search.bring')}"


def _gaps(briefings: pd.DataFrame) -> str:
    """What was announced and not captured; of many briefings, in how many something was."""
    unlike = briefings["sections_announced"] != briefings["sections_captured"]
    gaps = [
        (row, [s for s in row.sections_announced.split(",") if s not in row.sections_captured])
        for row in selection.rows(briefings[unlike])
    ]
    missing = [(provenance.briefing(row), sections) for row, sections in gaps if any(sections)]
    if len(missing) > _NAMED:
        return t("search.gaps", n=number(len(missing)))
    return " ".join(
        t("panel.not_captured", briefing=name, sections=join([t(f"code.section.{s}") for s in of]))
        for name, of in missing
    )
