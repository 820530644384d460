"""Find stages of the parser whose time grows faster than the text, on repeated hostile units.

A pair is a stage and a unit of text. The stage is timed on the unit repeated to n and to 4n
characters, n growing until the larger text takes MIN_SECONDS. Linear work then takes four times as
long, quadratic work sixteen: MAX_RATIO lies between. A pair above MAX_RATIO is timed again, three
times, and also at 2n and 8n, before it is reported. Times are processor time, so a busy machine
changes little.

Units are listed in hostile.json (everything that was once suspected to be slow) or drawn at random:
up to six of the pieces that the grammar of labels, the repairs and the readers look for.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from math import inf
from typing import NamedTuple

import pyarrow as pa

from benchmarks.mutations import FRAGMENTS, HOSTILE
from loaders.briefing import Briefing, read_briefing
from loaders.contract import MAX_BYTES
from loaders.corpus.ingest import assign_id
from loaders.edition import serialize
from loaders.errors import BriefingsError
from loaders.parsing.pipeline import parse
from loaders.readers import RawDocument, read_bytes
from loaders.readers.pdf_forms import draws_too_many
from loaders.repair.pipeline import repair
from loaders.tables.build import tables_of
from loaders.tables.mentions import mentions
from loaders.text import measures
from loaders.text.segmenter import get_segmenter
from tests.fixtures.file_formats import docx, part

# The shortest time in seconds that is compared, and the largest ratio of the times of 4n and n.
MIN_SECONDS, MAX_RATIO = 0.05, 8.0
# A ratio below FLAT_RATIO, or from STEEP_RATIO to MAX_RATIO, is measured again on a longer text,
# unless it took ENOUGH_SECONDS.
FLAT_RATIO, STEEP_RATIO, ENOUGH_SECONDS = 2.5, 5.5, 3.0
MIN_SIZE, REPEATS, MAX_DRAWN_PIECES = 4_000, 3, 6

Work = Callable[[], object]


class Pair(NamedTuple):
    """The name of a stage, and the unit that is repeated to make its text."""

    stage: str
    unit: str

    def __str__(self) -> str:
        return f"{self.stage} on {self.unit!a}"


@dataclass(frozen=True)
class Growth:
    """The times of a pair in seconds: `large` at `size` characters, `small` at a quarter of it."""

    pair: Pair
    size: int
    small: float
    large: float
    is_found: bool = False

    @property
    def ratio(self) -> float:
        """The time of the larger text divided by the time of the smaller."""
        return self.large / self.small if self.small else inf

    @property
    def rate(self) -> float:
        """Milliseconds for 1,000 characters, on the larger text."""
        return self.large / self.size * 1e6

    def __str__(self) -> str:
        times = f"{self.small * 1000:.0f} and {self.large * 1000:.0f} ms"
        return f"{self.rate:8.3f} ms, x{self.ratio:.1f} ({times} at {self.size:,}): {self.pair}"


def pairs(seed: int) -> Iterator[Pair]:
    """Yield pairs without end: listed and random ones alternately, then only random ones."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    listed = rng.sample(LISTED, len(LISTED))
    for number in count():
        yield from listed[number : number + 1]
        yield _draw(rng)


