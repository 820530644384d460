"""Name the speaker of a turn, and say what is said and counted in each of its paragraphs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.i18n import pick, t
from dashboard.labels import passages
from dashboard.labels.announcements import join_clauses, mentioned, short_name
from dashboard.labels.names import filter_name, speaker_title
from dashboard.labels.numbers import minutes, number
from dashboard.queries import reading
from dashboard.queries.rows import TitledSpeaker, rows_of
from dashboard.run_context import current_run
from dashboard.stats.speaking_time import rate_range

_MAX_TOPICS = 6  # of a paragraph, the most frequent; the turn's are on the other pages


@dataclass(slots=True)
class ParagraphRow(TitledSpeaker):
    """A row of reading.turn; a text or gist is None if it is not held."""

    briefing_id: str
    paragraph: int
    turn: int
    kind: str
    section: str
    speaker_id: str
    organisation_id: str | None
    characters: int
    turn_characters: int
    turn_syllables: int
    text: str | None
    segmented: str | None
    repaired: str | None
    published: str | None
    gist_zh: str | None
    gist_en: str | None
    before: Any  # Int32 or NA, as `after`
    after: Any


@dataclass(frozen=True)
class Said:
    """A paragraph in the reader: its number, what it says, what is counted in it, its source.

    gist: in our own words, "" without one. label: what a short paragraph without a gist is. notes:
    pairs of a name, such as that of topics, and the items of that kind. source: the address of the
    published page, and the wording that it finds there (passages.source_link).
    """

    number: int
    characters: int
    gist: str
    label: str
    notes: Sequence[tuple[str, str]]
    source: tuple[str | None, str]


def paragraphs(turn: pd.DataFrame) -> list[Said]:
    """Return what is said of each paragraph of `turn` (rows of reading.turn, at least one)."""
    rows = rows_of(turn, ParagraphRow)
    briefing_id, of_turn = rows[0].briefing_id, rows[0].turn
    topics, named = _topics(briefing_id, of_turn), _named(briefing_id, of_turn)
    new = reading.new_wordings(briefing_id, of_turn)
    return [
        Said(
            row.paragraph,
            row.characters,
            gist=pick(row.gist_zh or "", row.gist_en or ""),
            label="" if row.text or row.gist_zh else _label(row),
            notes=_notes(
                topics=topics.get(row.paragraph, []),
                new=new.get(row.paragraph, []),
                named=named.get(row.paragraph, []),
            ),
            source=passages.source_link(briefing_id, row.paragraph),
        )
        for row in rows
    ]


def facts(row: ParagraphRow) -> list[str]:
    """Return the facts of the turn of `row`: title, body, kind, section, length, minutes."""
    rate, name = current_run().filters.rate, pick(row.speaker_zh, row.speaker_en)
    slow, fast = rate_range(rate)
    time = [minutes(row.turn_syllables / each) for each in (rate, fast, slow)]
    stated = [speaker_title(row), row.organisation_id and filter_name("org", row.organisation_id)]
    return [
        *(each for each in dict.fromkeys(filter(None, stated)) if each != name),
        t(f"code.kind.{row.kind}"),
        t(f"code.section.{row.section}"),
        t("reader.length", characters=number(row.turn_characters)),
        t("reader.minutes", minutes=time[0], low=time[1], high=time[2]),
    ]


def _label(row: ParagraphRow) -> str:
    kind = "moderation" if row.kind == "moderation" else "other"
    return t(f"reader.short.{kind}", characters=number(row.characters))


def _notes(**items: Sequence[str]) -> list[tuple[str, str]]:
    return [(t(f"reader.{name}"), join_clauses(each)) for name, each in items.items() if each]


def _topics(briefing_id: str, turn: int) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    counted = reading.topics(briefing_id, turn)
    columns = (counted[name] for name in ("paragraph", "topic_id", "occurrences"))
    for paragraph, topic_id, n in zip(*columns, strict=True):
        own = found.setdefault(int(paragraph), [])
        if len(own) < _MAX_TOPICS:
            own.append(t("reader.counted", name=filter_name("topic", topic_id), n=number(n)))
    return found


def _named(briefing_id: str, turn: int) -> Mapping[int, list[str]]:
    """Return paragraph -> documents, works, campaigns, events, platforms and figures in it."""
    found: dict[int, list[str]] = {}
    for row in mentioned(reading.mentions(briefing_id, turn)):
        found.setdefault(row.paragraph, []).append(short_name(row))
    return {paragraph: list(dict.fromkeys(names)) for paragraph, names in found.items()}
