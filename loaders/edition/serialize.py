"""A briefing as one JSON object: `parse --json` prints it, a person may correct it, `add` takes it.

Whatever a person can put right stands in it: title, dates, publisher, and of each turn its speaker,
title, organisation, slot, kind, section, the turn it replies to and its text, a paragraph a line.
Turns may be merged and split; `characters` and `sections.captured` follow from the turns and are
worked out anew. Where a turn stands on its page (loaders.places.FIELDS) need not be stated. Beside
these an object may have the fields of EXTRAS, which a page does not state.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.briefing import Briefing
from loaders.edition.outlets import SLOT, is_outlet_turn
from loaders.edition.positions import places_of
from loaders.edition.source_lines import PageLines
from loaders.edition.validation import checked
from loaders.parsing.header import Header
from loaders.parsing.label_names import Label
from loaders.parsing.participants import Organisation, Participant, organisation_of, participants
from loaders.parsing.transcript import Transcript
from loaders.parsing.turns import Turn
from loaders.readers import RawDocument
from loaders.repair.document import CleanDocument, Repair
from loaders.repair.pipeline import LOST
from loaders.text.measures import characters

# The format of a source that was an edition.
FORMAT = "edition"
# Names of the series, the year, the address, and the SHA-256 of the page's bytes.
EXTRAS = ("series", "series_zh", "series_en", "year", "url", "sha256")
# A body by its own name is read as the title of its head is.
_HEAD = "主任"
Rows = Sequence[Mapping[str, Any]]


def to_json(briefing: Briefing) -> dict[str, Any]:
    """The object of `briefing`: strings, numbers, lists and None, its fields in a fixed order.

    `source` is the file's name, `place` of a repair its line and column as published and at how
    many places it was made; `speaker` is the simplified name, or the outlet.
    """
    header = {**vars(briefing.reading.header), **briefing.entry.get("corrections", {})}
    stated = ("title", "date_held", "published_at", "publisher")
    return {
        "source": briefing.source.name,
        "encoding": briefing.source.encoding,
        "script": briefing.clean.script,
        **{field: header[field] for field in stated},
        "sections": {
            "captured": list(briefing.reading.captured),
            "announced": list(briefing.reading.header.announced),
        },
        "repairs": [_repair_object(row) for row in briefing.clean.repairs],
        "warnings": warnings(briefing),
        "turns": _turn_objects(briefing),
        **{field: briefing.entry[field] for field in EXTRAS if field in briefing.entry},
    }


def from_json(
    edition: object, *, name: str = "the edition", page: Briefing | None = None
) -> Briefing:
    """The briefing of an object of `to_json`, with what a person has changed in it.

    `name` is the file's, for messages. With `page`, the same page as the parser reads it, the
    paragraphs keep their wording as published, and those who were present without a turn stay.
    Raises UnreadableError that names the field which is missing or wrong.
    """
    fields = checked(edition, name)
    lines, told = PageLines(page), _by_speaker(fields["turns"])
    outlets = {name for name, rows in told.items() if is_outlet_turn(_together(rows))}
    turns = tuple(_turn(row, lines, outlets) for row in fields["turns"])
    reading = Transcript(
        _header(fields, page),
        page.reading.attendees if page else (),
        turns,
        warnings=tuple(fields["warnings"]),
    )
    source = RawDocument(
        name=fields["source"],
        sha256=fields.get("sha256") or (page.source.sha256 if page else _digest(fields)),
        encoding=fields["encoding"],
        text=lines.text,
        format=FORMAT,
    )
    repairs = tuple(_repair(row) for row in fields["repairs"])
    clean = CleanDocument(lines.all, fields["script"], repairs, stated=tuple(fields["turns"]))
    entry = {field: fields[field] for field in EXTRAS if field in fields}
    return Briefing(source, clean, reading, _participants(reading, told), entry)


def _repair_object(row: Repair) -> dict[str, Any]:
    place = {"line": row.line, "column": row.column, "places": row.places}
    return {"kind": row.kind, "place": place, "before": row.before, "after": row.after}


def _repair(row: Mapping[str, Any]) -> Repair:
    return Repair(row["kind"], before=row["before"], after=row["after"], **row["place"])


def warnings(briefing: Briefing) -> list[str]:
    """What the reader and the parser warn of; an edition's own, since a person has seen to them."""
    told = [*briefing.source.warnings, *briefing.reading.warnings]
    told += map(_doubt, briefing.clean.doubts)
    if briefing.source.format != FORMAT:
        told += [
            f"line {line.number} begins like a label and was read as speech: {line.text[:16]}"
            for line in briefing.reading.doubts
        ]
    return list(dict.fromkeys(told))


