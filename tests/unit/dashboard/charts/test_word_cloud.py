"""Word clouds and their bars: figures that compare, words that can be read, bytes that last."""

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
from dashboard.charts.word_cloud import SEVERAL, SMALLEST, WIDTH, colour, font_unit, word_cloud
from tests.support.server import ROOT

SYLLABLES = "风筝灯会龙舟纸鸢青禾松岭海声晨报春秋"


def words(count: int, *, largest: float = 100.0) -> pd.DataFrame:
    """`count` words of two or three characters, their values falling as ranks do."""
    pairs = [a + b for a in SYLLABLES for b in SYLLABLES if a != b][:count]
    return pd.DataFrame(
        {
            "term": [pair + ("节" if place % 5 == 0 else "") for place, pair in enumerate(pairs)],
            "value": [largest / (1 + place / 6) for place in range(count)],
            "year": [(2031, 2032, SEVERAL)[place % 3] for place in range(count)],
        }
    )


def drawn(frame: pd.DataFrame, *, palette: Palette = LIGHT, most: int = 200) -> module.Cloud:
    cloud = word_cloud(frame, unit=font_unit([frame], most=most), most=most, palette=palette)
    assert cloud is not None
    return cloud


def sizes(cloud: module.Cloud) -> dict[str, int]:
    return {term: size for (term, _), size, *_ in cloud.placed.layout_}


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def rgb(tint: str) -> tuple[int, ...]:
    return tuple(int(tint[i : i + 2], 16) for i in (1, 3, 5))


def test_a_figure_has_one_size_in_every_picture() -> None:
    """100 and 25 stand as 2 to 1 in height, 4 to 1 in area, whatever else is in the picture."""
    one = pd.DataFrame({"term": ["风筝", "灯会"], "value": [100, 25], "year": [2031, 2031]})
    other = pd.DataFrame({"term": ["龙舟", "纸鸢"], "value": [25, 16], "year": [2032, 2032]})
    unit = font_unit([one, other], most=200)
    first, second = (word_cloud(f, unit=unit, most=200, palette=LIGHT) for f in (one, other))
    assert first is not None
    assert second is not None
    assert sizes(first) == {"风筝": 84, "灯会": 42}
    assert sizes(second) == {"龙舟": 42, "纸鸢": 34}  # 84 x 4 / 10 = 33.6


def test_no_word_is_made_smaller_to_fit() -> None:
    frame = words(200)
    unit = font_unit([frame], most=200)
    expected = {
        term: round(unit * value**0.5)
        for term, value in zip(frame["term"], frame["value"], strict=True)
    }
    cloud = drawn(frame)
    readable = {term: size for term, size in expected.items() if size >= SMALLEST}
    assert sizes(cloud) == readable
    assert cloud.words == len(readable) > 100


def test_words_lie_apart_and_within_the_picture() -> None:
    cloud = drawn(words(200))
    height = picture(cloud.shown).height // 3
    inked = np.zeros((height, WIDTH), dtype=int)
    for (term, _), size, (y, x), turned, _ in cloud.placed.layout_:
        alone = Image.new("L", (WIDTH, height))
        font = ImageFont.TransposedFont(ImageFont.truetype(module._FACE, size))
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
    assert picture(drawn(words(200)).shown).height <= 600 * 3


@pytest.mark.parametrize("wide", ["网络——文明——建设", "WWWWWWWWWW网络", "MMMMMM·中文网络空间"])
def test_a_word_of_broad_signs_is_placed_or_left_out(wide: str) -> None:
    frame = pd.DataFrame({"term": [wide, "风筝", "花灯"], "value": [90.0, 9.0, 9.0], "year": 2031})
    cloud = word_cloud(frame, unit=module.LARGEST / 90**0.5, most=200, palette=LIGHT)
    assert cloud is not None
    assert {"风筝", "花灯"} <= set(sizes(cloud)) <= {wide, "风筝", "花灯"}


def test_only_the_most_are_drawn_and_none_that_is_too_small() -> None:
    frame = words(60)
    assert drawn(frame, most=10).words == 10
    assert word_cloud(frame, unit=0.5, most=60, palette=LIGHT) is None
    assert word_cloud(frame.iloc[:0], unit=9.0, most=60, palette=LIGHT) is None
    assert font_unit([frame.iloc[:0]], most=60) == 0
    assert font_unit([], most=60) == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_colours_can_be_read_and_told_apart(palette: Palette) -> None:
    tints = [colour(year, palette=palette) for year in (2022, 2023, SEVERAL)]
    assert len(set(tints)) == 3
    assert all(contrast(tint, palette.paper) >= 4.5 for tint in tints)
    frame = words(30).assign(year=SEVERAL)
    shades = picture(drawn(frame, palette=palette).shown).getcolors(10_000)
    assert shades is not None
    (_, paper), (_, ink) = sorted(shades, reverse=True)[:2]
    assert (paper, ink) == (rgb(palette.paper), rgb(tints[2]))


