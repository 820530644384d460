"""A ledger: rows in groups, families that open, and counts that lead to the places they count."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import streamlit as st

from dashboard.components.component import component

_CSS = Path(__file__).with_name("ledger.css").read_text(encoding="utf-8")
_COMPONENT = component("ledger", html='<div class="ledger"></div>', css=_CSS)


@dataclass(frozen=True)
class Count:
    """A number of a row: its text, and the key of its link in Ledger.links; "" for no link."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Person:
    """One who says it: name, body and count, as they are read one after another."""

    name: str
    body: str = ""
    count: str = ""


@dataclass(frozen=True)
class Said:
    """The people who say it. label: of the briefing, "" for none.

    rest: those who open below `more`; without a rest, `more` follows the people.
    """

    people: Sequence[Person]
    label: str = ""
    rest: Sequence[Person] = ()
    more: str = ""


@dataclass(frozen=True)
class Row:
    """A row: the wording, its gloss, and the cells in the order of Ledger.columns.

    A cell is of lines of text or people, or of counts (earlier and later). about: what is known of
    the gloss, shown below it. texts: further cells of lines, before that of `lines` and `said`.
    notes: sentences that open below Ledger.notes.
    """

    wording: str
    gloss: str
    counts: Sequence[Sequence[Count]]
    lines: Sequence[str]
    place: Count
    about: str = ""
    texts: Sequence[Sequence[str]] = ()
    said: Sequence[Said] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Entry:
    """A row of its own, or a family: `head`, a row without links that opens into its `rows`."""

    rows: Sequence[Row]
    head: Row | None = None


@dataclass(frozen=True)
class Group:
    """Entries under one heading, none if title is "", as where the page names what is listed.

    status: decides the colour. is_open: False if it is folded, which takes a title.
    is_brief: its rows are a list in columns: the wording, its gloss and the counts alone.
    """

    title: str
    status: str
    entries: Sequence[Entry]
    is_open: bool = True
    is_brief: bool = False


@dataclass(frozen=True)
class Ledger:
    """All groups. links: key of a link -> its address, to which the wording is appended.

    columns: the headings of the texts, of the lines, of the counts and of the place. widths: of all
    columns on a wide screen, as CSS (grid-template-columns); "" for those of wordings. short: the
    headings of a narrow screen; empty for `columns`. separator: between people in one line. notes:
    the label of Row.notes. For screen readers: label, the name of the list, and sides, what the
    counts of one cell are of (earlier and later), which a narrow screen shows once. people: the
    name of a person or body -> the address of its page; a name that has a line of its own, or of
    one who says it, is a link.
    """

    groups: Sequence[Group]
    columns: Sequence[str]
    links: Mapping[str, str]
    label: str
    widths: str = ""
    sides: Sequence[str] = ()
    short: Sequence[str] = ()
    separator: str = ", "
    notes: str = ""
    people: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def data(self) -> dict[str, object]:
        """All of it as the component takes it: some thousands of records, converted once."""
        return asdict(self)


def draw(
    key: str, ledger: Ledger, *, wordings: Collection[str], on_open: Callable[[str, str], None]
) -> None:
    """Draw `ledger`; a click on a count calls `on_open` with the wording and the key of the link.

    A click stays in this session; a middle click opens the address in another tab. key: of the
    Streamlit component. wordings: those that a click may name.
    """

    def open_clicked() -> None:
        match st.session_state[key].open:
            case [str() as wording, str() as link] if wording in wordings and link in ledger.links:
                on_open(wording, link)

    _COMPONENT(key=key, data=ledger.data, on_open_change=open_clicked)
