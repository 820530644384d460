"""Entries of jieba's dictionary, compared with its file read line by line."""

from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from loaders.text.dictionary import Entry, dictionary


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, int, str]]:
    """The word, frequency and tag of each line of the file, in its order."""
    spec = find_spec("jieba")
    assert spec is not None
    lines = Path(str(spec.origin)).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    fields = (line.split(" ") for line in lines)
    return [(word, int(frequency), tag) for word, frequency, tag in fields]


def test_every_entry_is_found(rows: list[tuple[str, int, str]]) -> None:
    """Every 20th, the words that the file has in another order, and the one that it has twice."""
    last = {word: Entry(frequency, tag) for word, frequency, tag in rows}
    unsorted = {word for (a, *_), (b, *_) in pairwise(rows) if a >= b for word in (a, b)}
    assert {"吉林", "高富帅", "C++"} <= unsorted
    assert len(rows) - len(last) == 1
    for word in (*unsorted, "B超", rows[0][0], rows[-1][0], *list(last)[::20]):
        assert dictionary().find(word) == last[word]
        assert dictionary().frequency(word) == last[word].frequency > 0


@pytest.mark.parametrize("word", ["", "\0", "海江省", "的的的", "高富帅们", "C+", "\U0010ffff"])
def test_no_other_word_is_found(rows: list[tuple[str, int, str]], word: str) -> None:
    assert word not in {each for each, *_ in rows}
    assert dictionary().find(word) is None
    assert dictionary().frequency(word) == 0


def test_totals_count_every_line(rows: list[tuple[str, int, str]]) -> None:
    assert dictionary().total == sum(frequency for _, frequency, _ in rows) == 60_101_967
    assert dictionary().frequencies() == {word: frequency for word, frequency, _ in rows}


def test_it_is_read_once() -> None:
    assert dictionary() is dictionary()
