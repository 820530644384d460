"""Whether time grows with the text: stages of the parser on hostile units, repeated.

A pair is a stage and a unit; the stage is timed on the unit n times and 4n times over, n growing
until the larger takes FLOOR. Linear work then takes four times as long, quadratic work sixteen:
STEEPEST lies between. What is steeper is timed again, three times, and at a third size, 8n beside
2n, before it is called a finding. Times are processor time, so a busy machine changes little.

Units are listed (everything that was once thought to be slow) or drawn: up to six of the pieces
that the grammar of labels, the repairs and the readers look for.
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
from loaders.corpus.ingest import assign_id
from loaders.edition import serialize
from loaders.errors import BriefingsError
from loaders.parsing.boilerplate import strip_boilerplate
from loaders.parsing.transcript import read_transcript
from loaders.readers import MAX_BYTES, RawDocument, read_bytes
from loaders.readers.pdf_forms import draws_too_many
from loaders.repair.pipeline import repair
from loaders.tables.build import tables_of
from loaders.tables.mentions import mentions
from loaders.text import measures
from loaders.text.segmenter import get_segmenter
from tests.fixtures.file_formats import docx, part

# Seconds that a time must have to be compared, and how many times as long four times may take.
FLOOR, STEEPEST = 0.05, 8.0
# Outside of these a longer text is tried as well, up to a time that leaves no doubt.
LEVEL, STEEP, ENOUGH = 2.5, 5.5, 3.0
SMALLEST, AGAIN, DRAWN_PIECES = 4_000, 3, 6

Work = Callable[[], object]


class Pair(NamedTuple):
    """A stage, and the unit that its text is made of."""

    stage: str
    unit: str

    def __str__(self) -> str:
        return f"{self.stage} on {self.unit!a}"


@dataclass(frozen=True)
class Growth:
    """The times of a pair, in seconds: at `size` characters (`large`) and a quarter of them."""

    pair: Pair
    size: int
    small: float
    large: float
    is_found: bool = False

    @property
    def ratio(self) -> float:
        """How many times as long the larger text took."""
        return self.large / self.small if self.small else inf

    @property
    def rate(self) -> float:
        """Milliseconds for 1,000 characters."""
        return self.large / self.size * 1e6

    def __str__(self) -> str:
        times = f"{self.small * 1000:.0f} and {self.large * 1000:.0f} ms"
        return f"{self.rate:8.3f} ms, x{self.ratio:.1f} ({times} at {self.size:,}): {self.pair}"


def pairs(seed: int) -> Iterator[Pair]:
    """Pairs without end: a listed one, a drawn one, until every listed one was there."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    listed = rng.sample(LISTED, len(LISTED))
    for number in count():
        yield from listed[number : number + 1]
        yield _drawn(rng)


