"""Segment text into words with jieba's dictionary, with and without the policy lexicon.

There are two schemes. `jieba` is the plain dictionary, `lexicon` the dictionary with the entries of
data/lexicon/phrases.toml added. Both use jieba's hidden Markov model for words that the dictionary
lacks. Pages that are added are segmented with rjieba, the faster of two engines that give the same
words (loaders.text.engines). Source: jieba 0.42.1, https://github.com/fxsjy/jieba.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property, lru_cache
from typing import Literal

from loaders.lexicon.phrases import PhraseKind, set_phrases
from loaders.text import dictionary
from loaders.text.engines import Cut, jieba_cuts, rjieba_cuts

Scheme = Literal["jieba", "lexicon"]
SCHEMES: tuple[Scheme, ...] = ("jieba", "lexicon")

# A word and its part of speech in jieba's tag set (Segmenter.part_of_speech).
Token = tuple[str, str | None]

# jieba cuts stretches of these characters with its dictionary and model. Of the rest each character
# is a word, and CR LF is one. A stretch of more characters (not natural language) is divided: jieba
# takes more than linear time for it.
_PART = re.compile("[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]{1,2000}|\r\n|.", re.DOTALL)

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


class Segmenter:
    """Cuts text into words under either scheme, with an engine that is loaded when first used."""

    def __init__(self, engine: Callable[[Sequence[str]], tuple[Cut, Cut]]) -> None:
        self._engine = engine

    def tokens(self, text: str, scheme: Scheme) -> list[Token]:
        """Return the words of `text`, including punctuation and white space, with parts of speech.

        >>> [word for word, tag in get_segmenter().tokens("海江省办展。", "jieba")]
        ['海江省', '办展', '。']
        """
        return [(word, self.part_of_speech(word)) for word in self.words(text, scheme)]

    def words(self, text: str, scheme: Scheme) -> list[str]:
        """Return the words of `text`, with punctuation and white space; joined they are `text`."""
        words, cut = list[str](), self._cuts[scheme]
        for part in _PART.findall(text):
            words += [part] if len(part) == 1 or part.isspace() else cut(part)
        return words

    @staticmethod
    @lru_cache(maxsize=1 << 16)
    def part_of_speech(word: str) -> str | None:
        """Return the part of speech of `word` in jieba's tag set.

        A word in no dictionary is "m" if it is a number, "eng" if it is Latin, else None.
        """
        if entry := dictionary.find(word):
            return entry.tag
        if tag := _tags_of_phrases().get(word):
            return tag
        if _NUMBER.fullmatch(word):
            return "m"
        return "eng" if _LATIN.fullmatch(word) else None

    def frequency(self, word: str) -> int:
        """Return the frequency of `word` in jieba's dictionary; 0 if it is not there.

        >>> get_segmenter().frequency("希望") > get_segmenter().frequency("湖光") >= 0
        True
        """
        return dictionary.frequency(word)

    def release(self) -> None:
        """Free the memory of the engine, which is loaded again when it is next used."""
        self.__dict__.pop("_cuts", None)

    @cached_property
    def _cuts(self) -> dict[Scheme, Cut]:
        # Shorter phrases are added first: the frequency suggested for one depends on those in it.
        phrases = sorted((row.phrase for row in set_phrases()), key=lambda each: (len(each), each))
        return dict(zip(SCHEMES, self._engine(phrases), strict=True))


_JIEBA, _RJIEBA = Segmenter(jieba_cuts), Segmenter(rjieba_cuts)
_active = [_JIEBA]


def get_segmenter() -> Segmenter:
    """Return the process's segmenter: jieba's, or rjieba's after use_fast_segmenter()."""
    return _active[-1]


def use_fast_segmenter() -> None:
    """Make `get_segmenter` return the segmenter with rjieba from now on in this process."""
    _active[:] = [_RJIEBA]


@cache
def _tags_of_phrases() -> dict[str, str]:
    return {row.phrase: _TAG_OF_KIND[row.kind] for row in set_phrases()}
