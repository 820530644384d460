"""The finder of many words, compared with searching for each word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text import term_finder as module
from loaders.text.term_finder import Finder, Texts

WORDS = st.lists(st.text("海江阅读a ", min_size=1, max_size=4), max_size=8)
TEXTS = st.lists(st.text("海江阅读a\n", max_size=40), max_size=5)


def test_words_in() -> None:
    assert Finder(["阅读", "洋阅", "海洋阅读周", "读"]).words_in("海洋阅读") == [
        "洋阅",
        "读",
        "阅读",
    ]
    assert Finder(["读"]).words_in("") == []
    assert Finder([]).words_in("海洋") == []
    assert Finder(["", "海"]).words == ["海"]


@given(WORDS, TEXTS)
def test_occurrences_equal_str_count(words: list[str], texts: list[str]) -> None:
    finder = Finder(words)
    rows = zip(*(column.tolist() for column in finder.occurrences(texts)), strict=True)
    found = {(text, finder.words[word]): n for text, word, n in rows}
    wanted = {(t, word): text.count(word) for t, text in enumerate(texts) for word in set(words)}
    assert found == {place: n for place, n in wanted.items() if n}


@given(WORDS, st.text("海江阅读a", max_size=40), st.integers(1, 9))
def test_a_text_in_pieces_has_the_same_matches(words: list[str], text: str, piece: int) -> None:
    finder = Finder(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PIECE_LENGTH", piece)
        word, start = finder.matches(text)
    rows = zip(word.tolist(), start.tolist(), strict=True)
    found = sorted((finder.words[each], place) for each, place in rows)
    assert found == sorted(
        (each, place)
        for each in finder.words
        for place in range(len(text))
        if text.startswith(each, place)
    )


def test_a_character_beyond_the_basic_plane_counts_once() -> None:
    word, start = Finder(["读"]).matches("\U00020000读")
    assert (word.tolist(), start.tolist()) == ([0], [1])


def test_text_index() -> None:
    texts = Texts(["海洋", "", "阅读"])
    places = Finder(["洋", "阅"]).matches(texts.joined).start
    assert texts.text_index(places).tolist() == [0, 2]
