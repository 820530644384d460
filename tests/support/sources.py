"""The project's own Python files, parsed once for all tests that look at them."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.support.server import ROOT


def files(*folders: str) -> list[Path]:
    """Return the Python files of folders of the project, folder by folder."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return the path of a file within the project."""
    return path.relative_to(ROOT).as_posix()


def per_file(paths: list[Path]) -> pytest.MarkDecorator:
    """Run a test once for each of `paths`."""
    return pytest.mark.parametrize("path", paths, ids=name_of)
