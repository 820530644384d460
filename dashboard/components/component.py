"""Components of ours, each with its script as a file of its own, in scripts/.

Streamlit imports a script that it got as text from a blob: URL, which the content policy forbids,
and takes the name of a file from installed packages alone. So this folder passes for one in the
running process: nothing has to be installed, and each checkout serves its own scripts.
"""

import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import Distribution, DistributionFinder
from os import PathLike
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.bidi_component import ComponentResult
from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).resolve().parent
_PACKAGE = "streamlit-briefing-watch"  # as in pyproject.toml; Streamlit looks for such a name
_FILES = {
    "METADATA": f"Metadata-Version: 2.1\nName: {_PACKAGE}\nVersion: 1\n",
    "RECORD": "pyproject.toml,,\n",
}


class _Package(Distribution):
    """The installed package that this folder passes for; it names its pyproject.toml."""

    def read_text(self, filename: str) -> str | None:
        return _FILES.get(filename)

    def locate_file(self, path: str | PathLike[str]) -> Path:
        return _FOLDER / path


class _Finder(DistributionFinder):
    """Finds the package among the installed ones (importlib.metadata), and no module."""

    def find_spec(self, *_: object) -> None:
        return None

    def find_distributions(
        self, context: DistributionFinder.Context | None = None
    ) -> Iterable[Distribution]:
        wanted = context.name if context else None
        return [_Package()] if wanted in (None, _PACKAGE) else []


def install() -> None:
    """Make the scripts known to every Streamlit runtime that this process starts from now on."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


def component(
    name: str, *, html: str | None = None, css: str | None = None
) -> Callable[..., ComponentResult]:
    """Return the function that draws the component `name` of pyproject.toml, of scripts/`name`.js.

    html, css: as text. The component is made when it is drawn for the first time: only then is
    there a Streamlit runtime, which has looked for packages.
    """

    @cache
    def made() -> ComponentRenderer:
        return st.components.v2.component(f"{_PACKAGE}.{name}", html=html, css=css, js=f"{name}.js")

    def draw(**drawn: Any) -> ComponentResult:
        return made()(**drawn)

    return draw