def growth(pair: Pair) -> Growth:
    """How the time of `pair` grows."""
    stage = _STAGES[pair.stage]
    _seconds(stage, pair.unit, SMALLEST // 4)  # lexicons are read at first use
    size = SMALLEST
    small, large = (_seconds(stage, pair.unit, s) for s in (size // 4, size))
    while 4 * size <= stage.most and _tells_nothing_yet(small, large):
        size, small = 4 * size, large
        large = _seconds(stage, pair.unit, size)
    once = Growth(pair, size, small, large)
    return _verified(stage, once) if large >= FLOOR and once.ratio > STEEPEST else once


def _tells_nothing_yet(small: float, large: float) -> bool:
    """Whether work that grows with the square may yet hide behind what it costs to begin."""
    if large < FLOOR:
        return True
    hidden = large < LEVEL * small or STEEP * small < large <= STEEPEST * small
    return hidden and large < ENOUGH


def _verified(stage: "_Stage", once: Growth) -> Growth:
    """Timed again: the slowest of the smaller texts beside the quickest of the larger ones."""

    def taken(size: int) -> list[float]:
        return [_seconds(stage, once.pair.unit, size) for _ in range(AGAIN)]

    small, large = max(taken(once.size // 4)), min(taken(once.size))
    steep = large >= FLOOR and large > STEEPEST * small
    steep = steep and min(taken(2 * once.size)) > STEEPEST * max(taken(once.size // 2))
    return Growth(once.pair, once.size, small, large, steep)


@dataclass(frozen=True)
class _Stage:
    """What is timed: `prepare` makes the input of a unit, a size and a salt, and gives the work.

    The salt keeps caches from answering. `most` is the largest size that is worth trying.
    """

    prepare: Callable[[str, int, str], Work]
    most: int = MAX_BYTES // 4


def _seconds(stage: _Stage, unit: str, size: int) -> float:
    """Processor time of the stage; 0 where what comes before it refuses the text."""
    try:
        work = stage.prepare(unit, size, next(_salt))
    except BriefingsError:
        return 0.0
    began = time.process_time()
    with suppress(BriefingsError):  # to refuse takes time as well
        work()
    return time.process_time() - began


# Of several lengths: what is read as UTF-16, say, turns on a byte more or less.
_salt = (f"{number}{'a' * (number % 3)}" for number in count())
HEAD = "2031年5月6日，湖光灯会\n青禾省文旅厅副厅长陆明远：大家好。\n望川晚报记者：好？\n陆明远："


def _repeated(unit: str, size: int) -> str:
    return unit * max(1, size // max(1, len(unit)))


def _repaired(unit: str, size: int, salt: str) -> str:
    """As what comes behind the repairs may see it: they leave no half of a character."""
    return salt + _repeated(unit, size).encode(errors="replace").decode()


def _page(unit: str, size: int, salt: str) -> str:
    """A briefing with turns above the text, so that the rest is somebody's speech."""
    return f"{HEAD}{salt}\n{_repeated(unit, size)}"


def _file(name: str, before: str, unit: str, size: int, salt: str) -> Work:
    data = f"{before}{salt}{_repeated(unit, size)}".encode(errors="replace")
    return partial(read_bytes, name, data[:MAX_BYTES])


def _in_word(unit: str, size: int, _salt: str) -> Work:
    members = {"word/document.xml": part(_repaired(unit, size, ""))}
    return partial(read_bytes, "page.docx", docx("", members))


def _forms(unit: str, size: int, salt: str) -> Work:
    """Units with %d are numbered."""
    times = max(1, size // len(unit))
    body = "".join(unit % n for n in range(1, times)) if "%d" in unit else unit * times
    return partial(draws_too_many, f"%PDF-1.7\n/Subtype /Form {salt} {body}".encode())


def _repair(unit: str, size: int, salt: str) -> Work:
    return partial(repair, _page(unit, size, salt))


def _turns(unit: str, size: int, salt: str) -> Work:
    clean = repair(_page(unit, size, salt))
    return lambda: read_transcript(strip_boilerplate(clean).lines, name="page.txt")


def _measures(unit: str, size: int, salt: str) -> Work:
    return partial(measures.length.__wrapped__, _repaired(unit, size, salt))


def _words(unit: str, size: int, salt: str) -> Work:
    text = _repaired(unit, size, salt)
    return lambda: [get_segmenter().words(text, scheme) for scheme in ("jieba", "lexicon")]


def _mentions(unit: str, size: int, salt: str) -> Work:
    text = _repaired(unit, size, salt)
    rows = [{"briefing_id": "page", "paragraph": 1, "text": text}]
    return partial(mentions, pa.Table.from_pylist(rows))


def _briefing(unit: str, size: int, salt: str) -> Briefing:
    text = _page(unit, size, salt)
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
# Of these pieces drawn units are made; the text's stages share theirs.
_PIECES = {stage: (*FRAGMENTS, *units) for stage, units in _UNITS.items()} | {
    stage: (*FRAGMENTS, *(unit for name in _TEXT_STAGES for unit in _UNITS[name]), *"灯 a1。：")
    for stage in _TEXT_STAGES
}
_DRAWN_FROM = [stage for stage in _STAGES if stage != "pdf forms"]


def _drawn(rng: random.Random) -> Pair:
    stage = rng.choice(_DRAWN_FROM)
    pieces = rng.choices(_PIECES[stage], k=rng.randint(1, DRAWN_PIECES))
    return Pair(stage, "".join(pieces))
