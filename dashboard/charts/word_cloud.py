"""Word clouds: the wordcloud library's pictures, with figures that compare from one to the next.

The library makes the largest word of every picture equally large. Here a figure has one font size
in all pictures of a page: whoever draws them passes the same `unit`, as `font_unit` gives it.
"""

import importlib
import io
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from random import Random
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from PIL import Image, ImageDraw, ImageFont

from dashboard.charts.palette import LIGHT, THEMES, Palette, contrast
from dashboard.charts.style import FONT, escape

WIDTH = 430  # of a picture, in pixels of a page: a phone shows four fifths of it
TALLEST = 500  # what the words of a picture may take, in the same pixels; the layout may need more
LARGEST, SMALLEST = 84, 10  # font sizes, in the same pixels
SEVERAL = 0  # in the place of a year: a word of several years
_DENSITY = 3  # pixels of a file for one of the page: crisp on a dense screen, in a wide column
_MARGIN = 5  # between words
_EDGE = 3  # between words and the edge of the picture
_FILLED = 0.64  # how much of the shape the words fill, at first
_ROUND = 5  # exponent of the superellipse: 2 is an ellipse, more is nearer to a rectangle
_AREA = math.gamma(1 + 1 / _ROUND) ** 2 / math.gamma(1 + 2 / _ROUND)  # of the rectangle's
_BROAD = 1.5  # its width over its height, where the words need less than the full width
_GROWS = 1.06  # how much it grows while a word finds no place
_LEADING, _SPREAD = 14, 0.62  # words spread over the height, and over how much of it
_GOLDEN = (math.sqrt(5) - 1) / 2  # its multiples, less their whole parts, lie far apart
_INK = 0.93  # the height of a character's ink, in font sizes
_STEP = 12  # of 255 between a shade of a colour and the next, towards the paper; Pillow blurs 8
_READABLE = 4.5  # contrast of a word with the paper (WCAG 2, AA)
_TRIES = 60  # canvases, each larger than the one before, until the broadest word is left out
_MEASURED = 64  # the font size at which widths are measured
_OPEN = 2  # fonts kept open, up to 2 MB each: words come sorted by size, so that one serves many
_KEPT = 64  # clouds, about 100 kB each
_CAPTION, _LINE, _GAP = 10, 15, 10  # of a file's caption: font size, a line, the space above it
_FACE = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")


def _without_matplotlib(name: str) -> ModuleType:
    """Module `name`, which imports all of matplotlib (12 MB) for colour maps not used here."""
    absent = "matplotlib" not in sys.modules
    if absent:
        sys.modules["matplotlib"] = ModuleType("matplotlib")
    try:
        return importlib.import_module(name)
    finally:
        if absent:
            del sys.modules["matplotlib"]


_library: Any = _without_matplotlib("wordcloud.wordcloud")
# The library opens the font anew for each word, which is two fifths of the time that it takes.
_library.ImageFont = SimpleNamespace(
    truetype=lru_cache(_OPEN)(ImageFont.truetype), TransposedFont=ImageFont.TransposedFont
)


Legend = Sequence[tuple[str, int]]  # what a colour means, and the year, or SEVERAL, that has it
_Lines = tuple[tuple[tuple[str, str], ...], ...]  # lines of text and colour


@dataclass(frozen=True, eq=False)
class Cloud:
    """A word cloud: `shown` is its PNG in the reader's theme, `words` how many are drawn.

    Its files are on the light theme's paper, whatever the theme, and made when they are asked for.
    """

    shown: bytes
    words: int
    placed: Any = field(repr=False)  # the library's cloud, in the colours of the light theme

    def png(self, caption: Sequence[str] = (), *, legend: Legend = ()) -> bytes:
        """The picture as a PNG file, with `legend` and the lines of `caption` below the words."""
        return _png(self.placed, LIGHT, _lines(caption, legend))

    def svg(self, caption: Sequence[str] = (), *, legend: Legend = ()) -> bytes:
        """The picture as an SVG file: words as text, in the font of the PNG or one like it."""
        return _svg(self, _lines(caption, legend))