def growth(pair: Pair) -> Growth:
    """Measure `pair` on growing texts; return the times of the last two, verified if steep."""
    stage = _STAGES[pair.stage]
    _seconds(stage, pair.unit, MIN_SIZE // 4)  # not counted: lexicons are read at first use
    size = MIN_SIZE
    small, large = (_seconds(stage, pair.unit, s) for s in (size // 4, size))
    while 4 * size <= stage.max_size and _is_inconclusive(small, large):
        size, small = 4 * size, large
        large = _seconds(stage, pair.unit, size)
    first = Growth(pair, size, small, large)
    return _verify(stage, first) if large >= MIN_SECONDS and first.ratio > MAX_RATIO else first


def _is_inconclusive(small: float, large: float) -> bool:
    """Return whether constant costs may still hide quadratic work, given seconds at n and 4n."""
    if large < MIN_SECONDS:
        return True
    hidden = large < FLAT_RATIO * small or STEEP_RATIO * small < large <= MAX_RATIO * small
    return hidden and large < ENOUGH_SECONDS


def _verify(stage: "_Stage", first: Growth) -> Growth:
    """Measure the steep result `first` again, REPEATS times, also at twice its sizes.

    It is confirmed (is_found) if at both sizes the fastest run of the larger text still takes over
    MAX_RATIO times as long as the slowest run of the smaller.
    """

    def times(size: int) -> list[float]:
        return [_seconds(stage, first.pair.unit, size) for _ in range(REPEATS)]

    small, large = max(times(first.size // 4)), min(times(first.size))
    is_steep = large >= MIN_SECONDS and large > MAX_RATIO * small
    is_steep = is_steep and min(times(2 * first.size)) > MAX_RATIO * max(times(first.size // 2))
    return Growth(first.pair, first.size, small, large, is_steep)


@dataclass(frozen=True)
class _Stage:
    """A stage to time: `prepare` takes unit, size and salt, and returns the work on that input.

    The salt makes each input new to caches. `size` and `max_size`, the largest size worth trying,
    are in characters.
    """

    prepare: Callable[[str, int, str], Work]
    max_size: int = MAX_BYTES // 4


def _seconds(stage: _Stage, unit: str, size: int) -> float:
    """Return the processor seconds of `stage` on the text; 0 if an earlier stage refuses it."""
    try:
        work = stage.prepare(unit, size, next(_salt))
    except BriefingsError:
        return 0.0
    began = time.process_time()
    with suppress(BriefingsError):  # a refusal takes time as well
        work()
    return time.process_time() - began


# Salts of several lengths: what is read as UTF-16, say, depends on a byte more or less.
_salt = (f"{number}{'a' * (number % 3)}" for number in count())
HEAD = "2031年5月6日，湖光灯会\n青禾省文旅厅副厅长陆明远：大家好。\n望川晚报记者：好？\n陆明远："


def _repeat(unit: str, size: int) -> str:
    return unit * max(1, size // max(1, len(unit)))


def _salted_text(unit: str, size: int, salt: str) -> str:
    """Return salt and repeated unit, without lone surrogates, as stages after repair see text."""
    return salt + _repeat(unit, size).encode(errors="replace").decode()


def _page_text(unit: str, size: int, salt: str) -> str:
    """Return a page with the salt and the repeated unit in its last turn, below other turns."""
    return f"{HEAD}{salt}\n{_repeat(unit, size)}"


def _file(name: str, before: str, unit: str, size: int, salt: str) -> Work:
    data = f"{before}{salt}{_repeat(unit, size)}".encode(errors="replace")
    return partial(read_bytes, name, data[:MAX_BYTES])


def _in_word(unit: str, size: int, _salt: str) -> Work:
    members = {"word/document.xml": part(_salted_text(unit, size, ""))}
    return partial(read_bytes, "page.docx", docx("", members))


def _forms(unit: str, size: int, salt: str) -> Work:
    """Return the search for nested forms in a PDF of repeated units; %d in a unit is numbered."""
    times = max(1, size // len(unit))
    body = "".join(unit % n for n in range(1, times)) if "%d" in unit else unit * times
    return partial(draws_too_many, f"%PDF-1.7\n/Subtype /Form {salt} {body}".encode())


def _repair(unit: str, size: int, salt: str) -> Work:
    return partial(repair, _page_text(unit, size, salt))


def _turns(unit: str, size: int, salt: str) -> Work:
    clean = repair(_page_text(unit, size, salt))
    return lambda: parse(clean, name="page.txt")


def _measures(unit: str, size: int, salt: str) -> Work:
    return partial(measures.length.__wrapped__, _salted_text(unit, size, salt))


def _words(unit: str, size: int, salt: str) -> Work:
    text = _salted_text(unit, size, salt)
    return lambda: [get_segmenter().words(text, scheme) for scheme in ("jieba", "lexicon")]


def _mentions(unit: str, size: int, salt: str) -> Work:
    text = _salted_text(unit, size, salt)
    page = {"briefing_id": "page", "paragraph": 1, "organisation": None, "year": 2031}
    rows = [{**page, "text": text}]
    return partial(mentions, pa.Table.from_pylist(rows))


def _briefing(unit: str, size: int, salt: str) -> Briefing:
    text = _page_text(unit, size, salt)
    return assign_id(read_briefing(RawDocument("page.txt", "0" * 64, "utf-8", text)))


def _tables(unit: str, size: int, salt: str) -> Work:
    return partial(tables_of, _briefing(unit, size, salt))


def _edition(unit: str, size: int, salt: str) -> Work:
    briefing = _briefing(unit, size, salt)
    return lambda: serialize.from_json(serialize.to_json(briefing))


_TEXT_STAGES = {
    "repair": _Stage(_repair),
    "turns": _Stage(_turns),
    "measures": _Stage(_measures),
    "words": _Stage(_words),
    "mentions": _Stage(_mentions),
    "tables": _Stage(_tables),
    "edition": _Stage(_edition),
}
_STAGES = {
    "text": _Stage(partial(_file, "page.txt", "")),
    "html": _Stage(partial(_file, "page.html", "<!DOCTYPE html><html><body>")),
    "cues": _Stage(partial(_file, "page.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n")),
    "docx": _Stage(_in_word),
    "pdf": _Stage(partial(_file, "page.pdf", "%PDF-1.7\n")),
    "pdf forms": _Stage(_forms),
    **_TEXT_STAGES,
}  # fmt: skip

_UNITS = {stage: units for stage, units in HOSTILE.items() if stage in _STAGES}
LISTED = [Pair(stage, unit) for stage, units in _UNITS.items() for unit in units]
# The pieces of which units are drawn; the stages that work on text share their pieces.
_PIECES = {stage: (*FRAGMENTS, *units) for stage, units in _UNITS.items()} | {
    stage: (*FRAGMENTS, *(unit for name in _TEXT_STAGES for unit in _UNITS[name]), *"灯 a1。：")
    for stage in _TEXT_STAGES
}
_DRAWN_FROM = [stage for stage in _STAGES if stage != "pdf forms"]


def _draw(rng: random.Random) -> Pair:
    stage = rng.choice(_DRAWN_FROM)
    pieces = rng.choices(_PIECES[stage], k=rng.randint(1, MAX_DRAWN_PIECES))
    return Pair(stage, "".join(pieces))
