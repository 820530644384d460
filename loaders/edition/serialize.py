"""Convert a briefing to an edition and back: one JSON object, which a person may correct.

The command `parse --json` prints an edition, and `add` reads one. An edition contains everything
that can be corrected: title, dates, publisher, and for each turn the speaker, title, organisation,
slot, kind, section, the turn it replies to and the text, one paragraph per line. Turns may be
merged and split; `characters` and `sections.captured` are recomputed from the turns. The position
fields of a turn (contract.POSITION_FIELDS) are optional. So are those of model.Extras, which a page
does not state.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from statistics import mode
from typing import cast

from loaders.briefing import Briefing, Entry
from loaders.edition.corrected import CorrectedBriefing
from loaders.edition.doubts import doubts_of
from loaders.edition.model import (
    CheckedEdition,
    CheckedTurn,
    Edition,
    EditionTurn,
    Extras,
    LoggedRepair,
    Positions,
    SpeakerFields,
)
from loaders.edition.outlets import PRESS, is_outlet_turn
from loaders.edition.positions import positions_of
from loaders.edition.source_lines import PageLines
from loaders.edition.validation import validate_edition
from loaders.messages import Doubt, doubt, doubt_of
from loaders.parsing.header import Header
from loaders.parsing.label_names import Label
from loaders.parsing.participants import Organisation, Participant, organisation_of, participants
from loaders.parsing.transcript import Transcript
from loaders.parsing.turns import Turn
from loaders.readers import RawDocument
from loaders.repair.document import CleanDocument, Repair
from loaders.text.measures import characters

# RawDocument.format of a briefing that was read from an edition.
FORMAT = "edition"
# Appended to an organisation's name, since organisation_of parses a title that ends with a post.
_HEAD_OF_BODY = "主任"
Rows = Sequence[CheckedTurn]


def to_json(briefing: Briefing) -> Edition:
    """Convert `briefing` to an object of strings, numbers, lists and None, in a fixed field order.

    `source` is the file name. The `place` of a repair is its line and column (from 1) in the page
    as published, with the number of places that had the same repair. The `speaker` of a turn is a
    person's simplified name or the name of an outlet.
    """
    header = briefing.transcript.header
    doubts = doubts_of(briefing)
    return {
        "source": briefing.source.name,
        "encoding": briefing.source.encoding,
        "script": briefing.clean.script,
        "title": header.title,
        "date_held": header.date_held,
        "published_at": header.published_at,
        "publisher": header.publisher,
        "sections": {
            "captured": list(briefing.transcript.captured),
            "announced": list(header.announced),
        },
        "repairs": [_repair_to_json(row) for row in briefing.clean.repairs],
        "warnings": [each.sentence() for each in doubts],
        "doubts": [each.as_object() for each in doubts],
        "turns": _turns_to_json(briefing),
        **_extras(briefing.entry),
    }


def from_json(
    edition: object, *, name: str = "the edition", page: Briefing | None = None
) -> CorrectedBriefing:
    """Convert an object of `to_json`, possibly corrected by a person, to a briefing.

    `name` is the file name for error messages. `page` is the briefing as parsed from the page, if
    available: then paragraphs keep their text as published, and people who were present without a
    turn are kept. Raises UnreadableError, which names the missing or wrong field.
    """
    fields = validate_edition(edition, name)
    lines, rows_by_speaker = PageLines(page), _rows_by_speaker(fields["turns"])
    outlets = {
        name for name, rows in rows_by_speaker.items() if is_outlet_turn(_majority_fields(rows))
    }
    turns = tuple(_turn_from_json(row, lines, outlets) for row in fields["turns"])
    transcript = Transcript(
        _header_from_json(fields, page),
        page.transcript.attendees if page else (),
        turns,
        doubts=_stated_doubts(fields),
    )
    source = RawDocument(
        name=fields["source"],
        sha256=fields.get("sha256") or (page.source.sha256 if page else _digest(fields)),
        encoding=fields["encoding"],
        text=lines.text,
        format=FORMAT,
    )
    repairs = tuple(_repair_from_json(row) for row in fields["repairs"])
    clean = CleanDocument(lines.used, fields["script"], repairs)
    entry = Entry(
        series=fields.get("series"),
        series_zh=fields.get("series_zh"),
        series_en=fields.get("series_en"),
        year=fields.get("year"),
        url=fields.get("url"),
        sha256=fields.get("sha256"),
    )
    people = _participants(transcript, rows_by_speaker)
    stated = tuple(fields["turns"])
    return CorrectedBriefing(source, clean, transcript, people, entry, stated)


def _extras(entry: Entry) -> Extras:
    stated = {field: getattr(entry, field) for field in Extras.__annotations__}
    return cast("Extras", {field: value for field, value in stated.items() if value is not None})


def _repair_to_json(row: Repair) -> LoggedRepair:
    return {
        "kind": row.kind,
        "place": {"line": row.line, "column": row.column, "places": row.places},
        "before": row.before,
        "after": row.after,
    }


def _repair_from_json(row: LoggedRepair) -> Repair:
    return Repair(row["kind"], before=row["before"], after=row["after"], **row["place"])


def _stated_doubts(fields: CheckedEdition) -> tuple[Doubt, ...]:
    """Return the doubts that an edition states; one without codes states sentences alone."""
    if "doubts" in fields:
        return tuple(map(doubt_of, fields["doubts"]))
    return tuple(doubt("stated", text=sentence) for sentence in fields["warnings"])


def _turns_to_json(briefing: Briefing) -> list[EditionTurn]:
    turns = briefing.transcript.turns
    people = {label: person for person in briefing.participants for label in person.labels}
    speakers = [people[turn.label.name] for turn in turns]
    if isinstance(briefing, CorrectedBriefing):
        who = list(map(_stated_speaker, speakers, briefing.stated))
        positions = list(map(_stated_positions, briefing.stated))
    else:
        who = list(map(_speaker_fields, speakers))
        positions = positions_of(briefing.clean, turns)
    rows = zip(briefing.numbered_turns(), who, positions, strict=True)
    return [_turn_to_json(number, turn, by, at) for (number, turn), by, at in rows]


def _speaker_fields(person: Participant) -> SpeakerFields:
    body = person.organisation.name_zh if person.organisation else None
    return {
        "speaker": person.name, "title": person.title, "organisation": body, "slot": person.slot,
    }  # fmt: skip


def _stated_speaker(person: Participant, stated: CheckedTurn) -> SpeakerFields:
    """Return the speaker of a turn of an edition: a person as `stated` there, turn by turn."""
    if person.is_outlet:
        return _speaker_fields(person)
    return {
        "speaker": stated["speaker"],
        "title": stated["title"],
        "organisation": stated["organisation"],
        "slot": stated["slot"],
    }


def _stated_positions(stated: CheckedTurn) -> Positions:
    return {
        "line": stated.get("line"),
        "line_end": stated.get("line_end"),
        "lines": stated.get("lines"),
        "repairs": stated.get("repairs"),
    }


def _turn_to_json(number: int, turn: Turn, who: SpeakerFields, positions: Positions) -> EditionTurn:
    text = "\n".join(line.text for line in turn.paragraphs)
    return {
        "seq": number,
        **who,
        "kind": turn.kind,
        "section": turn.section,
        "reply_to": turn.reply_to,
        "timestamp": turn.timestamp,
        "start": turn.start,
        "end": turn.end,
        "characters": characters(text),
        "text": text,
        **positions,
    }


def _header_from_json(fields: CheckedEdition, page: Briefing | None) -> Header:
    return Header(
        title=fields["title"],
        published_at=fields["published_at"],
        publisher=fields["publisher"],
        credited_to=page.transcript.header.credited_to if page else None,
        date_held=fields["date_held"],
        announced=tuple(fields["sections"]["announced"]),
    )


def _turn_from_json(row: CheckedTurn, lines: PageLines, outlets: Container[str]) -> Turn:
    name, is_outlet = row["speaker"], row["speaker"] in outlets
    paragraphs = tuple(lines.line_of(paragraph) for paragraph in row["paragraphs"])
    asks = row["slot"] == PRESS and not is_outlet
    return Turn(
        Label(name, row["title"], is_outlet=is_outlet, role="asks" if asks else None),
        name,
        paragraphs[0].number,
        paragraphs,
        kind=row["kind"],
        section=row["section"],
        reply_to=row["reply_to"],
        timestamp=row["timestamp"],
        start=row["start"],
        end=row["end"],
    )


def _rows_by_speaker(rows: Rows) -> dict[str, Rows]:
    found: dict[str, list[CheckedTurn]] = {}
    for row in rows:
        found.setdefault(row["speaker"], []).append(row)
    return {**found}


def _majority_fields(rows: Rows) -> SpeakerFields:
    """Return the most frequent title, organisation and slot in the turns of one speaker.

    The turns may differ, since a correction may have been made in only some of them.
    """
    return {
        "speaker": rows[0]["speaker"],
        "title": _most_frequent([row["title"] for row in rows]),
        "organisation": _most_frequent([row["organisation"] for row in rows]),
        "slot": mode([row["slot"] for row in rows]),
    }


def _participants(transcript: Transcript, rows: Mapping[str, Rows]) -> tuple[Participant, ...]:
    """Return the participants with the title, organisation and slot that the edition states."""
    return tuple(
        _with_stated_fields(person, [row for label in person.labels for row in rows.get(label, [])])
        for person in participants(transcript)
    )


def _with_stated_fields(person: Participant, rows: Rows) -> Participant:
    if not rows:
        return person
    if person.is_outlet:
        return replace(person, slot=PRESS)
    stated = _majority_fields(rows)
    body = _organisation(stated["organisation"])
    return replace(person, slot=stated["slot"], title=stated["title"], organisation=body)


def _most_frequent(values: list[str | None]) -> str | None:
    """Return the most frequent value, on a tie the first; None if all values are empty."""
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value], default=None)


def _organisation(name: str | None) -> Organisation | None:
    return organisation_of(name + _HEAD_OF_BODY) if name else None


def _digest(fields: CheckedEdition) -> str:
    """Return the SHA-256 of the edition, used if that of its page is not known."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
