"""Word clouds drawn by the wordcloud library, on one scale for all clouds of a page.

The library makes the largest word of every picture equally large. Here a value has the same font
size in all pictures of a page: pass the same `unit`, from `font_unit`, to each `word_cloud`.
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

WIDTH = 430  # of a picture, in CSS pixels; a phone shows it at four fifths of this width
MAX_HEIGHT = 500  # of the words in a picture, in CSS pixels; the layout may need more
MAX_FONT_SIZE, MIN_FONT_SIZE = 84, 10  # in CSS pixels
SEVERAL_YEARS = 0  # in place of a year, for a word that occurs in several years
_Layout = Any  # the library's WordCloud, which has no types
_DENSITY = 3  # file pixels per CSS pixel: sharp on a dense screen and in a wide column
_MARGIN = 5  # CSS pixels between words
_PADDING = 3  # CSS pixels between the words and the edge of the picture
_FILL_SHARE = 0.64  # of the area of the initial shape, which the words fill
_SHAPE_EXPONENT = 5  # exponent of the superellipse: 2 is an ellipse, more is nearer to a rectangle
# The area of the superellipse as a share of its rectangle.
_SHAPE_AREA = math.gamma(1 + 1 / _SHAPE_EXPONENT) ** 2 / math.gamma(1 + 2 / _SHAPE_EXPONENT)
_ASPECT_RATIO = 1.5  # width / height of the shape, where it needs less than the full width
_GROWTH = 1.06  # factor of width and height after a try in which a word finds no place
_SPREAD_WORDS, _SPREAD_SHARE = 14, 0.62  # the first words; share of the height they spread over
_GOLDEN_RATIO = (math.sqrt(5) - 1) / 2  # its multiples modulo 1 are far apart
_INK_HEIGHT = 0.93  # the height of a character's ink, in font sizes
_SHADE_STEP = 12  # of 255, between two shades of a colour towards the paper; Pillow blurs 8
_MIN_CONTRAST = 4.5  # of a word with the paper (WCAG 2, AA)
_MAX_TRIES = 60  # shapes, each larger than the last, before the broadest word is left out
_MEASURING_SIZE = 64  # pixels: the font size at which the width of a term is measured
_MAX_OPEN_FONTS = 2  # up to 2 MB each; words come sorted by size, so one font serves many
_MAX_CACHED = 64  # clouds, about 100 kB each
_CAPTION_SIZE, _LINE, _GAP = 10, 15, 10  # of a file's caption, CSS pixels: font, line, space above
_FONT_PATH = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")


def _import_without_matplotlib(name: str) -> ModuleType:
    """Import module `name` with a stub of matplotlib in place of the library.

    `name` imports matplotlib (12 MB) for colour maps that are not used here.
    """
    stub = "matplotlib" not in sys.modules
    if stub:
        sys.modules["matplotlib"] = ModuleType("matplotlib")
    try:
        return importlib.import_module(name)
    finally:
        if stub:
            del sys.modules["matplotlib"]


_wordcloud: _Layout = _import_without_matplotlib("wordcloud.wordcloud")
# Without this cache the library opens the font for each word, which is two fifths of its time.
_wordcloud.ImageFont = SimpleNamespace(
    truetype=lru_cache(_MAX_OPEN_FONTS)(ImageFont.truetype), TransposedFont=ImageFont.TransposedFont
)


Legend = Sequence[tuple[str, int]]  # pairs: the meaning of a colour, its year or SEVERAL_YEARS
_CaptionLines = tuple[tuple[tuple[str, str], ...], ...]  # each line: pieces of (text, colour)


@dataclass(frozen=True, eq=False)
class Cloud:
    """A word cloud: `preview` is a PNG in the user's theme.

    `terms` are the words that are drawn: those that found a place.
    The files that `png` and `svg` build on demand have the paper of the light theme in any theme.
    """

    preview: bytes
    terms: tuple[str, ...]
    layout: _Layout = field(repr=False)  # in the colours of the light theme

    def png(self, caption: Sequence[str] = (), *, legend: Legend = ()) -> bytes:
        """Return the bytes of a PNG file, with `legend`, then `caption` below the words."""
        return _png(self.layout, LIGHT, _caption_lines(caption, legend))

    def svg(self, caption: Sequence[str] = (), *, legend: Legend = ()) -> bytes:
        """Return the bytes of an SVG file, with `legend`, then `caption` below the words.

        Words are text, in the font of the PNG or a similar one.
        """
        return _svg(self, _caption_lines(caption, legend))


class _PlaceChooser(Random):
    """A Random by which the library chooses the place of each word among the free places.

    Free places are numbered in reading order. The first words, the largest, are spread over the
    height of the picture, since two in one line read as one phrase; later words get places near the
    middle, which packs them. Numbers start at 1: the library reads 0 as no place.
    """

    calls = 0

    def randint(self, a: int, b: int) -> int:
        """Return the number of the place for the next word, from `a` to `b` and at least 1."""
        self.calls += 1
        spread = _SPREAD_SHARE * (self.calls * _GOLDEN_RATIO % 1 - 0.5)
        share = 0.5 + (spread if self.calls <= _SPREAD_WORDS else self.gauss(0, 0.005))
        return min(max(round((a + b) * share), a, 1), b)


def font_unit(clouds: Iterable[pd.DataFrame], *, max_words: int) -> float:
    """Return the font size, in CSS pixels, of a word of value 1 in all pictures of a page.

    clouds: the words of each picture: term and value; the `max_words` largest of each are drawn. A
    font size is unit * sqrt(value), so that the area of a character is proportional to the value.
    The unit is the largest at which every font is at most MAX_FONT_SIZE, every word fits the width
    of a picture, and the words of each picture fill about MAX_HEIGHT. 0 where no value is positive.
    """
    largest = (_largest_words(frame, max_words) for frame in clouds)
    frames = [frame for frame in largest if len(frame)]
    width = WIDTH - 2 * (_PADDING + _MARGIN)
    limits = [
        min(MAX_FONT_SIZE, width / _width_in_ems(term)) / math.sqrt(value)
        for frame in frames
        for term, value in zip(frame["term"], frame["value"], strict=True)
    ]
    unit = min(limits, default=0.0)
    while any(
        _area(_font_sizes(frame, unit)) > WIDTH * MAX_HEIGHT * _SHAPE_AREA * _FILL_SHARE
        for frame in frames
    ):
        unit *= 0.98
    return unit


@lru_cache
def year_colour(year: int, *, palette: Palette) -> str:
    """Return the colour (#RRGGBB) of words of `year` or SEVERAL_YEARS, legible on the paper.

    The colour is mixed with black or white until its contrast is at least _MIN_CONTRAST.
    SEVERAL_YEARS has the warm grey of moderation, unlike the blue of the years.
    """
    tint = palette.kind["moderation"] if year == SEVERAL_YEARS else palette.year(year)
    end = min("#000000", "#FFFFFF", key=lambda end: contrast(end, palette.ink))
    blends = (_blend(tint, end, step / 20) for step in range(21))
    return next(each for each in blends if contrast(each, palette.paper) >= _MIN_CONTRAST)


def word_cloud(
    frame: pd.DataFrame, *, unit: float, max_words: int, palette: Palette
) -> Cloud | None:
    """Draw the `max_words` largest words of `frame`; None where none is large enough to read.

    frame: term, value (shown by size) and year (shown by colour: the only year in which the word
    occurs, or SEVERAL_YEARS). unit: from `font_unit`. The words are horizontal, in a rounded shape
    as large as they need, on a picture WIDTH CSS pixels wide, with _DENSITY file pixels per CSS
    pixel. Rows in any order give the same bytes, in any process. Where `max_words` cuts words of
    equal value, the first by code point are kept.
    """
    words = _largest_words(frame, max_words)
    sizes = _font_sizes(words, unit)
    if not sizes:
        return None
    years = dict(zip(words["term"], words["year"], strict=True))
    return _cloud(
        tuple((term, size, int(years[term])) for term, size in sizes.items()), palette.name
    )


@lru_cache(_MAX_CACHED)
def _cloud(words: tuple[tuple[str, int, int], ...], theme: str) -> Cloud:
    palette = THEMES[theme]
    layout = _place_words({term: size for term, size, _ in words})
    years = {term: year for term, _, year in words}
    colours = {term: year_colour(year, palette=palette) for term, year in years.items()}
    light_colours = {term: year_colour(year, palette=LIGHT) for term, year in years.items()}
    picture = _png(_recolour(layout, colours, palette), palette)
    drawn = tuple(term for (term, _), *_ in layout.layout_)
    return Cloud(picture, drawn, _recolour(layout, light_colours, LIGHT))


def _largest_words(frame: pd.DataFrame, max_words: int) -> pd.DataFrame:
    ordered = frame.sort_values(["value", "term"], ascending=[False, True])
    return ordered.loc[ordered["value"] > 0].head(max_words)


def _font_sizes(frame: pd.DataFrame, unit: float) -> dict[str, int]:
    """Return word -> font size (pixels), in the order of `frame`, of legible words that fit."""
    sizes = [round(unit * math.sqrt(value)) for value in frame["value"]]
    pairs = zip(frame["term"], sizes, strict=True)
    width = WIDTH - 2 * _PADDING  # a wider word would never find a place
    return {term: n for term, n in pairs if n >= MIN_FONT_SIZE and n * _width_in_ems(term) <= width}


def _place_words(sizes: Mapping[str, int]) -> _Layout:
    """Lay out the words of `sizes` at exactly these font sizes; return the library's WordCloud.

    Where the words do not all fit in any of _MAX_TRIES shapes, the broadest word is left out.
    """
    width, height = _initial_shape(sizes)
    for _ in range(_MAX_TRIES):
        cloud = _wordcloud.WordCloud(
            font_path=_FONT_PATH,
            mask=_mask(round(width), round(height)),
            margin=_MARGIN,
            prefer_horizontal=1,
            relative_scaling=1,
            max_words=len(sizes),
            max_font_size=max(sizes.values()),
            min_font_size=1,
            font_step=MAX_FONT_SIZE,  # a word without a place ends the try and is not made smaller
            random_state=_PlaceChooser(0),
            color_func=lambda *_, **__: "",
        ).generate_from_frequencies(sizes)
        if len(cloud.layout_) == len(sizes):
            return _crop(cloud)
        width, height = min(width * _GROWTH, WIDTH - 2 * _PADDING), height * _GROWTH
    broadest = max(sizes, key=lambda term: sizes[term] * _width_in_ems(term))
    return _place_words({term: size for term, size in sizes.items() if term != broadest})


def _initial_shape(sizes: Mapping[str, int]) -> tuple[float, float]:
    """Return the width and height, in CSS pixels, of the first shape to try."""
    area = _area(sizes) / _FILL_SHARE / _SHAPE_AREA
    broadest = max(size * _width_in_ems(term) for term, size in sizes.items()) + 3 * _MARGIN
    width = min(max(math.sqrt(area * _ASPECT_RATIO), broadest), WIDTH - 2 * _PADDING)
    return width, max(area / width, max(sizes.values()) + 3 * _MARGIN)


def _area(sizes: Mapping[str, int]) -> float:
    """Return the area, in square pixels, of the words of `sizes`, each with its margin."""
    boxes = ((size * _width_in_ems(term), size * _INK_HEIGHT) for term, size in sizes.items())
    return sum((width + _MARGIN) * (height + _MARGIN) for width, height in boxes)


def _mask(width: int, height: int) -> npt.NDArray[np.uint8]:
    """Return a mask: 0 inside the largest superellipse of that width and height, 255 outside."""
    x, y = (np.abs(np.linspace(-1, 1, side)) ** _SHAPE_EXPONENT for side in (width, height))
    return np.where(x + y[:, np.newaxis] > 1, 255, 0).astype(np.uint8)


def _crop(cloud: _Layout) -> _Layout:
    """Centre the words of `cloud` on WIDTH, crop `cloud` to their height, and return it."""
    lefts, tops, rights, bottoms = zip(*map(_ink_box, cloud.layout_), strict=True)
    across = (WIDTH - max(rights) - min(lefts)) // 2
    down = _PADDING - min(tops)
    cloud.layout_ = [
        (word, size, (y + down, x + across), turned, tint)
        for word, size, (y, x), turned, tint in cloud.layout_
    ]
    cloud.mask, cloud.width, cloud.height = None, WIDTH, max(bottoms) + down + _PADDING
    return cloud


def _ink_box(word: Any) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom (pixels) of the ink of a word of the library's layout."""
    (term, _), size, (y, x), *_ = word
    left, top, right, bottom = _font(size).getbbox(term)
    return int(x), int(y), math.ceil(x + right - left), math.ceil(y + bottom - top)


def _font(size: int) -> ImageFont.FreeTypeFont:
    font: ImageFont.FreeTypeFont = _wordcloud.ImageFont.truetype(_FONT_PATH, size)
    return font


def _recolour(cloud: _Layout, tints: Mapping[str, str], palette: Palette) -> _Layout:
    """Return a copy of `cloud` on the paper of `palette`; `tints` maps each word to its colour."""
    recoloured = copy(cloud).recolor(color_func=lambda word, **_: tints[word])
    recoloured.background_color = palette.paper
    return recoloured


def _png(cloud: _Layout, palette: Palette, lines: _CaptionLines = ()) -> bytes:
    dense = copy(cloud)
    dense.scale, dense.height = _DENSITY, cloud.height + _caption_height(lines)
    picture = dense.to_image()
    pen, font = ImageDraw.Draw(picture), _font(_CAPTION_SIZE * _DENSITY)
    for number, line in enumerate(lines):
        across, down = float(_PADDING * _DENSITY), (cloud.height + _GAP + number * _LINE) * _DENSITY
        for text, tint in line:
            pen.text((across, down), text, fill=tint, font=font)
            across += font.getlength(text)
    tints = {tint for *_, tint in cloud.layout_} | {tint for line in lines for _, tint in line}
    file = io.BytesIO()
    _quantize(picture, palette.paper, tints).save(file, "PNG")
    return file.getvalue()


def _quantize(picture: Image.Image, paper: str, tints: Iterable[str]) -> Image.Image:
    """Reduce `picture` to the shades between `paper` (background) and each of `tints`.

    Colours are #RRGGBB. The PNG file becomes a third as large.
    """
    shades = {tint: max(2, _distance(tint, paper) // _SHADE_STEP) for tint in sorted(tints)}
    steps = [
        channel
        for tint, count in shades.items()
        for step in range(count)
        for channel in _channels(_blend(tint, paper, step / (count - 1)))
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette(steps)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


@lru_cache(_MAX_CACHED)
def _svg(cloud: Cloud, lines: _CaptionLines) -> bytes:
    svg_cloud, height = copy(cloud.layout), cloud.layout.height
    svg_cloud.scale, svg_cloud.height = 1, height + _caption_height(lines)
    size, family = f'width="{WIDTH}" height="{svg_cloud.height}"', _font(_CAPTION_SIZE).getname()[0]
    changes = {
        size: f'{size} viewBox="0 0 {WIDTH} {svg_cloud.height}"',
        f"'{family}'": FONT.replace('"', "'"),
        "</svg>": "\n".join([*_caption_svg(lines, height + _GAP), "</svg>"]),
    }
    text: str = svg_cloud.to_svg()
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    return text.encode()


def _caption_svg(lines: _CaptionLines, top: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        spans = (f'<tspan style="fill:{tint}">{escape(text)}</tspan>' for text, tint in line)
        at = (
            f'x="{_PADDING}" y="{top + number * _LINE + _CAPTION_SIZE}" font-size="{_CAPTION_SIZE}"'
        )
        yield f'<text {at} style="white-space:pre">{"".join(spans)}</text>'


def _caption_lines(caption: Sequence[str], legend: Legend) -> _CaptionLines:
    """Return the lines below the words: the legend, and the caption wrapped to the width."""
    line_width = (WIDTH - 2 * _PADDING) / _CAPTION_SIZE
    entries = tuple((f"{text}  ", year_colour(year, palette=LIGHT)) for text, year in legend)
    wrapped: list[str] = []
    for line in caption:
        wrapped.append("")
        for piece in re.findall(r"[!-~]+ ?|.", line):
            if _width_in_ems(wrapped[-1] + piece) > line_width:
                wrapped.append("")
            wrapped[-1] += piece
    return (*((entries,) if entries else ()), *(((line, LIGHT.muted),) for line in wrapped))


def _caption_height(lines: _CaptionLines) -> int:
    return _GAP + _LINE * len(lines) if lines else 0


def _width_in_ems(term: str) -> float:
    """Return the width of `term` in ems, that is in multiples of the font size."""
    return float(_measuring_font().getlength(term)) / _MEASURING_SIZE


@cache
def _measuring_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT_PATH, _MEASURING_SIZE)


def _blend(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _distance(one: str, other: str) -> int:
    return max(abs(a - b) for a, b in zip(_channels(one), _channels(other), strict=True))


def _channels(tint: str) -> tuple[int, int, int]:
    red, green, blue = (int(tint[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
