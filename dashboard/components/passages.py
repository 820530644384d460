"""Passages as a reader sees them, drawn by a component whose texts are never read as markup."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

_CSS, _JS = (
    Path(__file__).with_name(f"passages.{form}").read_text(encoding="utf-8")
    for form in ("css", "js")
)
_BELOW = st.components.v2.component(
    "bw_passages", html='<div class="passages"></div>', css=_CSS, js=_JS
)
_BESIDE = st.components.v2.component(
    "bw_passages_beside", html='<div class="passages beside"></div>', css=_CSS, js=_JS
)

# A stretch of text: "" as it is; a find; what a repair takes away, and what it gives instead.
Part = tuple[Literal["", "find", "gone", "new"], str]


@dataclass(frozen=True)
class Line:
    """One line of a concordance: the `term` in its context, and who says it `where`.

    `passage` is what opens with it, at the address `href`. A `note` stands in place of a context
    that is not held.
    """

    passage: str
    href: str
    term: str
    where: str
    left: str = ""
    right: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Block:
    """One paragraph in its `parts`, with a heading and a line on it; `here` is the one opened."""

    parts: Sequence[Part]
    head: str = ""
    about: str = ""
    here: bool = False


def lines(key: str, found: Sequence[Line], *, label: str, on_open: Callable[[str], None]) -> None:
    """A concordance, each line a link; on_open gets the passage of the one that is followed.

    Opened so, it stays in this session; a middle click opens its address elsewhere. `label` says
    to a screen reader what is listed.
    """
    rows = [
        {name: value for name, value in asdict(line).items() if value is not None} for line in found
    ]

    def opened() -> None:
        passage = st.session_state[key].open
        if passage in {line.passage for line in found}:
            on_open(passage)

    _BELOW(key=key, data={"rows": rows, "label": label}, on_open_change=opened)


def texts(key: str, blocks: Sequence[Block], *, beside: bool = False) -> None:
    """Paragraphs below each other, or `beside` each other where the screen is wide enough."""
    component = _BESIDE if beside else _BELOW
    component(key=key, data={"texts": [asdict(block) for block in blocks]})