def _doubt(row: Repair) -> str:
    """What was not sure: a character that may be another, one that is lost, a heading left out."""
    if row.kind == "heading":
        return f"line {row.line} is a heading as the speakers' are, and was left out: {row.before}"
    places = f" ({row.places} places)" if row.places > 1 else ""
    if row.before == LOST:
        return f"line {row.line} has a character that was lost, and stands as {LOST}{places}."
    return (
        f"line {row.line} has {row.before}, which may stand for another character and was left, "
        f"since the words around it do not settle that{places}."
    )


def _turn_objects(briefing: Briefing) -> list[dict[str, Any]]:
    people = {label: person for person in briefing.participants for label in person.labels}
    places = places_of(briefing.clean, briefing.reading.turns)
    return [
        {"seq": number, **_who(people[turn.label.name]), **_what(turn), **place}
        for (number, turn), place in zip(briefing.numbered(), places, strict=True)
    ]


def _who(person: Participant) -> dict[str, Any]:
    body = person.organisation.name_zh if person.organisation else None
    return {
        "speaker": person.name, "title": person.title, "organisation": body, "slot": person.slot,
    }  # fmt: skip


def _what(turn: Turn) -> dict[str, Any]:
    text = "\n".join(line.text for line in turn.paragraphs)
    return {
        "kind": turn.kind,
        "section": turn.section,
        "reply_to": turn.reply_to,
        "timestamp": turn.timestamp,
        "start": turn.start,
        "end": turn.end,
        "characters": characters(text),
        "text": text,
    }


def _header(fields: Mapping[str, Any], page: Briefing | None) -> Header:
    return Header(
        title=fields["title"],
        published_at=fields["published_at"],
        publisher=fields["publisher"],
        credited_to=page.reading.header.credited_to if page else None,
        date_held=fields["date_held"],
        announced=tuple(fields["sections"]["announced"]),
    )


def _turn(row: Mapping[str, Any], lines: PageLines, outlets: Container[str]) -> Turn:
    name, for_outlet = row["speaker"], row["speaker"] in outlets
    asks = row["slot"] == SLOT and not for_outlet
    return Turn(
        Label(name, row["title"], is_outlet=for_outlet, role="asks" if asks else None),
        name,
        tuple(lines.take(paragraph) for paragraph in row["paragraphs"]),
        kind=row["kind"],
        section=row["section"],
        reply_to=row["reply_to"],
        timestamp=row["timestamp"],
        start=row["start"],
        end=row["end"],
    )


def _by_speaker(rows: Rows) -> dict[str, Rows]:
    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        told.setdefault(row["speaker"], []).append(row)
    return {**told}


def _together(rows: Rows) -> dict[str, str | None]:
    """What most rows of one speaker say, as when a person changed one of them and not the rest."""
    fields = ("speaker", "title", "organisation", "slot")
    return {field: _most([row[field] for row in rows]) for field in fields}


def _participants(reading: Transcript, told: Mapping[str, Rows]) -> tuple[Participant, ...]:
    """Who is who, with the title, body and slot that the object gives."""
    return tuple(
        _as_told(person, [row for label in person.labels for row in told.get(label, [])])
        for person in participants(reading)
    )


def _as_told(person: Participant, rows: Rows) -> Participant:
    said = _together(rows)
    if said["slot"] is None:
        return person
    if person.is_outlet:
        return replace(person, slot=SLOT)
    body = _organisation(said["organisation"])
    return replace(person, slot=said["slot"], title=said["title"], organisation=body)


def _most(values: list[str | None]) -> str | None:
    """The value that stands most often, the first of several; None where there is none."""
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value], default=None)


def _organisation(name: str | None) -> Organisation | None:
    return organisation_of(name + _HEAD) if name else None


def _digest(fields: Mapping[str, Any]) -> str:
    """The SHA-256 of an edition whose page is not at hand."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
