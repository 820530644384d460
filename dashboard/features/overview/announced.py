"""Finding: which documents and works are announced, and which of them the other year has too."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.components.change_table import Change, change_chart
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.clicks import read, read_counterpart
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join, join_sentences, join_some, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.announcements import Announcement, join_clauses
from dashboard.labels.names import filter_name
from dashboard.labels.pair import Pair
from dashboard.queries import statistics
from dashboard.queries.announcements import announcements
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.announcement_series import WORKS

_PROMISED = "promised"  # the tense of what is yet to be released
_MAX_NAMED = 3
_COLUMNS = [
    "surface", "english", "kind", "date_start", "date_end", "speaker_id", "organisation_id",
    "series_status", "counterpart_surface", "later_status", "briefing_id", "paragraph",
]  # fmt: skip
# The count of a work at the earlier briefing -> the key of the words that say so.
_STATES: Mapping[int | None, str] = {0: "new", 1: "again", None: "unknown"}


def find(subject: Subject) -> Finding | None:
    """Return what the last briefing announces to be released; None if it announces nothing."""
    frame = announcements(subject.chosen.briefings_only)
    every = frame.loc[frame["kind"].isin(WORKS)]
    works = every.loc[every["tense"].eq(_PROMISED)]
    row = rows_of(subject.briefings, BriefingRow)[-1] if len(subject.briefings) else None
    own = _of(works, row.briefing_id) if row else []
    if row is None or not own:
        return None
    earlier = _of(works, subject.pair.earlier.briefing_id) if subject.pair else []
    pair = subject.pair if _are_compared(own, earlier, subject.pair) else None
    gone = [work for work in earlier if _is_gone(work, pair)] if pair else []
    words = {
        "n": len(own),
        **(pair.placeholders if pair else {}),
        "briefing": labels_briefings.name(row),
    }
    text = PanelText(
        t(
            f"overview.finding.announced.{'both' if pair else 'one'}",
            parts=_parts(own, pair) if pair else "",
            **words,
        ),
        join_sentences(
            _reading(own, gone, words, pair),
            _in_all(len(own), len(_of(every, row.briefing_id)), words),
        ),
        join_sentences(
            t("overview.finding.announced.caveat"),
            t("overview.finding.announced.paired") if pair else "",
            t("overview.finding.announced.open")
            if pair and any(_earlier(work) is None for work in own)
            else "",
        ),
        provenance.missing_sentence(subject.briefings, statistics.coverage(subject.chosen)),
    )
    names = {work.surface: _name(work) for work in rows_of(works, Announcement)}
    known = rows_of(every, Announcement)
    charts = [change_chart(_changes(own, gone, names, known, pair), pair)] if pair else []
    panel = Panel(
        works.reset_index(drop=True),
        charts,
        text,
        columns=_COLUMNS,
        applied=subject.chosen.briefings_only,
    )
    changed = bool(pair and (gone or any(_earlier(work) == 0 for work in own)))
    return Finding("announced", panel, changed, "announcements")


def _in_all(promised: int, every: int, words: Mapping[str, object]) -> str:
    """Say how many works the briefing names in all, if it names more than it promises."""
    rest = every - promised
    return t("overview.finding.announced.in_all", all=every, rest=rest, **words) if rest else ""


def _name(work: Announcement) -> str:
    """Return the title in this run's language, without marks."""
    return pick(work.surface, work.english or work.surface)


def _earlier(work: Announcement) -> int | None:
    """Return 1 if the earlier briefing has it too, 0 if not; None where that is not known."""
    return {"new": 0, "again": 1}.get(work.series_status or "")


def _are_compared(own: list[Announcement], earlier: list[Announcement], pair: Pair | None) -> bool:
    """Return whether the works of both briefings of `pair` are compared with each other.

    In a series of more than two, a briefing is compared with the one before it. `own` are those of
    the later one, of which one at least has to be decided.
    """
    if pair is None or all(_earlier(work) is None for work in own):
        return False
    earlier_id, later_id = pair.ids.values()
    return all(
        {work.compared_briefing_id, work.counterpart_briefing_id or earlier_id} == {earlier_id}
        for work in own
    ) and all(work.later_briefing_id == later_id for work in earlier)


def _parts(own: list[Announcement], pair: Pair) -> str:
    """Count what is new, what the earlier briefing has too, and what is not known."""
    counted = Counter(_STATES[_earlier(work)] for work in own)
    return join(
        [
            t(f"overview.finding.announced.count_{key}", n=counted[key], **pair.placeholders)
            for key in _STATES.values()
            if counted[key]
        ]
    )


def _of(works: pd.DataFrame, briefing_id: str) -> list[Announcement]:
    return rows_of(works.loc[works["briefing_id"] == briefing_id], Announcement)


def _is_gone(work: Announcement, pair: Pair) -> bool:
    """Return whether `pair.later` is the next briefing, and does not announce the work again."""
    return (work.later_status, work.later_briefing_id) == ("not_again", pair.later.briefing_id)


def _reading(
    own: list[Announcement], gone: list[Announcement], words: dict[str, object], pair: Pair | None
) -> str:
    """Name what is new, and what is not announced again; without a pair, what is announced."""
    if pair is None:
        return t("overview.finding.announced.names", names=_named(own))
    said = []
    for key, works in (("new", [work for work in own if _earlier(work) == 0]), ("gone", gone)):
        if works:
            said.append(t(f"overview.finding.announced.{key}", names=_named(works), **words))
    return join_sentences(*said)


def _named(works: Iterable[Announcement]) -> str:
    names = [_name(work) for work in works]
    return join_some(names, _MAX_NAMED)


def _changes(
    own: list[Announcement],
    gone: list[Announcement],
    names: Mapping[str, str],
    known: list[Announcement],
    pair: Pair,
) -> list[Change]:
    """Return a row for each work: the new ones, those that are there again, those that are not.

    names: title -> its name in this run's language. known: the works of all briefings.
    """
    ordered = sorted(own, key=lambda work: _earlier(work) != 0)
    return [
        *(
            Change(
                _name(work),
                _note(work, names, pair),
                (_earlier(work), 1),
                is_listed=True,
                unknown=t("change.untold") if work.series_status == "not_counted" else "",
                clicks=(read_counterpart(work, known), read(work)),
            )
            for work in ordered
        ),
        *(
            Change(
                _name(work),
                filter_name("speaker", work.speaker_id),
                (1, 0),
                is_listed=True,
                clicks=(read(work), ()),
            )
            for work in gone
        ),
    ]


def _note(work: Announcement, names: Mapping[str, str], pair: Pair) -> str:
    """Name who says it, and its counterpart of the earlier briefing if written otherwise."""
    written = work.counterpart_surface or work.surface
    old = names.get(written, written)
    old = written if old == _name(work) else old
    said_by = filter_name("speaker", work.speaker_id)
    was = t("change.was", first=pair.headings[0], old=old) if written != work.surface else ""
    return join_clauses([said_by, was])
