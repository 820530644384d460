"""Validate the fields of an edition, with one sentence on the first wrong field as the error."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlsplit

from loaders.contract import MAX_BYTES, MAX_NAME
from loaders.edition.model import CheckedEdition
from loaders.errors import UnreadableError
from loaders.messages import doubt_of, placeholders
from loaders.repair.document import LINE_BREAK
from loaders.repair.script import SCRIPTS
from loaders.schema import KINDS, SECTIONS, SLOTS
from loaders.text.dates import BRIEFING_YEARS
from loaders.text.measures import characters

# Lengths in characters. MAX_TEXT, for the text of a turn, is the limit of a page in bytes.
MAX_FILE_NAME, MAX_TEXT = 255, MAX_BYTES
MAX_SHOWN = 40

Check = Callable[[Any], bool]  # of a value of JSON


def validate_edition(edition: object, name: str) -> CheckedEdition:
    """Check the fields of `edition` and return them, with the turns renumbered from 1.

    Each turn gets a field `paragraphs`, the lines of its text. The `seq` of the given turns may be
    any ascending numbers; `reply_to` is renumbered with them. `name` is the file name for error
    messages. Raises UnreadableError for the first field that is missing or wrong.
    """
    fields = _Fields(edition, name, "")
    fields.require(_PAGE)
    fields.optional(_EXTRAS)
    fields.optional(_DOUBTS)
    sections = fields.child("sections")
    sections.require({"announced": _ANNOUNCED})
    for row in fields.children("repairs"):
        row.require(_REPAIR)
        row.child("place").require(_PLACE)
    turns = fields.children("turns")
    for row in turns:
        row.require(_TURN)
        row.optional(_PLACES)
        for made in row.children("repairs"):
            made.require({**_REPAIR, **_SPAN})
            made.child("place").require(_POINT)
    _check_encodable(edition, name)
    # The one place where an object of JSON becomes an edition: the rules below cover its fields.
    return cast("CheckedEdition", {**fields.values, "turns": _number_turns(turns)})


class _Fields:
    """An object within an edition, with the path to it (turns[2].) for error messages."""

    def __init__(self, values: object, name: str, place: str) -> None:
        self.name, self.place = name, place
        if not isinstance(values, dict):
            raise self.error(place.rstrip(".") or "the file", values, "an object with fields")
        self.values: dict[str, Any] = values

    def require(self, rules: Mapping[str, tuple[Check, str]]) -> None:
        for field, (is_valid, expected) in rules.items():
            if field not in self.values:
                place = {"place": f"{self.place}{field}", "expected": expected}
                raise UnreadableError("edition.missing", name=self.name, **place)
            if not is_valid(self.values[field]):
                raise self.error(self.place + field, self.values[field], expected)

    def optional(self, rules: Mapping[str, tuple[Check, str]]) -> None:
        self.require({field: rule for field, rule in rules.items() if field in self.values})

    def child(self, field: str) -> "_Fields":
        return _Fields(self.values.get(field), self.name, f"{self.place}{field}.")

    def children(self, field: str) -> "list[_Fields]":
        return [
            _Fields(row, self.name, f"{self.place}{field}[{number}].")
            for number, row in enumerate(self.values.get(field) or [], 1)
        ]

    def error(self, place: str, found: object, expected: str) -> UnreadableError:
        shown = json.dumps(found, ensure_ascii=True, default=str)
        shown = shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"
        stated = {"place": place, "found": shown, "expected": expected}
        return UnreadableError("edition.wrong", name=self.name, **stated)


def _number_turns(turns: list[_Fields]) -> list[dict[str, Any]]:
    """Return the fields of the turns, with `seq` renumbered from 1 and `reply_to` to match.

    The text of a turn is split into `paragraphs` at line breaks, and its names are normalized.
    Raises UnreadableError if `seq` does not ascend or `reply_to` is no earlier question.
    """
    numbers: dict[int, int] = {}
    questions = set[int]()
    rows = []
    for number, row in enumerate(turns, 1):
        seq, reply = row.values["seq"], row.values["reply_to"]
        if numbers and seq <= next(reversed(numbers)):
            raise row.error(f"{row.place}seq", seq, "a number above that of the turn before")
        if reply is not None and reply not in questions:
            raise row.error(f"{row.place}reply_to", reply, "the seq of a question before it")
        numbers[seq] = number
        questions |= {seq} if row.values["kind"] == "question" else set()
        paragraphs = [p for p in map(str.strip, LINE_BREAK.split(row.values["text"])) if p]
        reply_to = None if reply is None else numbers[reply]
        computed = {"seq": number, "reply_to": reply_to, "paragraphs": paragraphs}
        rows.append({**row.values, **computed, **_normalize_names(row.values)})
    return rows


def _normalize_names(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the names of a turn, and its timestamp, with tidied white space; None if empty."""
    fields = ("speaker", "title", "organisation", "timestamp")
    return {field: " ".join((row[field] or "").split()) or None for field in fields}


