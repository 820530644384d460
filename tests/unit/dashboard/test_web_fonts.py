"""The web fonts: their characters, when they are rebuilt, the error for a missing character.

A small invented font, with the glyphs A, B and 总, replaces that of the dependency.
"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from dashboard import web_fonts
from dashboard.web_fonts import WebFont
from loaders.errors import BriefingsError

SMALL = WebFont("small.woff2", "small.otf", "A总")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with small.otf that replaces the package of fonts."""
    folder = tmp_path / "package"
    folder.mkdir()
    _small_font(folder / "small.otf")
    monkeypatch.setattr(web_fonts, "files", lambda _name: folder)
    return folder


def _small_font(path: Path) -> None:
    names = {0x41: "A", 0x42: "B", 0x603B: "zong"}
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    pen = T2CharStringPen(500, None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 500))
    pen.closePath()
    outlines = dict.fromkeys([".notdef", *names.values()], pen.getCharString())
    builder.setupCFF("Small", {}, outlines, {})
    builder.setupHorizontalMetrics(dict.fromkeys(outlines, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def _characters(path: Path) -> set[str]:
    with TTFont(path) as font:
        return set(map(chr, font.getBestCmap()))


def test_a_font_is_cut_to_its_characters(package: Path, tmp_path: Path) -> None:
    assert package.is_dir()
    assert web_fonts.build_fonts([SMALL], tmp_path / "static") == ["small.woff2"]
    assert (tmp_path / "static" / "small.woff2").read_bytes()[:4] == b"wOF2"
    assert _characters(tmp_path / "static" / "small.woff2") == {"A", "总"}
    assert sorted(p.name for p in (tmp_path / "static").iterdir()) == [
        "bw-fonts.json",
        "small.woff2",
    ]


def test_a_font_is_made_again_only_when_something_changed(package: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    web_fonts.build_fonts([SMALL], static)
    assert web_fonts.build_fonts([SMALL], static) == []
    wider = WebFont("small.woff2", "small.otf", "AB总")
    assert web_fonts.build_fonts([wider], static) == ["small.woff2"]
    assert _characters(static / "small.woff2") == {"A", "B", "总"}
    (static / "small.woff2").unlink()
    assert web_fonts.build_fonts([wider], static) == ["small.woff2"]
    (package / "small.otf").write_bytes((package / "small.otf").read_bytes() + b"\0")
    assert web_fonts.build_fonts([wider], static) == ["small.woff2"]


@pytest.mark.parametrize("damage", ["", "{", "[]", json.dumps({"small.woff2": "x"})])
def test_a_damaged_record_only_costs_time(package: Path, tmp_path: Path, damage: str) -> None:
    assert package.is_dir()
    static = tmp_path / "static"
    web_fonts.build_fonts([SMALL], static)
    (static / "bw-fonts.json").write_text(damage, encoding="utf-8")
    assert web_fonts.build_fonts([SMALL], static) == ["small.woff2"]
    assert web_fonts.build_fonts([SMALL], static) == []


def test_a_character_that_the_font_lacks_is_named(package: Path, tmp_path: Path) -> None:
    assert package.is_dir()
    with pytest.raises(
        BriefingsError, match=r"small\.otf lacks 2 .* 览 \(U\+89C8\), 𠮷 \(U\+20BB7\)"
    ):
        web_fonts.build_fonts([WebFont("small.woff2", "small.otf", "A览𠮷")], tmp_path / "static")
    assert not (tmp_path / "static" / "small.woff2").exists()


def test_what_a_locale_and_a_table_hold_is_found(tmp_path: Path) -> None:
    (tmp_path / "zh.toml").write_text(
        '[a]\nb = "总{n}"\n[a.c]\nd = ["览"]\ne = 7\n', encoding="utf-8"
    )
    assert web_fonts.locale_text(tmp_path) == "总{n}览"
    columns = {"name": ["岑甲", None, "岑"], "n": [1, 2, 3], "nothing": pa.nulls(3, pa.string())}
    (tmp_path / "tables").mkdir()
    pq.write_table(pa.table(columns), tmp_path / "tables" / "speakers-0f.parquet")
    pq.write_table(pa.table({"term": ["乙"]}), tmp_path / "tables" / "terms-1e.parquet")
    assert web_fonts.stored_text(tmp_path) == "乙岑甲"
    assert web_fonts.stored_text(tmp_path, ("speakers",)) == "岑甲"
    assert web_fonts.stored_text(tmp_path, ("no_such_table",)) == ""


def test_gb2312_is_whole() -> None:
    """Counts of the standard: 3,755 and 3,008 Han characters in two levels, 682 others."""
    characters = web_fonts.gb2312()
    han = [c for c in characters if "\u4e00" <= c <= "\u9fff"]
    assert (len(han), len(characters) - len(han)) == (3755 + 3008, 682)
    assert len(set(characters)) == 7445
    assert {"啊", "座", "亍", "齄"} <= set(characters)


def test_the_fonts_of_the_page_hold_what_the_page_shows() -> None:
    """Reads the files that `make fonts` made."""
    sans, serif = web_fonts.web_fonts()
    in_sans, in_serif = (_characters(web_fonts.STATIC / font.target) for font in (sans, serif))
    words = set(web_fonts.visible_characters(web_fonts.locale_text(web_fonts.LOCALES)))
    assert len(words) > 100
    assert words <= in_sans
    assert words <= in_serif
    assert set(web_fonts.visible_characters(web_fonts.stored_text(web_fonts.CORPUS))) <= in_sans
    assert set("牛一兵张彦薛松岩吴子东赵晖天津厦门中国网络文明大会") <= in_serif
    assert set(web_fonts.gb2312()) <= in_sans
    assert set("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ“”—…→（）：，。") <= in_sans & in_serif
