"""Cut text into words with jieba's dictionary and hidden Markov model, in two engines.

Both give the same words. `JiebaEngine` is jieba itself, the reference. `RjiebaEngine` is rjieba,
the same dictionary and model in Rust, which loads in a third of the time and cuts twice as fast.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Protocol

import rjieba

from loaders.text.dictionary import dictionary

# jieba first splits a text into stretches of these characters and the rest. It cuts the stretches
# with its dictionary and model; in the rest each character is a word, and CR LF is one word.
_STRETCH = re.compile("([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_ASCII = re.compile(r"[\0-\x7f]")
# The words of jieba's dictionary without a Han character, and how jieba splits other text without
# Han characters.
_LATIN_WORD = re.compile(r"(AT&T|[cC]#|[cC]\+\+)")
_LATIN_PART = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


class Engine(Protocol):
    """A tokenizer: jieba's dictionary, with `phrases` added to it in this order.

    A phrase gets the frequency that jieba suggests, at which it is not split. That depends on the
    phrases inside it, so shorter ones come first.
    """

    def __init__(self, phrases: Sequence[str]) -> None: ...

    def cut(self, text: str) -> Iterable[str]:
        """Return the words of `text`, with punctuation and white space; joined they are `text`."""


class JiebaEngine:
    """The reference engine: jieba's own code.

    The dictionary is read from the installed package (half a second) and not through jieba's cache
    file, which is in a folder that other programs and users can write to.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        # jieba's source has unescaped backslashes and imports pkg_resources: unless it was compiled
        # beforehand, its import warns, and fails under `-W error`. The warnings are about jieba's
        # code, so they are silenced for this import only. RjiebaEngine saves its 0.1 s.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415

        self._tokenizer: Any = jieba.Tokenizer()
        frequencies = _frequencies_with_prefixes()
        self._tokenizer.FREQ = {**frequencies} if phrases else frequencies
        self._tokenizer.total, self._tokenizer.initialized = dictionary().total, True
        for phrase in phrases:
            self._tokenizer.add_word(phrase)

    def cut(self, text: str) -> Iterable[str]:
        """Return an iterator over the words of `text`."""
        words: Iterable[str] = self._tokenizer.cut(text)
        return words


@cache
def _frequencies_with_prefixes() -> dict[str, int]:
    """Return word -> frequency, and 0 for each beginning of a word that is no word itself."""
    frequencies = dictionary().frequencies()
    for word in list(frequencies):
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies


class RjiebaEngine:
    """The fast engine: the same words twice as fast, with half the memory.

    It agrees with JiebaEngine on all lines of all texts tested. The two may split a run of one
    character (明明明会) differently, if two ways are equally likely.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        # rjieba's module-level functions use an engine that is already loaded.
        self._cut = rjieba.cut if not phrases else _with_phrases(phrases).cut

    def cut(self, text: str) -> list[str]:
        """Return the words of `text`: as jieba cuts it, with rjieba for stretches with Han."""
        words: list[str] = []
        # re.split puts the stretches, which its pattern captures, at odd indexes.
        for index, part in enumerate(_STRETCH.split(text)):
            if not index % 2:
                words += [part] if len(part) == 1 else _split_unknown(part)
            elif part.isascii():
                words += _split_latin(part)
            elif _ASCII.search(part):
                words += _rejoin_latin(self._cut(part, hmm=True))
            else:
                words += self._cut(part, hmm=True)
        return words


def _with_phrases(phrases: Sequence[str]) -> rjieba.Jieba:
    """Return rjieba with `phrases` at the frequencies that jieba suggests.

    The frequency that rjieba suggests is off by one for some phrases.
    """
    engine, listed = rjieba.Jieba(), dictionary()
    added, total = dict[str, int](), listed.total
    for phrase in phrases:
        probability = 1.0
        for part in engine.cut(phrase, hmm=False):
            probability *= (added.get(part) or listed.frequency(part) or 1) / total
        added[phrase] = max(int(probability * total) + 1, listed.frequency(phrase))
        engine.add_word(phrase, added[phrase], "")  # its tags are not used
        total += added[phrase]
    return engine


@lru_cache(maxsize=1_000)
def _split_unknown(text: str) -> tuple[str, ...]:
    """Split the text between two stretches into single characters; CR LF stays together."""
    parts = _SPACE.split(text)
    return tuple(c for part in parts for c in ([part] if _SPACE.match(part) else part))


def _rejoin_latin(parts: list[str]) -> Iterator[str]:
    latin = ""
    for word in parts:
        if word.isascii():
            latin += word
            continue
        if latin:
            yield from _split_latin(latin)
            latin = ""
        yield word
    yield from _split_latin(latin)


@lru_cache(maxsize=20_000)
def _split_latin(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for index, part in enumerate(_LATIN_WORD.split(text)):
        words += [part] if index % 2 or len(part) == 1 else filter(None, _LATIN_PART.split(part))
    return tuple(words)
