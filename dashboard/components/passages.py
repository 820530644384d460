"""Passages and concordance lines, drawn by a component that never interprets text as markup."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from dashboard.components.component import component

_CSS = Path(__file__).with_name("passages.css").read_text(encoding="utf-8")
_COMPONENT = component("passages", html='<div class="passages"></div>', css=_CSS)

# Kind and text: "" is plain, "find" a search hit, "gone" what a repair removed, "new" what a repair
# or the simplification made.
Part = tuple[Literal["", "find", "gone", "new"], str]


@dataclass(frozen=True)
class Line:
    """One line of a concordance: the `term` in its context, and the speaker and place in `where`.

    left, right: the text before and after the term. passage, href: the id and the address of the
    passage that a click opens. gist: what the whole paragraph says, where its text is not held: the
    line is then of all occurrences in it, whose number is part of `term`.
    """

    passage: str
    href: str
    term: str
    where: str
    left: str = ""
    right: str = ""
    gist: str | None = None


@dataclass(frozen=True)
class Block:
    """One paragraph, as a sequence of `parts`, below a heading `head` and a small line `about`.

    here: whether this is the paragraph that the user opened, which is highlighted.
    """

    parts: Sequence[Part]
    head: str = ""
    about: str = ""
    here: bool = False


def draw_lines(
    key: str, lines: Sequence[Line], *, label: str, on_open: Callable[[str], None]
) -> None:
    """Draw a concordance whose lines are links; a click calls `on_open` with the passage's id.

    A click stays in this session; a middle click opens the address in another tab. key: of the
    Streamlit component. label: the name of the list for screen readers.
    """
    rows = [
        {name: value for name, value in asdict(line).items() if value is not None} for line in lines
    ]

    def open_clicked() -> None:
        passage = st.session_state[key].open
        if passage in {line.passage for line in lines}:
            on_open(passage)

    _COMPONENT(key=key, data={"rows": rows, "label": label}, on_open_change=open_clicked)


def draw_blocks(key: str, blocks: Sequence[Block]) -> None:
    """Draw paragraphs below each other."""
    _COMPONENT(key=key, data={"texts": [asdict(block) for block in blocks]})
