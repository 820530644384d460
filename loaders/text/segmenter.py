"""Segment text into words with jieba's dictionary, with and without the policy lexicon.

There are two schemes. `jieba` is the plain dictionary, `lexicon` the dictionary with the entries of
data/lexicon/phrases.toml added. Both use jieba's hidden Markov model for words that the dictionary
lacks. Source: jieba 0.42.1, https://github.com/fxsjy/jieba.

There are two engines, which give the same words: jieba itself, the reference, and rjieba
(https://github.com/messense/rjieba-py), the same dictionary and model in Rust. rjieba loads in a
third of the time and cuts twice as fast, so pages that are added are segmented with rjieba.
"""

import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from sys import intern
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa
import rjieba
from pyarrow import compute, csv

from loaders.lexicon.phrases import set_phrases
from loaders.text.measures import split_sentences

Scheme = Literal["jieba", "lexicon"]
SCHEMES: tuple[Scheme, ...] = ("jieba", "lexicon")

# A word and its part of speech in jieba's tag set (Segmenter.part_of_speech).
Token = tuple[str, str | None]

# In characters. jieba takes more than linear time for a long stretch without a break.
MAX_PIECE_LENGTH = 2_000

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


# jieba first splits a text into stretches of these characters and the rest. It cuts the stretches
# with its dictionary and model; in the rest each character is a word, and CR LF is one word.
_STRETCH = re.compile("([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_ASCII = re.compile(r"[\0-\x7f]")
# The words of jieba's dictionary without a Han character, and how jieba splits other text without
# Han characters.
_LATIN_WORD = re.compile(r"(AT&T|[cC]#|[cC]\+\+)")
_LATIN_PART = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


class Segmenter:
    """Reference segmenter: cuts text into words under either scheme, with jieba's own code.

    The dictionary is read from the installed package (half a second) and not through jieba's cache
    file, which is in a folder that other programs and users can write to.
    """

    def tokens(self, text: str, scheme: Scheme) -> list[Token]:
        """Return the words of `text`, including punctuation and white space, with parts of speech.

        >>> [word for word, tag in get_segmenter().tokens("海江省办展。", "jieba")]
        ['海江省', '办展', '。']
        """
        return [(word, self.part_of_speech(word)) for word in self.words(text, scheme)]

    def words(self, text: str, scheme: Scheme) -> list[str]:
        """Return the words of `text`, with punctuation and white space; joined they are `text`."""
        return [*chain.from_iterable(map(self._cutters[scheme], split_pieces(text)))]

    def part_of_speech(self, word: str) -> str | None:
        """Return the part of speech of `word` in jieba's tag set.

        A word in no dictionary is "m" if it is a number, "eng" if it is Latin, else None.
        """
        return self._tags[word] if word in self._tags else _default_tag(word)

    def frequency(self, word: str) -> int:
        """Return the frequency of `word` in jieba's dictionary; 0 if it is not there.

        >>> get_segmenter().frequency("希望") > get_segmenter().frequency("湖光") >= 0
        True
        """
        return int(self._frequencies.get(word, 0))

    @cached_property
    def _cutters(self) -> dict[Scheme, Callable[[str], Iterable[str]]]:
        frequencies = dict(self._frequencies)
        for word in self._frequencies:
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        plain, lexicon = (
            _make_tokenizer(each, self._total) for each in (frequencies, {**frequencies})
        )
        for phrase in _phrases_by_length():
            lexicon.add_word(phrase)
        return {"jieba": plain.cut, "lexicon": lexicon.cut}

    @property
    def _frequencies(self) -> Mapping[str, int]:
        return self._dictionary[0]

    @property
    def _total(self) -> int:
        return self._dictionary[1]

    @property
    def _tags(self) -> Mapping[str, str]:
        return self._dictionary[2]

    @cached_property
    def _dictionary(self) -> tuple[dict[str, int], int, dict[str, str]]:
        return _load_dictionary()


class FastSegmenter(Segmenter):
    """Segmenter that uses rjieba: the same words twice as fast, with half the memory.

    FastSegmenter and Segmenter agree on all lines of all texts tested. They may split a run of one
    character (明明明会) differently, if two ways are equally likely.
    """

    @cached_property
    def _cutters(self) -> dict[Scheme, Callable[[str], Iterable[str]]]:
        # rjieba's module-level functions use an engine that is already loaded.
        return {
            "jieba": _jieba_cutter(rjieba.cut),
            "lexicon": _jieba_cutter(self._lexicon_engine.cut),
        }

    @cached_property
    def _lexicon_engine(self) -> rjieba.Jieba:
        """The rjieba engine with the lexicon's phrases, at the frequencies that jieba suggests.

        The frequency that rjieba suggests is off by one for some phrases.
        """
        engine = rjieba.Jieba()
        known, total = _lookup_words(
            {part for phrase in _phrases_by_length() for part in _substrings(phrase)}
        )
        tags = {row.phrase: _TAG_OF_KIND[row.kind] for row in set_phrases()}
        for phrase in _phrases_by_length():
            probability = 1.0
            for part in engine.cut(phrase, hmm=False):
                probability *= known[part][0] / float(total) if part in known else 1 / float(total)
            count, tag = known.get(phrase, (0, tags[phrase]))
            frequency = max(int(probability * total) + 1, count)
            engine.add_word(phrase, frequency, tag)
            known[phrase] = frequency, tag
            total += frequency
        return engine

    def frequency(self, word: str) -> int:
        """Return the frequency of `word` in jieba's dictionary; 0 for a word that is not there.

        The dictionary's file is searched only for words that the engine knows.
        """
        if not self._lexicon_engine.has_word(word):
            return 0
        row = self._dictionary_row(word)
        return int(row[1]) if row else 0

    def part_of_speech(self, word: str) -> str | None:
        """Return the part of speech of `word` as Segmenter.part_of_speech does, from a cache."""
        if word not in self._tag_cache:
            self._tag_cache[word] = self._lookup_tag(word)
        return self._tag_cache[word]

    @cached_property
    def _tag_cache(self) -> dict[str, str | None]:
        return {}

    def _lookup_tag(self, word: str) -> str | None:
        if not self._lexicon_engine.has_word(word):
            return _default_tag(word)
        tagged = self._lexicon_engine.tag(word, hmm=False)
        if len(tagged) == 1:
            return tagged[0][1]
        # A word of the dictionary that rjieba splits, since its parts are likelier.
        row = self._dictionary_row(word)
        return row[2] if row else None

    def _dictionary_row(self, word: str) -> list[str] | None:
        """Return [word, frequency, tag] of `word` from the dictionary's file; None if missing."""
        wanted = word.encode()
        index = bisect_right(self._line_starts, wanted, key=self._word_at) - 1
        line = self._line_starts[index] if index >= 0 else 0
        if self._word_at(line) != wanted:  # a few words are not in sorted order
            line = self._file.rfind(b"\n%b " % wanted)
        if line < 0:
            return None
        return self._file[line + 1 : self._file.index(b"\n", line + 1)].decode().split()

    def _word_at(self, line: int) -> bytes:
        return self._file[line + 1 : self._file.index(b" ", line)]

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        """The offset in `_file`, in bytes, of the line break before each line."""
        starts: Any = np.flatnonzero(np.frombuffer(self._file, np.uint8) == ord("\n"))[:-1]
        return cast("Sequence[int]", starts)

    @cached_property
    def _file(self) -> bytes:
        """The bytes of the dictionary's file, with a line break before the first line too."""
        return b"\n" + _dictionary_path().read_bytes().strip() + b"\n"


def _substrings(text: str) -> Iterator[str]:
    """Yield all substrings of `text`."""
    return (text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1))


