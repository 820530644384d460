"""Words: jieba's dictionary, with and without the policy lexicon.

Two schemes. `jieba` is the plain dictionary, `lexicon` the dictionary with the entries of
data/lexicon/phrases.toml added. Both use jieba's hidden Markov model for words that the dictionary
lacks. Source: jieba 0.42.1, https://github.com/fxsjy/jieba.

Two engines that give the same words: jieba itself, the reference, and rjieba
(https://github.com/messense/rjieba-py), the same dictionary and model in Rust, which loads in a
third of the time and cuts twice as fast. Pages that are added go through rjieba.
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

from loaders.text.measures import split_sentences
from loaders.text.set_phrases import set_phrases

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


# As jieba parts a text before it looks for words: these stretches go to its dictionary and model,
# and of the rest each break of white space and each character is a word.
_STRETCH = re.compile("([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_ASCII = re.compile(r"[\0-\x7f]")
# The words of its dictionary without a Han character, and how it parts what else has none.
_LATIN_WORD = re.compile(r"(AT&T|[cC]#|[cC]\+\+)")
_LATIN_PART = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


class Segmenter:
    """Cuts text into words under either scheme, with jieba's own code and dictionaries of its own.

    The dictionary is read from the installed package (half a second) and not through jieba's cache
    file, which lies in a folder that other programs and users can write to.
    """

    def tokens(self, text: str, scheme: Scheme) -> list[Token]:
        """The words of `text` in order, punctuation and white space included, with parts of speech.

        >>> [word for word, tag in shared().tokens("海江省办展。", "jieba")]
        ['海江省', '办展', '。']
        """
        return [(word, self.part_of_speech(word)) for word in self.words(text, scheme)]

    def words(self, text: str, scheme: Scheme) -> list[str]:
        """The words of `tokens`; joined they give `text` again."""
        return [*chain.from_iterable(map(self._cuts[scheme], pieces(text)))]

    def part_of_speech(self, word: str) -> str | None:
        """The tag of `word`; None for what neither a dictionary has nor is a number or Latin."""
        return self._tags[word] if word in self._tags else _other_tag(word)

    def frequency(self, word: str) -> int:
        """How often jieba's dictionary counts `word`; 0 for what it lacks.

        >>> shared().frequency("希望") > shared().frequency("湖光") >= 0
        True
        """
        return int(self._frequencies.get(word, 0))

    @cached_property
    def _cuts(self) -> dict[Scheme, Callable[[str], Iterable[str]]]:
        frequencies = dict(self._frequencies)
        for word in self._frequencies:
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        plain, listed = (_tokenizer(each, self._total) for each in (frequencies, {**frequencies}))
        for entry in _by_length():
            listed.add_word(entry)
        return {"jieba": plain.cut, "lexicon": listed.cut}

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
        return _dictionary()


class FastSegmenter(Segmenter):
    """The same words, twice as fast and with half the memory: rjieba, made to agree with jieba.

    The two differ on no line of any text at hand. They may part a run of one character otherwise
    (明明明会), where two ways to cut it are equally likely.
    """

    @cached_property
    def _cuts(self) -> dict[Scheme, Callable[[str], Iterable[str]]]:
        # Its module has made an engine for its own functions.
        return {"jieba": _as_jieba(rjieba.cut), "lexicon": _as_jieba(self._listed.cut)}

    @cached_property
    def _listed(self) -> rjieba.Jieba:
        """The engine that knows the lexicon, its entries with the frequencies that jieba gives.

        rjieba's own suggestion is off by one for some of them.
        """
        engine = rjieba.Jieba()
        known, total = _rows_of({part for entry in _by_length() for part in _parts(entry)})
        tags = {row.phrase: _TAG_OF_KIND[row.kind] for row in set_phrases()}
        for entry in _by_length():
            chance = 1.0
            for part in engine.cut(entry, hmm=False):
                chance *= known[part][0] / float(total) if part in known else 1 / float(total)
            listed, tag = known.get(entry, (0, tags[entry]))
            frequency = max(int(chance * total) + 1, listed)
            engine.add_word(entry, frequency, tag)
            known[entry] = frequency, tag
            total += frequency
        return engine

    def frequency(self, word: str) -> int:
        """See Segmenter.frequency; of what is asked few are words, and those are looked up."""
        if not self._listed.has_word(word):
            return 0
        row = self._row(word)
        return int(row[1]) if row else 0

    def part_of_speech(self, word: str) -> str | None:
        """See Segmenter.part_of_speech."""
        if word not in self._seen:
            self._seen[word] = self._found(word)
        return self._seen[word]

    @cached_property
    def _seen(self) -> dict[str, str | None]:
        return {}

    def _found(self, word: str) -> str | None:
        if not self._listed.has_word(word):
            return _other_tag(word)
        tagged = self._listed.tag(word, hmm=False)
        if len(tagged) == 1:
            return tagged[0][1]
        # The model may join what the dictionary has and would rather part.
        row = self._row(word)
        return row[2] if row else None

    def _row(self, word: str) -> list[str] | None:
        """Word, frequency and part of speech as the dictionary's file has them."""
        wanted = word.encode()
        place = bisect_right(self._lines, wanted, key=self._word_at) - 1
        found = self._lines[place] if place >= 0 else 0
        if self._word_at(found) != wanted:  # a few words stand out of their order
            found = self._file.rfind(b"\n%b " % wanted)
        if found < 0:
            return None
        return self._file[found + 1 : self._file.index(b"\n", found + 1)].decode().split()

    def _word_at(self, line: int) -> bytes:
        return self._file[line + 1 : self._file.index(b" ", line)]

    @cached_property
    def _lines(self) -> Sequence[int]:
        """Where the break before each line of the dictionary stands."""
        found: Any = np.flatnonzero(np.frombuffer(self._file, np.uint8) == ord("\n"))[:-1]
        return cast("Sequence[int]", found)

    @cached_property
    def _file(self) -> bytes:
        return b"\n" + _path().read_bytes().strip() + b"\n"