def test_what_the_filters_leave_out_is_faded_and_lies_where_it_lay() -> None:
    frame = words(30)
    unit = font_unit([frame], most=30)
    faded = word_cloud(frame, unit=unit, most=30, palette=LIGHT, faded=True)
    assert faded is not None
    shades = picture(faded.shown).getcolors(10_000)
    assert shades is not None
    (_, paper), (_, ink) = sorted(shades, reverse=True)[:2]
    assert (paper, ink) == (rgb(LIGHT.paper), rgb(LIGHT.hatch))
    assert faded.svg() == drawn(frame).svg()  # a file is not


def test_files_are_on_light_paper_and_say_what_they_are() -> None:
    cloud = drawn(words(30), palette=DARK)
    assert picture(cloud.shown).getpixel((0, 0)) == rgb(DARK.paper)
    plain, told = cloud.png(), cloud.png(["青禾 <2031>"], legend=[("2031", 2031)])
    assert plain == drawn(words(30)).shown
    assert picture(told).getpixel((0, 0)) == rgb(LIGHT.paper)
    assert picture(told).height == picture(plain).height + 3 * (10 + 2 * 15)
    svg = cloud.svg(["青禾 <2031>"], legend=[("2031", 2031)]).decode()
    texts = re.findall(r"<text[^>]*>(?:<tspan[^>]*>)?([^<]*)", svg)
    assert texts[:30] == words(30)["term"].tolist()
    assert [text.strip() for text in texts[30:]] == ["2031", "青禾 &lt;2031&gt;"]


def test_a_long_caption_is_broken_to_the_width() -> None:
    cloud = drawn(words(30))
    svg = cloud.svg(["风筝" * 40, "a long line of English words that goes on and on " * 3])
    lines = re.findall(r"<tspan[^>]*>([^<]*)", svg.decode())
    assert "".join(lines) == "风筝" * 40 + "a long line of English words that goes on and on " * 3
    font = ImageFont.truetype(module._FACE, 10)
    assert all(font.getlength(line) <= WIDTH for line in lines)


def test_the_svg_draws_the_layout_of_the_png() -> None:
    """The baseline of a text node is the top of its ink in the layout, plus its ascent."""
    cloud = drawn(words(30))
    svg = cloud.svg().decode()
    for (term, _), size, (y, x), *_ in cloud.placed.layout_:
        left, top, _right, _bottom = ImageFont.truetype(module._FACE, size).getbbox(
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
cloud = word_cloud(frame, unit=font_unit([frame], most=80), most=80, palette=LIGHT)
print(hashlib.sha256(cloud.shown + cloud.svg(["青禾"])).hexdigest())
print("matplotlib" in sys.modules)
"""


def test_the_same_view_gives_the_same_bytes_in_any_process_and_any_order() -> None:
    """And none of them loads matplotlib, which wordcloud asks for."""
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


def test_a_font_is_opened_once_a_size_and_few_stay_open() -> None:
    opened = module._library.ImageFont.truetype
    opened.cache_clear()
    module._cloud.cache_clear()
    cloud = drawn(words(120))
    asked = opened.cache_info()
    different = len(set(sizes(cloud).values()))
    assert asked.currsize <= 2
    assert asked.hits > asked.misses
    assert asked.misses <= 4 * different  # the layout, its edges, and the drawing at its density


def test_bars_say_the_same_and_are_clicked_anywhere_in_their_line() -> None:
    frame = pd.DataFrame(
        {
            "name": ["风筝<i>", "灯会"],
            "value": [30.0, 10.0],
            "value_text": ["30 次", "10 次"],
            "colour": ["#16325C", "#8F8880"],
            "click": [["term", "风筝<i>", "year", "2031"], ["term", "灯会", "year", "2031"]],
            "hover": ["风筝<i>\n30", "灯会\n10"],
        }
    )
    figure = ranked_bars(frame, longest=60, names=50, room=40, palette=LIGHT)
    bars, names, values, lines = figure.data
    assert list(bars.x) == [30.0, 10.0]
    assert list(bars.marker.color) == ["#16325C", "#8F8880"]
    assert list(lines.x) == [60, 60]
    assert [list(row) for row in lines.customdata] == frame["click"].tolist()
    assert [text.strip() for text in names.text] == ["风筝&lt;i&gt;", "灯会"]
    assert [text.strip() for text in values.text] == ["30 次", "10 次"]
    assert "<i>" not in bars.hovertext[0]
    assert tuple(figure.layout.xaxis.range) == (0, 60)
    empty = ranked_bars(frame.iloc[:0], longest=0, names=0, room=0, palette=DARK)
    assert all(len(trace.y) == 0 for trace in empty.data)
