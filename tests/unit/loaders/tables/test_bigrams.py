"""Bigrams give no passage away: held against the enumeration of every possible text."""

import doctest
import itertools
import random
import re
from collections import Counter, defaultdict

import pandas as pd
import pytest

from loaders import schema
from loaders.tables import bigrams
from loaders.tables.bigrams import LONGEST, WIDTH, is_recoverable
from loaders.text.term_finder import Finder
from tests.fixtures.framed_pages import framed

char_bigrams = framed(bigrams.char_bigrams)


def _texts_with_the_same_bigrams(text: str) -> set[str]:
    """Every Eulerian path from end mark to end mark, marks aside: the slow way."""
    marked = "#" + re.sub("，+", "#", text).strip("#") + "#"
    edges: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for a, b in itertools.pairwise(marked):
        edges[a][b] += 1
    found: set[str] = set()

    def walk(path: str) -> None:
        if len(path) == len(marked):
            found.add(path.replace("#", ""))
            return
        for following in [c for c, n in edges[path[-1]].items() if n]:
            edges[path[-1]][following] -= 1
            walk(path + following)
            edges[path[-1]][following] += 1

    walk("#")
    return found


def _truly_recoverable(text: str, width: int) -> bool:
    han = text.replace("，", "")
    others = _texts_with_the_same_bigrams(text)
    runs = (han[start : start + width] for start in range(len(han) - width + 1))
    return any(all(run in other for other in others) for run in runs)


def test_doctests() -> None:
    found = doctest.testmod(bigrams)
    assert found.failed == 0
    assert found.attempted > 0


def test_nothing_recoverable_is_let_through() -> None:
    chance = random.Random(20300506)  # noqa: S311  # words for a test, no secret
    outcomes: Counter[tuple[bool, bool]] = Counter()
    for _ in range(3_000):
        alphabet = "甲乙丙丁"[: chance.choice([2, 3, 4])] + "，"
        text = "".join(chance.choice(alphabet) for _ in range(chance.randint(3, 12)))
        width = chance.choice([2, 3, 4])
        truth, said = _truly_recoverable(text, width), is_recoverable(text, width=width)
        assert said or not truth, f"{text} gives a run of {width} away"
        outcomes[truth, said] += 1
    # Cautious, not timid: it almost never holds back what it could have let through.
    assert outcomes[False, False] > 500
    assert outcomes[False, True] < outcomes[False, False] / 20


@pytest.mark.parametrize(
    ("text", "recoverable"),
    [
        ("", False),
        ("甲乙丙", False),  # shorter than a run
        ("甲乙丙丁", True),  # one path only
        ("甲乙丙，丁戊己", False),  # two stretches stand in either order
        ("甲乙丙，丁戊己庚", True),  # and one of them is itself a run
        ("甲乙丙甲丁戊甲", True),  # 甲丁戊甲乙丙甲 is the other path: both hold 甲乙丙甲
        ("甲乙丙丁甲戊己庚甲", True),  # 乙丙丁甲 alike
        ("甲乙丙甲丁戊甲己庚甲", True),
        ("甲乙丙丁甲戊丙己甲", False),  # 丙 and 甲 interleave: the halves change partners
        ("甲乙甲乙甲乙", True),
    ],
)
def test_by_hand(text: str, recoverable: bool) -> None:
    assert is_recoverable(text, width=4) is recoverable


def test_a_sentence_without_repetition_is_left_out_and_a_repetitive_one_kept() -> None:
    once = "".join(chr(0x4E00 + n) for n in range(WIDTH))
    assert is_recoverable(once)
    assert not is_recoverable(once[:-1])
    again = "海".join(once[start : start + 6] for start in range(0, WIDTH, 6))
    assert not is_recoverable("海" + again + "海")


def test_stored_counts_of_words_narrow_the_ways_out() -> None:
    text = "海乙丙江甲海丁戊江"
    assert not is_recoverable(text, width=6)
    # Swapping 乙丙 and 丁戊 is the only way out, and makes 戊江甲 of 丙江甲.
    assert is_recoverable(text, width=6, listed=Finder(["丙江甲"]))
    assert is_recoverable(text, width=6, listed=Finder(["戊江甲"]))
    assert not is_recoverable(text, width=6, listed=Finder(["海乙", "甲"]))


def test_counts_by_hand() -> None:
    paragraphs = pd.DataFrame(
        [
            ("b1", 1, "海洋海洋,好!海洋"),
            ("b1", 2, "".join(chr(0x4E00 + n) for n in range(30))),
            ("b1", 3, "人人人A人"),
        ],
        columns=["briefing_id", "paragraph", "text"],
    )
    found = char_bigrams(paragraphs)
    assert list(found.itertuples(index=False, name=None)) == [
        ("b1", 1, "洋海", 1),
        ("b1", 1, "海洋", 3),
        ("b1", 3, "人人", 2),
    ]
    assert schema.to_arrow("char_bigrams", found).num_rows == 3
    assert schema.to_arrow("char_bigrams", char_bigrams(paragraphs.head(0))).num_rows == 0


@pytest.mark.parametrize("text", ["好" * LONGEST * 2, "甲乙" * (LONGEST // 2 - 2)])
def test_hostile_paragraphs_are_left_out_at_once(text: str) -> None:
    assert is_recoverable(text)