def _jieba_cutter(engine: Callable[..., list[str]]) -> Callable[[str], Iterable[str]]:
    """Return a function that cuts a text as jieba does, with `engine` for stretches with Han."""

    def cut(text: str) -> list[str]:
        words: list[str] = []
        # re.split puts the stretches, which its pattern captures, at odd indexes.
        for index, part in enumerate(_STRETCH.split(text)):
            if not index % 2:
                words += [part] if len(part) == 1 else _split_unknown(part)
            elif part.isascii():
                words += _split_latin(part)
            elif _ASCII.search(part):
                words += _rejoin_latin(engine(part, hmm=True))
            else:
                words += engine(part, hmm=True)
        return words

    return cut


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


def _phrases_by_length() -> list[str]:
    """Return the lexicon's phrases, shorter ones first.

    The frequency suggested for a phrase depends on the phrases inside it, so these are added first.
    """
    return sorted((row.phrase for row in set_phrases()), key=lambda phrase: (len(phrase), phrase))


@cache
def _jieba_segmenter() -> Segmenter:
    return Segmenter()


@cache
def _fast_segmenter() -> Segmenter:
    return FastSegmenter()


def get_segmenter() -> Segmenter:
    """Return the process's segmenter: jieba's, or rjieba's after use_fast_segmenter()."""
    return _active[-1]()