class _Spread(Random):
    """Chooses places: a number from 1 (the library's place 0 is none), in reading order.

    The first words, the largest, are spread over the height of the picture, since two in one line
    read as one phrase; the others come as near to the middle as they can, which packs them.
    """

    asked = 0

    def randint(self, a: int, b: int) -> int:
        """The place in `a` to `b` for the next word."""
        self.asked += 1
        spread = _SPREAD * (self.asked * _GOLDEN % 1 - 0.5)
        share = 0.5 + (spread if self.asked <= _LEADING else self.gauss(0, 0.005))
        return min(max(round((a + b) * share), a, 1), b)


def font_unit(clouds: Iterable[pd.DataFrame], *, most: int) -> float:
    """The font size of the value 1 in all pictures of a page; 0 where no value is above 0.

    clouds: the words of each picture, term and value; the `most` largest of each are drawn.
    A font size is unit * sqrt(value), so that the area of a character is proportional to the value.
    The unit is the largest with which no size exceeds LARGEST, no word the width of a picture, and
    no picture, by the area of its words, about TALLEST.
    """
    drawn = [frame for frame in (_largest(frame, most) for frame in clouds) if len(frame)]
    room = WIDTH - 2 * (_EDGE + _MARGIN)
    limits = [
        min(LARGEST, room / _ems(term)) / math.sqrt(value)
        for frame in drawn
        for term, value in zip(frame["term"], frame["value"], strict=True)
    ]
    unit = min(limits, default=0.0)
    while any(_area(_sizes(frame, unit)) > WIDTH * TALLEST * _AREA * _FILLED for frame in drawn):
        unit *= 0.98
    return unit


@lru_cache
def colour(year: int, *, palette: Palette) -> str:
    """The colour of a word of that year, or of SEVERAL, dark or light enough to be read.

    That of SEVERAL is the warm grey of moderation, which no blue of a year can be taken for.
    """
    tint = palette.kind["moderation"] if year == SEVERAL else palette.year(year)
    end = min("#000000", "#FFFFFF", key=lambda end: contrast(end, palette.ink))
    mixed = (_mix(tint, end, step / 20) for step in range(21))
    return next(each for each in mixed if contrast(each, palette.paper) >= _READABLE)


def word_cloud(
    frame: pd.DataFrame, *, unit: float, most: int, palette: Palette, faded: bool = False
) -> Cloud | None:
    """The picture of the `most` largest words of `frame`; None where none is large enough to read.

    frame: term, value (what its size shows) and year (what its colour shows: the one year in which
    the word stands, or SEVERAL). unit: as `font_unit` gives it. faded: what the filters leave out.
    The words lie level, in a rounded shape as large as they need, on a picture WIDTH pixels wide
    and _DENSITY times as dense. Rows in any order give the same bytes, in any process. Words of one
    value that do not all fit are cut in the order of their code points.
    """
    drawn = _largest(frame, most)
    sizes = _sizes(drawn, unit)
    if not sizes:
        return None
    years = dict(zip(drawn["term"], drawn["year"], strict=True))
    return _cloud(
        tuple((term, size, int(years[term])) for term, size in sizes.items()), palette.name, faded
    )


@lru_cache(_KEPT)
def _cloud(words: tuple[tuple[str, int, int], ...], theme: str, faded: bool) -> Cloud:
    palette = THEMES[theme]
    placed = _place({term: size for term, size, _ in words})
    years = {term: year for term, _, year in words}
    shown = {
        term: palette.hatch if faded else colour(year, palette=palette)
        for term, year in years.items()
    }
    on_light = {term: colour(year, palette=LIGHT) for term, year in years.items()}
    picture = _png(_tinted(placed, shown, palette), palette)
    return Cloud(picture, len(words), _tinted(placed, on_light, LIGHT))


