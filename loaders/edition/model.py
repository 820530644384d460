"""The fields of an edition: the reading of a page as one JSON object, which both halves share.

The value is the JSON itself, so these are types of dictionaries: `Edition` is what
serialize.to_json makes, `CheckedEdition` what validation.validate_edition has checked, which may
have been written by hand. A type checker finds a misspelt field in either.
"""

from typing import NotRequired, TypedDict

from loaders.messages import CodeObject


class Place(TypedDict):
    """A place on the page as published: line and column, from 1."""

    line: int
    column: int


class FirstPlace(Place):
    """The first of the places that had the same repair, and their number."""

    places: int


class _Change(TypedDict):
    kind: str
    before: str
    after: str


class LoggedRepair(_Change):
    """A row of the repair log of a page."""

    place: FirstPlace


class TurnRepair(_Change):
    """A repair within a turn; start and end are indices in the turn's text, or None."""

    place: Place
    start: int | None
    end: int | None


class Positions(TypedDict, total=False):
    """The fields of a turn that contract.POSITION_FIELDS names; a turn may lack them.

    line and line_end: first and last line on the page, from 1. lines: line of each paragraph.
    repairs: None if they are too many to review.
    """

    line: int | None
    line_end: int | None
    lines: list[int | None] | None
    repairs: list[TurnRepair] | None


class SpeakerFields(TypedDict):
    """The fields of a turn that say who speaks."""

    speaker: str
    title: str | None
    organisation: str | None
    slot: str


class StatedTurn(SpeakerFields, Positions):
    """A turn without the fields that are computed from its text."""

    seq: int
    kind: str
    section: str
    reply_to: int | None
    timestamp: str | None
    start: float | None
    end: float | None
    text: str


class EditionTurn(StatedTurn):
    """A turn of an edition."""

    characters: int


class CheckedTurn(StatedTurn):
    """A turn of a checked edition, with the lines of its text."""

    paragraphs: list[str]


class Extras(TypedDict, total=False):
    """The fields that a page does not state.

    The series and its names, the year, the URL, and the SHA-256 of the page's bytes.
    """

    series: str
    series_zh: str
    series_en: str
    year: int
    url: str
    sha256: str


class StatedPage(Extras):
    """The fields of a page that both kinds of edition have. Dates are ISO 8601."""

    source: str
    encoding: str
    script: str
    title: str
    date_held: str | None
    published_at: str | None
    publisher: str | None
    repairs: list[LoggedRepair]
    warnings: list[str]


class Announced(TypedDict):
    """The sections that a briefing is known to have had."""

    announced: list[str]


class Sections(Announced):
    """The sections of a briefing: those on the page, and those that it is known to have had."""

    captured: list[str]


class Edition(StatedPage):
    """The reading of a page, with its corrections."""

    sections: Sections
    doubts: list[CodeObject]
    turns: list[EditionTurn]


class CheckedEdition(StatedPage):
    """An edition after validation; what is computed from its turns may be missing."""

    sections: Announced
    doubts: NotRequired[list[CodeObject]]
    turns: list[CheckedTurn]