_active: list[Callable[[], Segmenter]] = [_jieba_segmenter]


def use_fast_segmenter() -> None:
    """Make `get_segmenter` return the FastSegmenter from now on in this process."""
    _active[:] = [_fast_segmenter]


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


def _default_tag(word: str) -> str | None:
    """Return the tag of a word in no dictionary: "m" for a number, "eng" for Latin, else None."""
    if _NUMBER.fullmatch(word):
        return "m"
    return "eng" if _LATIN.fullmatch(word) else None


def _load_dictionary() -> tuple[dict[str, int], int, dict[str, str]]:
    """Return word -> frequency, the sum of all frequencies, and word -> part of speech.

    As in jieba, a word that is listed twice counts twice in the sum. The lexicon's entries have
    a part of speech and no frequency. The two dictionaries share their strings, which saves 40 MB.
    """
    words, counts, tags = _dictionary_columns()
    parts_of_speech = dict(zip(words, map(intern, tags), strict=True))
    for row in set_phrases():
        parts_of_speech.setdefault(row.phrase, _TAG_OF_KIND[row.kind])
    frequencies = dict(zip(words, map(int, counts), strict=True))
    return frequencies, sum(map(int, counts)), parts_of_speech


def _lookup_words(words: set[str]) -> tuple[dict[str, tuple[int, str]], int]:
    """Return word -> (frequency, tag) for those of `words` that are in jieba's dictionary.

    The second item of the result is the sum of all frequencies of the dictionary.
    """
    columns = {"word": pa.string(), "n": pa.int64(), "tag": pa.string()}
    table = csv.read_csv(
        _dictionary_path(),
        read_options=csv.ReadOptions(column_names=list(columns)),
        parse_options=csv.ParseOptions(delimiter=" ", quote_char=False),
        convert_options=csv.ConvertOptions(column_types=columns, strings_can_be_null=False),
    )
    rows_found = table.filter(compute.is_in(table["word"], value_set=pa.array(sorted(words))))
    rows = {row["word"]: (row["n"], row["tag"]) for row in rows_found.to_pylist()}
    return rows, compute.sum(table["n"]).as_py()


def _dictionary_columns() -> tuple[list[str], list[str], list[str]]:
    """Return the columns of jieba's dictionary as text: words, frequencies, parts of speech."""
    text = _dictionary_path().read_text(encoding="utf-8")
    fields = text.split()
    return fields[::3], fields[1::3], fields[2::3]


def _dictionary_path() -> Path:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'jieba'", name="jieba")
    return Path(spec.origin).with_name("dict.txt")


def _make_tokenizer(frequencies: dict[str, int], total: int) -> Any:
    # jieba's source has unescaped backslashes and imports pkg_resources: unless it was compiled
    # beforehand, its import warns, and fails under `-W error`. The warnings are about jieba's code,
    # so they are silenced for this import only. It takes 0.1 s, which FastSegmenter saves.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