def _largest(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    ordered = frame.sort_values(["value", "term"], ascending=[False, True])
    return ordered.loc[ordered["value"] > 0].head(most)


def _sizes(frame: pd.DataFrame, unit: float) -> dict[str, int]:
    """The font size of each word that is large enough to read, in the order of `frame`."""
    sizes = [round(unit * math.sqrt(value)) for value in frame["value"]]
    pairs = zip(frame["term"], sizes, strict=True)
    room = WIDTH - 2 * _EDGE  # what is wider would never find a place
    return {term: n for term, n in pairs if n >= SMALLEST and n * _ems(term) <= room}


def _place(sizes: Mapping[str, int]) -> Any:
    """The library's cloud of the words of `sizes`, each of exactly its font size, largest first."""
    width, height = _shape(sizes)
    for _ in range(_TRIES):
        cloud = _library.WordCloud(
            font_path=_FACE,
            mask=_mask(round(width), round(height)),
            margin=_MARGIN,
            prefer_horizontal=1,
            relative_scaling=1,
            max_words=len(sizes),
            max_font_size=max(sizes.values()),
            min_font_size=1,
            font_step=LARGEST,  # a word that finds no place is not made smaller: it ends the try
            random_state=_Spread(0),
            color_func=lambda *_, **__: "",
        ).generate_from_frequencies(sizes)
        if len(cloud.layout_) == len(sizes):
            return _trimmed(cloud)
        width, height = min(width * _GROWS, WIDTH - 2 * _EDGE), height * _GROWS
    broadest = max(sizes, key=lambda term: sizes[term] * _ems(term))
    return _place({term: size for term, size in sizes.items() if term != broadest})


def _shape(sizes: Mapping[str, int]) -> tuple[float, float]:
    """Width and height of the shape to begin with."""
    area = _area(sizes) / _FILLED / _AREA
    broadest = max(size * _ems(term) for term, size in sizes.items()) + 3 * _MARGIN
    width = min(max(math.sqrt(area * _BROAD), broadest), WIDTH - 2 * _EDGE)
    return width, max(area / width, max(sizes.values()) + 3 * _MARGIN)


def _area(sizes: Mapping[str, int]) -> float:
    """What the words of `sizes` take up, each with its margin."""
    boxes = ((size * _ems(term), size * _INK) for term, size in sizes.items())
    return sum((width + _MARGIN) * (height + _MARGIN) for width, height in boxes)


def _mask(width: int, height: int) -> npt.NDArray[np.uint8]:
    """255 outside of the largest superellipse of that width and height, 0 inside."""
    x, y = (np.abs(np.linspace(-1, 1, side)) ** _ROUND for side in (width, height))
    return np.where(x + y[:, np.newaxis] > 1, 255, 0).astype(np.uint8)


def _trimmed(cloud: Any) -> Any:
    """`cloud` on a picture WIDTH wide and as high as its words, which lie in the middle."""
    lefts, tops, rights, bottoms = zip(*map(_box, cloud.layout_), strict=True)
    across = (WIDTH - max(rights) - min(lefts)) // 2
    down = _EDGE - min(tops)
    cloud.layout_ = [
        (word, size, (y + down, x + across), turned, tint)
        for word, size, (y, x), turned, tint in cloud.layout_
    ]
    cloud.mask, cloud.width, cloud.height = None, WIDTH, max(bottoms) + down + _EDGE
    return cloud


def _box(laid: Any) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink of a word of the library's layout."""
    (term, _), size, (y, x), *_ = laid
    left, top, right, bottom = _font(size).getbbox(term)
    return int(x), int(y), math.ceil(x + right - left), math.ceil(y + bottom - top)


def _font(size: int) -> ImageFont.FreeTypeFont:
    opened: ImageFont.FreeTypeFont = _library.ImageFont.truetype(_FACE, size)
    return opened


def _tinted(cloud: Any, tints: Mapping[str, str], palette: Palette) -> Any:
    """A copy of `cloud` with its words in `tints`, on the paper of `palette`."""
    tinted = copy(cloud).recolor(color_func=lambda word, **_: tints[word])
    tinted.background_color = palette.paper
    return tinted


def _png(cloud: Any, palette: Palette, lines: _Lines = ()) -> bytes:
    dense = copy(cloud)
    dense.scale, dense.height = _DENSITY, cloud.height + _height(lines)
    picture = dense.to_image()
    pen, font = ImageDraw.Draw(picture), _font(_CAPTION * _DENSITY)
    for place, line in enumerate(lines):
        across, down = float(_EDGE * _DENSITY), (cloud.height + _GAP + place * _LINE) * _DENSITY
        for text, tint in line:
            pen.text((across, down), text, fill=tint, font=font)
            across += font.getlength(text)
    tints = {tint for *_, tint in cloud.layout_} | {tint for line in lines for _, tint in line}
    file = io.BytesIO()
    _plain(picture, palette.paper, tints).save(file, "PNG")
    return file.getvalue()


def _plain(picture: Image.Image, paper: str, tints: Iterable[str]) -> Image.Image:
    """`picture` in nothing but `paper`, `tints` and the steps between: a third of the bytes."""
    shades = {tint: max(2, _distance(tint, paper) // _STEP) for tint in sorted(tints)}
    steps = [
        channel
        for tint, count in shades.items()
        for step in range(count)
        for channel in _channels(_mix(tint, paper, step / (count - 1)))
    ]
    reduced = Image.new("P", (1, 1))
    reduced.putpalette(steps)
    return picture.quantize(palette=reduced, dither=Image.Dither.NONE)


@lru_cache(_KEPT)
def _svg(cloud: Cloud, lines: _Lines) -> bytes:
    drawn, height = copy(cloud.placed), cloud.placed.height
    drawn.scale, drawn.height = 1, height + _height(lines)
    size, family = f'width="{WIDTH}" height="{drawn.height}"', _font(_CAPTION).getname()[0]
    changes = {
        size: f'{size} viewBox="0 0 {WIDTH} {drawn.height}"',
        f"'{family}'": FONT.replace('"', "'"),
        "</svg>": "\n".join([*_written(lines, height + _GAP), "</svg>"]),
    }
    text: str = drawn.to_svg()
    for found, put in changes.items():
        text = text.replace(found, put, 1)
    return text.encode()


def _written(lines: _Lines, top: int) -> Iterator[str]:
    for place, line in enumerate(lines):
        spans = (f'<tspan style="fill:{tint}">{escape(text)}</tspan>' for text, tint in line)
        at = f'x="{_EDGE}" y="{top + place * _LINE + _CAPTION}" font-size="{_CAPTION}"'
        yield f'<text {at} style="white-space:pre">{"".join(spans)}</text>'


def _lines(caption: Sequence[str], legend: Legend) -> _Lines:
    """What stands below the words: what the colours mean, and the caption, broken to the width."""
    room = (WIDTH - 2 * _EDGE) / _CAPTION
    entries = tuple((f"{text}  ", colour(year, palette=LIGHT)) for text, year in legend)
    broken: list[str] = []
    for line in caption:
        broken.append("")
        for piece in re.findall(r"[!-~]+ ?|.", line):
            if _ems(broken[-1] + piece) > room:
                broken.append("")
            broken[-1] += piece
    return (*((entries,) if entries else ()), *(((line, LIGHT.muted),) for line in broken))


def _height(lines: _Lines) -> int:
    return _GAP + _LINE * len(lines) if lines else 0


def _ems(term: str) -> float:
    """The width of `term` in font sizes."""
    return float(_measure().getlength(term)) / _MEASURED


@cache
def _measure() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FACE, _MEASURED)


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _distance(one: str, other: str) -> int:
    return max(abs(a - b) for a, b in zip(_channels(one), _channels(other), strict=True))


def _channels(tint: str) -> tuple[int, int, int]:
    red, green, blue = (int(tint[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
