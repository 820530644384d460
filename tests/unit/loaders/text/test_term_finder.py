"""Words found all at once, held against looking for them one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text import term_finder as module
from loaders.text.term_finder import Finder, Texts

WORDS = st.lists(st.text("海江阅读a ", min_size=1, max_size=4), max_size=8)
TEXTS = st.lists(st.text("海江阅读a\n", max_size=40), max_size=5)


def test_within() -> None:
    assert Finder(["阅读", "洋阅", "海洋阅读周", "读"]).within("海洋阅读") == ["洋阅", "读", "阅读"]
    assert Finder(["读"]).within("") == []
    assert Finder([]).within("海洋") == []
    assert Finder(["", "海"]).words == ["海"]


@given(WORDS, TEXTS)
def test_occurrences_are_those_of_str_count(words: list[str], texts: list[str]) -> None:
    finder = Finder(words)
    rows = zip(*(column.tolist() for column in finder.occurrences(texts)), strict=True)
    found = {(text, finder.words[word]): n for text, word, n in rows}
    wanted = {(t, word): text.count(word) for t, text in enumerate(texts) for word in set(words)}
    assert found == {place: n for place, n in wanted.items() if n}


@given(WORDS, st.text("海江阅读a", max_size=40), st.integers(1, 9))
def test_a_text_in_pieces_has_the_same_finds(words: list[str], text: str, piece: int) -> None:
    finder = Finder(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PIECE", piece)
        word, start = finder.finds(text)
    rows = zip(word.tolist(), start.tolist(), strict=True)
    found = sorted((finder.words[each], place) for each, place in rows)
    assert found == sorted(
        (each, place)
        for each in finder.words
        for place in range(len(text))
        if text.startswith(each, place)
    )


def test_a_character_beyond_the_basic_plane_is_one_place() -> None:
    word, start = Finder(["读"]).finds("\U00020000读")
    assert (word.tolist(), start.tolist()) == ([0], [1])


def test_which_text_a_place_belongs_to() -> None:
    texts = Texts(["海洋", "", "阅读"])
    places = Finder(["洋", "阅"]).finds(texts.joined).start
    assert texts.which(places).tolist() == [0, 2]
