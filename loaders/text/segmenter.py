"""Segment text into words with jieba's dictionary, with and without the policy lexicon.

There are two schemes. `jieba` is the plain dictionary, `lexicon` the dictionary with the entries of
data/lexicon/phrases.toml added. Both use jieba's hidden Markov model for words that the dictionary
lacks. Source: jieba 0.42.1, https://github.com/fxsjy/jieba.

There are two engines, which give the same words: jieba itself, the reference, and rjieba
(https://github.com/messense/rjieba-py), the same dictionary and model in Rust. rjieba loads in a
third of the time and cuts twice as fast, so pages that are added are segmented with rjieba.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Literal

from loaders.lexicon.phrases import PhraseKind, set_phrases
from loaders.text.dictionary import dictionary
from loaders.text.engines import Engine, JiebaEngine, RjiebaEngine
from loaders.text.measures import split_sentences

Scheme = Literal["jieba", "lexicon"]
SCHEMES: tuple[Scheme, ...] = ("jieba", "lexicon")

# A word and its part of speech in jieba's tag set (Segmenter.part_of_speech).
Token = tuple[str, str | None]

# In characters. jieba takes more than linear time for a long stretch without a break.
MAX_PIECE_LENGTH = 2_000

# The part of speech of a lexicon entry that the dictionary lacks, by its kind (jieba's tag set:
# nt a body, nz another name, l a set expression, n a noun).
_TAG_OF_KIND: dict[PhraseKind, str] = {
    "body": "nt",
    "event": "nz",
    "campaign": "nz",
    "document": "nz",
    "wording": "l",
    "term": "n",
}

_NUMBER = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,40})?%?")
_LATIN = re.compile(r"[A-Za-z0-9]{1,100}")
_BREAK = re.compile(r"[^\w%.#&+-]")


class Segmenter:
    """Cuts text into words under either scheme, with engines that are loaded when first used."""

    def __init__(self, engine: type[Engine]) -> None:
        self._engine = engine

    def tokens(self, text: str, scheme: Scheme) -> list[Token]:
        """Return the words of `text`, including punctuation and white space, with parts of speech.

        >>> [word for word, tag in get_segmenter().tokens("海江省办展。", "jieba")]
        ['海江省', '办展', '。']
        """
        return [(word, self.part_of_speech(word)) for word in self.words(text, scheme)]

    def words(self, text: str, scheme: Scheme) -> list[str]:
        """Return the words of `text`, with punctuation and white space; joined they are `text`."""
        return [*chain.from_iterable(map(self._engines[scheme].cut, split_pieces(text)))]

    def part_of_speech(self, word: str) -> str | None:
        """Return the part of speech of `word` in jieba's tag set.

        A word in no dictionary is "m" if it is a number, "eng" if it is Latin, else None.
        """
        return _part_of_speech(word)

    def frequency(self, word: str) -> int:
        """Return the frequency of `word` in jieba's dictionary; 0 if it is not there.

        >>> get_segmenter().frequency("希望") > get_segmenter().frequency("湖光") >= 0
        True
        """
        return dictionary().frequency(word)

    @cached_property
    def _engines(self) -> dict[Scheme, Engine]:
        return {"jieba": self._engine(()), "lexicon": self._engine(_phrases_by_length())}


def _phrases_by_length() -> list[str]:
    """Return the lexicon's phrases, shorter ones first.

    The frequency suggested for a phrase depends on the phrases inside it, so these are added first.
    """
    return sorted((row.phrase for row in set_phrases()), key=lambda phrase: (len(phrase), phrase))


_JIEBA, _RJIEBA = Segmenter(JiebaEngine), Segmenter(RjiebaEngine)
_active = [_JIEBA]


def get_segmenter() -> Segmenter:
    """Return the process's segmenter: jieba's, or rjieba's after use_fast_segmenter()."""
    return _active[-1]


def use_fast_segmenter() -> None:
    """Make `get_segmenter` return the segmenter with rjieba from now on in this process."""
    _active[:] = [_RJIEBA]


def split_pieces(text: str, max_length: int = MAX_PIECE_LENGTH) -> Iterator[str]:
    """Split `text` at sentence ends into pieces of at most `max_length` characters.

    The pieces joined are `text`. A sentence that is longer is split at the last punctuation mark
    before the limit, which changes no word. Text without any mark (not natural language) is split
    at the limit.
    """
    if len(text) <= max_length:
        yield from filter(None, [text])
        return
    piece = ""
    for sentence in split_sentences(text) or [text]:
        start = 0
        while len(sentence) - start > max_length:
            yield from filter(None, [piece])
            piece, end = "", _last_break(sentence, start, start + max_length)
            yield sentence[start:end]
            start = end
        if len(piece) + len(sentence) - start > max_length:
            yield piece
            piece = ""
        piece += sentence[start:]
    yield from filter(None, [piece])


def _last_break(text: str, start: int, end: int) -> int:
    match = _BREAK.search(text[start:end][::-1])
    return end - match.start() if match else end


@lru_cache(maxsize=1 << 16)
def _part_of_speech(word: str) -> str | None:
    if entry := dictionary().find(word):
        return entry.tag
    if tag := _tags_of_phrases().get(word):
        return tag
    if _NUMBER.fullmatch(word):
        return "m"
    return "eng" if _LATIN.fullmatch(word) else None


@cache
def _tags_of_phrases() -> dict[str, str]:
    return {row.phrase: _TAG_OF_KIND[row.kind] for row in set_phrases()}
