"""Entries of jieba's dictionary, compared with its file read line by line."""

from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from loaders.text import engines
from loaders.text.dictionary import Entry, find, frequency


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, int, str]]:
    """The word, frequency and tag of each line of the file, in its order."""
    spec = find_spec("jieba")
    assert spec is not None
    lines = Path(str(spec.origin)).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    fields = (line.split(" ") for line in lines)
    return [(word, int(frequency), tag) for word, frequency, tag in fields]


def test_every_entry_is_found(rows: list[tuple[str, int, str]]) -> None:
    """Among them are words that the file has in another order, and one that it has twice."""
    last = {word: Entry(n, tag) for word, n, tag in rows}
    unsorted = {word for (a, *_), (b, *_) in pairwise(rows) if a >= b for word in (a, b)}
    assert {"吉林", "高富帅", "C++"} <= unsorted
    assert len(rows) - len(last) == 1
    assert {word: find(word) for word in last} == last
    assert all(frequency(word) == entry.frequency > 0 for word, entry in last.items())


@pytest.mark.parametrize(
    "word",
    ["", "\0", "海江省", "的的的", "高富帅们", "C+", "B超 3", "B超\n", chr(0xD800), "\U0010ffff"],
)
def test_no_other_word_is_found(rows: list[tuple[str, int, str]], word: str) -> None:
    assert word not in {each for each, *_ in rows}
    assert find(word) is None
    assert frequency(word) == 0


def test_the_total_counts_every_line(rows: list[tuple[str, int, str]]) -> None:
    assert sum(n for _, n, _ in rows) == engines._TOTAL
