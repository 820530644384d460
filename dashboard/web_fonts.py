"""Build the web fonts from the fonts of a dependency: `python -m dashboard.web_fonts`.

A fresh host has no Chinese font, so the dashboard serves its own: Noto Sans SC for text and Noto
Serif SC for headings (both under the SIL Open Font License), subset to the characters that pages
can show.
"""

import hashlib
import json
import os
import sys
import time
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from loaders.errors import BriefingsError

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
LOCALES = HERE / "locales"
CORPUS = HERE.parent / "data" / "corpus"
SIDECAR = "bw-fonts.json"
PACKAGE = "pylopdf_fonts_zh_cn"
# Change this to rebuild the fonts although their characters are unchanged.
RECIPE = "1"

ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))
PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ"
SIGNS = "‐–—―‘’“”‹›…‰•·′″−×÷±≈≠≤≥∞√←→↑↓↖↗↘↙■□▲△▼▽●○◆◇★☆"
FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F))) + "　、。〈〉《》「」『』【】〔〕〖〗￥"
# Unicode categories of characters that no font draws: controls, formats, private use, separators
# of lines and paragraphs.
NO_INK = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
# Kerning, and the proportional forms that a style sheet may ask for (Latin quotes, say).
FEATURES = ["ccmp", "halt", "kern", "liga", "locl", "palt", "pwid"]
NAMES_KEPT = [0, 1, 2, 3, 4, 5, 6, 13, 14]


@dataclass(frozen=True)
class WebFont:
    """One web font: the file to write, the font to subset, the characters to keep."""

    target: str
    source: str
    characters: str


def web_fonts(locales: Path = LOCALES, corpus: Path = CORPUS) -> tuple[WebFont, ...]:
    """Return the specifications of both fonts, each with the sorted characters that it must show.

    Both have the characters of the interface. The font of text adds those of the corpus and all of
    GB 2312, so that an uploaded briefing shows too; the font of headings adds those of titles and
    names, and of the wordings and facts that findings name. locales: folder of TOML files. corpus:
    folder of Parquet files.
    """
    interface = locale_text(locales) + ASCII + LATIN_1 + PINYIN + SIGNS + FULL_WIDTH
    titles = stored_text(
        corpus,
        ("briefings", "speakers", "organisations", "appearances", "topics", "phrases", "facts"),
    )
    everything = stored_text(corpus) + gb2312()
    return (
        WebFont(
            "bw-sans.woff2", "NotoSansSC-Regular.otf", visible_characters(interface + everything)
        ),
        WebFont(
            "bw-serif.woff2", "NotoSerifSC-Regular.otf", visible_characters(interface + titles)
        ),
    )


def build_fonts(fonts: Iterable[WebFont], folder: Path = STATIC) -> list[str]:
    """Build the `fonts` that are missing in `folder` or outdated; return their file names.

    A font is outdated if its source, its characters or the recipe have changed since it was built.
    Raises BriefingsError if a source font lacks a character that has to be shown.
    """
    made = []
    record = _read_record(folder / SIDECAR)
    for font in fonts:
        with as_file(files(PACKAGE) / font.source) as source:
            key = _build_key(font, source)
            if record.get(font.target) == key and (folder / font.target).exists():
                continue
            _print(
                f"Preparing the web font {font.target} ({len(font.characters):,} characters) ... "
            )
            began = time.monotonic()
            _subset(font, source, folder / font.target)
            _print(f"{time.monotonic() - began:.0f} s\n")
        record[font.target] = key
        _replace(folder / SIDECAR, (json.dumps(record, indent=1) + "\n").encode())
        made.append(font.target)
    return made


def visible_characters(text: str) -> str:
    r"""Return the distinct characters of `text` that take up space on a page, sorted.

    >>> visible_characters("总览\n总\u200b")
    '总览'
    """
    return "".join(sorted(c for c in set(text) if unicodedata.category(c) not in NO_INK))


def gb2312() -> str:
    """Return the 7,445 characters of GB 2312: 6,763 Han characters and 682 others.

    >>> len(gb2312()), gb2312()[1:4]
    (7445, '、。・')
    """
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    grid = (bytes((row, cell)) for row in rows for cell in cells)
    return "".join(pair.decode("gb2312", errors="ignore") for pair in grid)


def locale_text(folder: Path) -> str:
    """Return every string of the TOML files in `folder`, concatenated."""
    tables = (tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.toml")))
    return "".join(word for table in tables for word in _strings(table))


def stored_text(folder: Path, tables: Iterable[str] = ("*",)) -> str:
    """Return the distinct characters, sorted, in the text columns of `tables` of a corpus.

    The files of a table are tables/<name>-<hash>.parquet; "*" means all tables.
    """
    paths = sorted({path for name in tables for path in folder.glob(f"tables/{name}-*.parquet")})
    return "".join(sorted({c for path in paths for value in _values(path) for c in value}))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _values(path: Path) -> Iterator[str]:
    table = pq.read_table(path)
    for column in table.itercolumns():
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            yield from (value for value in column.unique().to_pylist() if value is not None)


def _build_key(font: WebFont, source: Path) -> str:
    recipe = f"{RECIPE} {FEATURES} {NAMES_KEPT} {font.characters}".encode()
    return hashlib.sha256(recipe + source.read_bytes()).hexdigest()


def _read_record(path: Path) -> dict[str, str]:
    """Return font file -> hash of its inputs, from bw-fonts.json; {} if missing or damaged."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _subset(font: WebFont, source: Path, target: Path) -> None:
    with TTFont(source, lazy=True) as whole:
        lacking = sorted(set(map(ord, font.characters)) - set(whole.getBestCmap()))
        if lacking:
            named = ", ".join(f"{chr(code)} (U+{code:04X})" for code in lacking[:8])
            raise BriefingsError(
                f"{font.source} lacks {len(lacking)} characters that {font.target} has to show, "
                f"{named} among them: take them out of dashboard/locales or data/corpus, "
                "or name a font that has them."
            )
        options = Options(layout_features=FEATURES, name_IDs=NAMES_KEPT, hinting=False)
        options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx"]
        subsetter = Subsetter(options)
        subsetter.populate(text=font.characters)
        subsetter.subset(whole)
        whole.flavor = "woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = target.with_suffix(f".{os.getpid()}")
        whole.save(scratch)
    scratch.replace(target)


def _replace(path: Path, content: bytes) -> None:
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_bytes(content)
    scratch.replace(path)


def _print(text: str) -> None:
    print(text, end="", flush=True)


if __name__ == "__main__":
    try:
        build_fonts(web_fonts())
    except BriefingsError as error:
        sys.exit(f"\n{error}")
