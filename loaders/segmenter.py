"""Words: jieba's dictionary, with and without the policy lexicon.

Two schemes. `jieba` is the plain dictionary, `lexicon` the dictionary with the entries of
data/lexicon/phrases.toml added. Both use jieba's hidden Markov model for words that the dictionary
lacks. Source: jieba 0.42.1, https://github.com/fxsjy/jieba.
"""

import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from sys import intern
from typing import Any, Literal

from loaders.measures import split_sentences
from loaders.wordings import wordings

# jieba's source has unescaped backslashes and asks for pkg_resources: where it was not compiled
# beforehand, its import warns, and under `-W error` fails. The warnings are about jieba's code, so
# they are silenced for that one import and nowhere else.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

__all__ = ["SCHEMES", "Scheme", "Segmenter", "Token", "shared"]

Scheme = Literal["jieba", "lexicon"]
SCHEMES: tuple[Scheme, ...] = ("jieba", "lexicon")

# A word and its part of speech in jieba's tag set; None where no dictionary has it.
Token = tuple[str, str | None]

# jieba's time grows faster than the text when one stretch has no break in it.
LONGEST_PIECE = 2_000

# The part of speech of a lexicon entry that the dictionary lacks, by its kind (jieba's tag set:
# nt a body, nz another name, l a set expression, n a noun).
_TAG_OF_KIND = {
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
    """Cuts text into words under either scheme, with dictionaries of its own.

    The dictionary is read from the installed package (half a second) and not through jieba's cache
    file, which lies in a folder that other programs and users can write to.
    """

    def __init__(self) -> None:
        frequencies, total, self._tags = _dictionary()
        plain, listed = _tokenizer(frequencies, total), _tokenizer(dict(frequencies), total)
        # Shorter entries first: an entry's suggested frequency builds on those inside it.
        for entry in sorted(wordings(), key=lambda row: (len(row.phrase), row.phrase)):
            listed.add_word(entry.phrase)
            self._tags.setdefault(entry.phrase, _TAG_OF_KIND[entry.kind])
        self._tokenizers = {"jieba": plain, "lexicon": listed}

    def tokens(self, text: str, scheme: Scheme) -> list[Token]:
        """The words of `text` in order, punctuation and white space included, with parts of speech.

        >>> [word for word, tag in shared().tokens("海江省办展。", "jieba")]
        ['海江省', '办展', '。']
        """
        cut = self._tokenizers[scheme].cut
        return [
            (word, self._part_of_speech(word))
            for piece in pieces(text)
            for word in cut(piece, HMM=True)
        ]

    def frequency(self, word: str) -> int:
        """How often jieba's dictionary counts `word`; 0 for what it lacks.

        >>> shared().frequency("希望") > shared().frequency("湖光") >= 0
        True
        """
        return int(self._tokenizers["jieba"].FREQ.get(word, 0))

    def _part_of_speech(self, word: str) -> str | None:
        if word in self._tags:
            return self._tags[word]
        if _NUMBER.fullmatch(word):
            return "m"
        return "eng" if _LATIN.fullmatch(word) else None


@cache
def shared() -> Segmenter:
    """The one segmenter of this process, made on first use."""
    return Segmenter()


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[str]:
    """`text` cut into pieces of at most `longest` characters; joined they give `text` again.

    Cut at sentence ends; a longer sentence at its last punctuation mark, which changes no word, and
    one without any (it is no language) at the limit.
    """
    piece = ""
    for sentence in split_sentences(text) or [text]:
        start = 0
        while len(sentence) - start > longest:
            yield from filter(None, [piece])
            piece, end = "", _last_break(sentence, start, start + longest)
            yield sentence[start:end]
            start = end
        if len(piece) + len(sentence) - start > longest:
            yield piece
            piece = ""
        piece += sentence[start:]
    yield from filter(None, [piece])


def _last_break(text: str, start: int, end: int) -> int:
    backwards = _BREAK.search(text[start:end][::-1])
    return end - backwards.start() if backwards else end


def _dictionary() -> tuple[dict[str, int], int, dict[str, str]]:
    """The dictionary: jieba's words with their frequencies, the sum of these, and the words' tags.

    As in jieba, every beginning of a word is in the first with frequency 0 unless it is a word, and
    a word that is listed twice counts twice in the sum. The two share their strings: 40 MB less.
    """
    total = 0
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    path = Path(jieba.__file__).with_name(jieba.DEFAULT_DICT_NAME)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, tag = line.split()
            frequencies[word] = int(frequency)
            total += int(frequency)
            tags[word] = intern(tag)
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
    return frequencies, total, tags


def _tokenizer(frequencies: dict[str, int], total: int) -> Any:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
