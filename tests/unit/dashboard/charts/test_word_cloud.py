"""Word clouds and their bars: comparable sizes, readable words, reproducible bytes."""

import io
import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw, ImageFont

from dashboard.charts import word_cloud as module
from dashboard.charts.palette import DARK, LIGHT, Palette, contrast
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.word_cloud import (
    MIN_FONT_SIZE,
    SEVERAL_YEARS,
    WIDTH,
    font_unit,
    word_cloud,
    year_colour,
)
from tests.support.server import ROOT

SYLLABLES = "风筝灯会龙舟纸鸢青禾松岭海声晨报春秋"


def words(count: int, *, largest: float = 100.0) -> pd.DataFrame:
    """Return `count` words of two or three characters, with values that fall from `largest`."""
    pairs = [a + b for a in SYLLABLES for b in SYLLABLES if a != b][:count]
    return pd.DataFrame(
        {
            "term": [pair + ("节" if place % 5 == 0 else "") for place, pair in enumerate(pairs)],
            "value": [largest / (1 + place / 6) for place in range(count)],
            "year": [(2031, 2032, SEVERAL_YEARS)[place % 3] for place in range(count)],
        }
    )


def drawn(frame: pd.DataFrame, *, palette: Palette = LIGHT, max_words: int = 200) -> module.Cloud:
    cloud = word_cloud(
        frame, unit=font_unit([frame], max_words=max_words), max_words=max_words, palette=palette
    )
    assert cloud is not None
    return cloud


def sizes(cloud: module.Cloud) -> dict[str, int]:
    return {term: size for (term, _), size, *_ in cloud.layout.layout_}


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def rgb(tint: str) -> tuple[int, ...]:
    return tuple(int(tint[i : i + 2], 16) for i in (1, 3, 5))


def test_a_value_has_one_font_size_in_every_picture() -> None:
    """Check that 100 and 25 are 2 to 1 in height, 4 to 1 in area, in any picture."""
    one = pd.DataFrame({"term": ["风筝", "灯会"], "value": [100, 25], "year": [2031, 2031]})
    other = pd.DataFrame({"term": ["龙舟", "纸鸢"], "value": [25, 16], "year": [2032, 2032]})
    unit = font_unit([one, other], max_words=200)
    first, second = (word_cloud(f, unit=unit, max_words=200, palette=LIGHT) for f in (one, other))
    assert first is not None
    assert second is not None
    assert sizes(first) == {"风筝": 84, "灯会": 42}
    assert sizes(second) == {"龙舟": 42, "纸鸢": 34}  # 84 x 4 / 10 = 33.6


def test_no_word_is_made_smaller_to_fit() -> None:
    frame = words(200)
    unit = font_unit([frame], max_words=200)
    expected = {
        term: round(unit * value**0.5)
        for term, value in zip(frame["term"], frame["value"], strict=True)
    }
    cloud = drawn(frame)
    readable = {term: size for term, size in expected.items() if size >= MIN_FONT_SIZE}
    assert sizes(cloud) == readable
    assert len(cloud.terms) == len(readable) > 100


def test_words_lie_apart_and_within_the_picture() -> None:
    cloud = drawn(words(200))
    height = picture(cloud.preview).height // 3
    inked = np.zeros((height, WIDTH), dtype=int)
    for (term, _), size, (y, x), turned, _ in cloud.layout.layout_:
        alone = Image.new("L", (WIDTH, height))
        font = ImageFont.TransposedFont(ImageFont.truetype(module._FONT_PATH, size))
        ImageDraw.Draw(alone).text((int(x), int(y)), term, fill=255, font=font)
        assert turned is None  # level
        left, top, right, bottom = alone.getbbox() or (0, 0, 0, 0)
        assert 0 < left < right < WIDTH
        assert 0 < top < bottom < height
        inked += np.asarray(alone) > 0
    assert inked.max() == 1


def test_a_long_phrase_fits_and_so_do_many_words() -> None:
    long = pd.DataFrame({"term": ["风筝" * 8], "value": [9.0], "year": [2031]})
    assert 16 * sizes(drawn(long))["风筝" * 8] <= WIDTH
    assert picture(drawn(words(200)).preview).height <= 600 * 3


@pytest.mark.parametrize("wide", ["网络——文明——建设", "WWWWWWWWWW网络", "MMMMMM·中文网络空间"])
def test_a_word_of_wide_characters_is_placed_or_left_out(wide: str) -> None:
    frame = pd.DataFrame({"term": [wide, "风筝", "花灯"], "value": [90.0, 9.0, 9.0], "year": 2031})
    cloud = word_cloud(frame, unit=module.MAX_FONT_SIZE / 90**0.5, max_words=200, palette=LIGHT)
    assert cloud is not None
    assert {"风筝", "花灯"} <= set(cloud.terms) <= {wide, "风筝", "花灯"}
    assert set(cloud.terms) == set(sizes(cloud))


def test_only_the_largest_readable_words_are_drawn() -> None:
    frame = words(60)
    assert len(drawn(frame, max_words=10).terms) == 10
    assert word_cloud(frame, unit=0.5, max_words=60, palette=LIGHT) is None
    assert word_cloud(frame.iloc[:0], unit=9.0, max_words=60, palette=LIGHT) is None
    assert font_unit([frame.iloc[:0]], max_words=60) == 0
    assert font_unit([], max_words=60) == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_colours_are_readable_and_distinct(palette: Palette) -> None:
    tints = [year_colour(year, palette=palette) for year in (2022, 2023, SEVERAL_YEARS)]
    assert len(set(tints)) == 3
    assert all(contrast(tint, palette.paper) >= 4.5 for tint in tints)
    frame = words(30).assign(year=SEVERAL_YEARS)
    shades = picture(drawn(frame, palette=palette).preview).getcolors(10_000)
    assert shades is not None
    (_, paper), (_, ink) = sorted(shades, reverse=True)[:2]
    assert (paper, ink) == (rgb(palette.paper), rgb(tints[2]))