def _parts(entry: str) -> Iterator[str]:
    """Every part of an entry that could be a word."""
    return (entry[i:k] for i in range(len(entry)) for k in range(i + 1, len(entry) + 1))


def _as_jieba(engine: Callable[..., list[str]]) -> Callable[[str], Iterable[str]]:
    """A function that cuts as jieba does, with `engine` for the stretches of Han and Latin."""

    def cut(text: str) -> list[str]:
        found: list[str] = []
        # Every second part is a stretch.
        for place, part in enumerate(_STRETCH.split(text)):
            if not place % 2:
                found += [part] if len(part) == 1 else _between(part)
            elif part.isascii():
                found += _latin_words(part)
            elif _ASCII.search(part):
                found += _words_of_stretch(engine(part, hmm=True))
            else:
                found += engine(part, hmm=True)
        return found

    return cut


@lru_cache(maxsize=1_000)
def _between(text: str) -> tuple[str, ...]:
    """What stands between two stretches: each break of white space, and each other character."""
    parts = _SPACE.split(text)
    return tuple(c for part in parts for c in ([part] if _SPACE.match(part) else part))


def _words_of_stretch(words: list[str]) -> Iterator[str]:
    latin = ""
    for word in words:
        if word.isascii():
            latin += word
            continue
        if latin:
            yield from _latin_words(latin)
            latin = ""
        yield word
    yield from _latin_words(latin)


@lru_cache(maxsize=20_000)
def _latin_words(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for place, part in enumerate(_LATIN_WORD.split(text)):
        found += [part] if place % 2 or len(part) == 1 else filter(None, _LATIN_PART.split(part))
    return tuple(found)


def _by_length() -> list[str]:
    """The lexicon, shorter entries first: a suggested frequency builds on the entries inside."""
    return sorted((row.phrase for row in set_phrases()), key=lambda phrase: (len(phrase), phrase))


@cache
def _reference() -> Segmenter:
    return Segmenter()


@cache
def _bulk() -> Segmenter:
    return FastSegmenter()


def get_segmenter() -> Segmenter:
    """The one segmenter of this process, made on first use: the reference, or the one `in_bulk`."""
    return _chosen[-1]()


_chosen: list[Callable[[], Segmenter]] = [_reference]


def use_fast_segmenter() -> None:
    """Have `shared` give the quick segmenter from now on in this process."""
    _chosen[:] = [_bulk]


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[str]:
    """`text` cut into pieces of at most `longest` characters; joined they give `text` again.

    Cut at sentence ends; a longer sentence at its last punctuation mark, which changes no word, and
    one without any (it is no language) at the limit.
    """
    if len(text) <= longest:
        yield from filter(None, [text])
        return
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


def _other_tag(word: str) -> str | None:
    """The part of speech of a word that no dictionary has: a number, Latin letters, or unknown."""
    if _NUMBER.fullmatch(word):
        return "m"
    return "eng" if _LATIN.fullmatch(word) else None


def _dictionary() -> tuple[dict[str, int], int, dict[str, str]]:
    """The words of jieba with their frequencies, the sum of these, and the words' parts of speech.

    As in jieba a word that is listed twice counts twice in the sum; the lexicon's entries have
    parts of speech and no frequency. The two share their strings: 40 MB less.
    """
    words, counts, tags = _fields()
    parts_of_speech = dict(zip(words, map(intern, tags), strict=True))
    for row in set_phrases():
        parts_of_speech.setdefault(row.phrase, _TAG_OF_KIND[row.kind])
    frequencies = dict(zip(words, map(int, counts), strict=True))
    return frequencies, sum(map(int, counts)), parts_of_speech


def _rows_of(wanted: set[str]) -> tuple[dict[str, tuple[int, str]], int]:
    """Frequency and part of speech of those words that the dictionary has, and the whole sum."""
    columns = {"word": pa.string(), "n": pa.int64(), "tag": pa.string()}
    table = csv.read_csv(
        _path(),
        read_options=csv.ReadOptions(column_names=list(columns)),
        parse_options=csv.ParseOptions(delimiter=" ", quote_char=False),
        convert_options=csv.ConvertOptions(column_types=columns, strings_can_be_null=False),
    )
    found = table.filter(compute.is_in(table["word"], value_set=pa.array(sorted(wanted))))
    rows = {row["word"]: (row["n"], row["tag"]) for row in found.to_pylist()}
    return rows, compute.sum(table["n"]).as_py()


def _fields() -> tuple[list[str], list[str], list[str]]:
    """The columns of jieba's dictionary: words, frequencies, parts of speech."""
    text = _path().read_text(encoding="utf-8")
    fields = text.split()
    return fields[::3], fields[1::3], fields[2::3]


def _path() -> Path:
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'jieba'", name="jieba")
    return Path(found.origin).with_name("dict.txt")


def _tokenizer(frequencies: dict[str, int], total: int) -> Any:
    # jieba's source has unescaped backslashes and asks for pkg_resources: where it was not compiled
    # beforehand, its import warns, and under `-W error` fails. The warnings are about jieba's code,
    # so they are silenced for that one import and nowhere else. It takes 0.1 s, which whoever cuts
    # in bulk does not spend.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
