"""The Python files of the project, each parsed once for all tests that read source code."""

import ast
from collections.abc import Callable
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


def per_file(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Return a decorator that makes a test of a check of one file: it checks each of `paths`.

    The test fails with the name and the failure of every file that fails. As a test per file, three
    thousand of them, collecting and reporting would take most of the time.
    """

    def test_of(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            assert paths
            failed = [f"{name_of(path)}: {why}" for path in paths if (why := _failure(check, path))]
            if failed:
                pytest.fail("\n".join(failed), pytrace=False)

        return test

    return test_of


def _failure(check: Callable[[Path], None], path: Path) -> str:
    """Return what `check` says is wrong with `path`, "" if nothing."""
    try:
        check(path)
    except AssertionError as error:
        return str(error) or "fails"
    return ""