def test_files_have_light_paper_legend_and_caption() -> None:
    cloud = drawn(words(30), palette=DARK)
    assert picture(cloud.preview).getpixel((0, 0)) == rgb(DARK.paper)
    plain, captioned = cloud.png(), cloud.png(["青禾 <2031>"], legend=[("2031", 2031)])
    assert plain == drawn(words(30)).preview
    assert picture(captioned).getpixel((0, 0)) == rgb(LIGHT.paper)
    assert picture(captioned).height == picture(plain).height + 3 * (10 + 2 * 15)
    svg = cloud.svg(["青禾 <2031>"], legend=[("2031", 2031)]).decode()
    texts = re.findall(r"<text[^>]*>(?:<tspan[^>]*>)?([^<]*)", svg)
    assert texts[:30] == words(30)["term"].tolist()
    assert [text.strip() for text in texts[30:]] == ["2031", "青禾 &lt;2031&gt;"]


def test_a_long_caption_is_broken_to_the_width() -> None:
    cloud = drawn(words(30))
    svg = cloud.svg(["风筝" * 40, "a long line of English words that goes on and on " * 3])
    lines = re.findall(r"<tspan[^>]*>([^<]*)", svg.decode())
    assert "".join(lines) == "风筝" * 40 + "a long line of English words that goes on and on " * 3
    font = ImageFont.truetype(module._FONT_PATH, 10)
    assert all(font.getlength(line) <= WIDTH for line in lines)


def test_the_svg_draws_the_layout_of_the_png() -> None:
    """Check that a text node's baseline is the top of its ink in the layout, plus its ascent."""
    cloud = drawn(words(30))
    svg = cloud.svg().decode()
    for (term, _), size, (y, x), *_ in cloud.layout.layout_:
        left, top, _right, _bottom = ImageFont.truetype(module._FONT_PATH, size).getbbox(
            term, anchor="ls"
        )
        at = f'translate({x - left},{y - top})" font-size="{size}"'
        assert at in svg, term
        assert f">{term}</text>" in svg
    assert re.search(rf'width="{WIDTH}" height="(\d+)" viewBox="0 0 {WIDTH} \1"', svg)
    assert "Noto Sans SC" in svg


PRINT = """
import hashlib, random, sys
from dashboard.charts.palette import LIGHT
from dashboard.charts.word_cloud import font_unit, word_cloud
from tests.unit.dashboard.charts.test_word_cloud import words
frame = words(80).sample(frac=1, random_state=int(sys.argv[1]))
cloud = word_cloud(frame, unit=font_unit([frame], max_words=80), max_words=80, palette=LIGHT)
print(hashlib.sha256(cloud.preview + cloud.svg(["青禾"])).hexdigest())
print("matplotlib" in sys.modules)
"""


def test_bytes_are_the_same_in_any_process_and_row_order() -> None:
    """Check also that no process loads matplotlib, which wordcloud imports."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PRINT, seed],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    digest, with_matplotlib = outputs.pop().split()
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    assert with_matplotlib == "False"


def test_fonts_are_cached_by_size_and_few_stay_open() -> None:
    opened = module._wordcloud.ImageFont.truetype
    opened.cache_clear()
    module._cloud.cache_clear()
    cloud = drawn(words(120))
    asked = opened.cache_info()
    different = len(set(sizes(cloud).values()))
    assert asked.currsize <= 2
    assert asked.hits > asked.misses
    assert asked.misses <= 4 * different  # the layout, its edges, and the drawing at its density


def test_ranked_bars_are_clickable_over_the_whole_line() -> None:
    frame = pd.DataFrame(
        {
            "name": ["风筝<i>", "灯会"],
            "value": [30.0, 10.0],
            "value_text": ["30 次", "10 次"],
            "colour": ["#16325C", "#8F8880"],
            "hollow": [False, True],
            "click": [["term", "风筝<i>", "year", "2031"], ["term", "灯会", "year", "2031"]],
            "hover": ["风筝<i>\n30", "灯会\n10"],
        }
    )
    figure = ranked_bars(frame, axis_max=60, left_margin=50, right_margin=40, palette=LIGHT)
    bars, names, values, lines = figure.data
    assert list(bars.x) == [30.0, 10.0]
    assert list(bars.marker.color) == ["#16325C", LIGHT.paper]
    assert list(bars.marker.line.color) == ["#16325C", "#8F8880"]
    assert list(lines.x) == [60, 60]
    assert [list(row) for row in lines.customdata] == frame["click"].tolist()
    assert [text.strip() for text in names.text] == ["风筝&lt;i&gt;", "灯会"]
    assert [text.strip() for text in values.text] == ["30 次", "10 次"]
    assert "<i>" not in bars.hovertext[0]
    assert tuple(figure.layout.xaxis.range) == (0, 60)
    empty = ranked_bars(frame.iloc[:0], axis_max=0, left_margin=0, right_margin=0, palette=DARK)
    assert all(len(trace.y) == 0 for trace in empty.data)
