"""CONTRIBUTING.md lists the files that an addition touches: here the lists are checked."""

import re
from collections.abc import Iterator

import pytest

from dashboard.registry import PAGES
from loaders.readers import READERS
from loaders.repair.pipeline import REPAIR_KINDS
from tests.support.server import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL))
# A row of a Markdown table: a path in backquotes, and the text of the second cell.
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)


def rows(title: str) -> Iterator[tuple[str, str]]:
    """Yield (path, explanation) of each row of section `title`, with NAME replaced.

    NAME becomes the name that the section gives as its example, if there is one.
    """
    body = SECTIONS[title]
    example = re.search(r"^Example: NAME = `(\w+)`", body, re.MULTILINE)
    for path, text in ROW.findall(body):
        yield path.replace("NAME", example[1] if example else "NAME"), text


def test_the_lists_are_those_of_the_registries() -> None:
    expected = ["A page", "A statistic, with its panel", "A format", "A topic"]
    expected += ["An outlet, body, phrase or stopword", "A repair"]
    assert list(SECTIONS) == expected
    assert all(list(rows(title)) for title in expected)


@pytest.mark.parametrize("title", SECTIONS)
def test_every_listed_file_exists(title: str) -> None:
    assert [path for path, _ in rows(title) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("title", SECTIONS)
def test_every_named_registry_is_in_its_file(title: str) -> None:
    missing = [
        f"{path}: {name}"
        for path, text in rows(title)
        if path.endswith(".py")
        for name in re.findall(r"`(_?[A-Z][A-Z_]{2,})`", text)
        if not re.search(rf"^{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_each_example_is_registered() -> None:
    examples = dict(re.findall(r"^### (.+?)\nExample: NAME = `(\w+)`", TEXT, re.MULTILINE))
    assert examples["A page"] in [page.slug for page in PAGES]
    assert examples["A format"] in [row.name for row in READERS]
    assert any(examples["A repair"] in kind for kind in REPAIR_KINDS)