def _check_encodable(edition: object, name: str) -> None:
    try:
        json.dumps(edition, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        found = ascii(error.object[error.start])
        raise UnreadableError("edition.surrogate", name=name, found=found) from error
    except (TypeError, ValueError) as error:
        raise UnreadableError("edition.no_json", name=name, error=str(error)) from error


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_NAME


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1_000_000


def _is_day(value: object) -> bool:
    return _is_iso(value, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat)


def _is_moment(value: object) -> bool:
    clock = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"
    return _is_day(value) or _is_iso(value, clock, datetime.fromisoformat)


def _is_iso(value: object, form: str, read: Callable[[str], object]) -> bool:
    if not isinstance(value, str) or not re.fullmatch(form, value):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True


def _is_address(value: object) -> bool:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:  # such as http://[
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_list_of(value: object, each: Check) -> bool:
    return isinstance(value, list) and all(map(each, value))


def _is_doubt(value: object) -> bool:
    """Return whether `value` is an object of Doubt.as_object: a code, and the values of its words.

    Besides them it may have `places`, and the number of its line.
    """
    if not isinstance(value, dict) or not isinstance(value.get("code"), str):
        return False
    if not all(_is_value(name, each) for name, each in value.items()):
        return False
    try:
        named = placeholders(value["code"])
        doubt_of(value).sentence()
    except (LookupError, ValueError):
        return False
    return value.keys() <= {"code", "places", *named}


def _is_value(name: str, value: object) -> bool:
    return (
        _is_int(value) if name in ("line", "places") else isinstance(value, str) or _is_int(value)
    )


def _or_null(is_valid: Check, expected: str) -> tuple[Check, str]:
    return (lambda value: value is None or is_valid(value)), f"{expected}, or null"


def _one_of(codes: tuple[str, ...]) -> tuple[Check, str]:
    return (lambda value: isinstance(value, str) and value in codes), "one of " + ", ".join(codes)


_TEXT: tuple[Check, str] = (_is_text, f"text of {MAX_NAME} characters at most")
_NUMBER: tuple[Check, str] = (_is_int, "a whole number")
_ANNOUNCED: tuple[Check, str] = (
    lambda value: _is_list_of(value, lambda each: each in SECTIONS),
    "a list of " + " and ".join(SECTIONS),
)
_ROWS: tuple[Check, str] = (lambda value: isinstance(value, list), "a list")
_OFFSET = _or_null(lambda value: _is_int(value) and value >= 0, "a place in the text")
_SECONDS = _or_null(_is_seconds, "seconds from the beginning")

_PAGE: Mapping[str, tuple[Check, str]] = {
    "source": (
        lambda value: isinstance(value, str) and len(value) <= MAX_FILE_NAME,
        f"a file's name of {MAX_FILE_NAME} characters at most",
    ),
    "encoding": _TEXT,
    "script": _one_of(SCRIPTS),
    "title": (lambda value: isinstance(value, str) and len(value) <= 1_000, "the title"),
    "date_held": _or_null(_is_day, "a day such as 2031-05-06"),
    "published_at": _or_null(_is_moment, "a day such as 2031-05-06, or 2031-05-06T09:30"),
    "publisher": _or_null(*_TEXT),
    "repairs": _ROWS,
    "warnings": (
        lambda value: _is_list_of(value, lambda each: isinstance(each, str)),
        "a list of sentences",
    ),
    "turns": (lambda value: isinstance(value, list) and bool(value), "a list of turns"),
}
_DOUBTS: Mapping[str, tuple[Check, str]] = {
    "doubts": (lambda value: _is_list_of(value, _is_doubt), "a list of doubts with their codes"),
}
_EXTRAS: Mapping[str, tuple[Check, str]] = {
    "series": _TEXT,
    "series_zh": _TEXT,
    "series_en": _TEXT,
    "year": (
        lambda value: _is_int(value) and BRIEFING_YEARS[0] <= value <= BRIEFING_YEARS[1],
        f"a year from {BRIEFING_YEARS[0]} to {BRIEFING_YEARS[1]}",
    ),
    "url": (_is_address, "the URL of a page"),
    "sha256": (
        lambda value: isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{64}", value)),
        "64 hexadecimal digits",
    ),
}
_REPAIR: Mapping[str, tuple[Check, str]] = {"kind": _TEXT, "before": _TEXT, "after": _TEXT}
_POINT: Mapping[str, tuple[Check, str]] = {"line": _NUMBER, "column": _NUMBER}
_PLACE: Mapping[str, tuple[Check, str]] = {**_POINT, "places": _NUMBER}
_SPAN: Mapping[str, tuple[Check, str]] = {"start": _OFFSET, "end": _OFFSET}
_PLACES: Mapping[str, tuple[Check, str]] = {
    "line": _or_null(*_NUMBER),
    "line_end": _or_null(*_NUMBER),
    "lines": _or_null(
        lambda value: _is_list_of(value, lambda each: each is None or _is_int(each)),
        "a list of the lines of its paragraphs",
    ),
    "repairs": _or_null(*_ROWS),
}
_TURN: Mapping[str, tuple[Check, str]] = {
    "seq": _NUMBER,
    "speaker": (lambda value: _is_text(value) and bool(value.strip()), "a name"),
    "title": _or_null(*_TEXT),
    "organisation": _or_null(*_TEXT),
    "slot": _one_of(SLOTS),
    "kind": _one_of(KINDS),
    "section": _one_of(SECTIONS),
    "reply_to": _or_null(*_NUMBER),
    "timestamp": _or_null(*_TEXT),
    "start": _SECONDS,
    "end": _SECONDS,
    "text": (
        lambda value: isinstance(value, str) and len(value) <= MAX_TEXT and characters(value) > 0,
        "the words that were said",
    ),
}
