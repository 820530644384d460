"""The Python files of the project, each parsed once for all tests that read source code."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.support.server import ROOT


def files(*folders: str) -> list[Path]:
    """Return the Python files in `folders` of the project and below, sorted within each folder."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of the Python file `path`, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return `path` relative to the root of the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


def per_file(paths: list[Path]) -> pytest.MarkDecorator:
    """Return a mark that runs a test once for each of `paths`, as its argument `path`."""
    return pytest.mark.parametrize("path", paths, ids=name_of)
