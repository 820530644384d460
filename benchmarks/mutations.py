"""Generate pages for fuzzing: the tests' invented pages, damaged, in every format.

A text is cut, duplicated in part, spliced with another text and sprinkled with labels, brackets and
broken characters. It is then written as a file of one format in one encoding, and bytes of that
file are changed. All draws come from Hypothesis, so that it can shrink a finding.
"""

import json
import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path

from hypothesis import strategies as st

from loaders.contract import SUFFIXES
from tests.fixtures.file_formats import docx, paragraph, part, pdf, srt, table, vtt, zip_of
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE

# The name of a file and its bytes.
Page = tuple[str, bytes]
Draw = st.DrawFn

_ROOT = Path(__file__).parent.parent
LINES_PER_PAGE, SECONDS_PER_CUE = 40, 3.0
MAX_REPEATS, MAX_CHARACTERS = 1000, 20_000


def _texts() -> list[str]:
    """Return the texts to damage: the tests' invented pages, a sample page, the golden cases."""
    cases = sorted((_ROOT / "tests" / "golden" / "labels").glob("*.toml"))
    files = (tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in cases)
    golden = [case["page"] for file in files for case in file]
    sample = (_ROOT / "data" / "sample" / "market-apart.html").read_text(encoding="utf-8")
    return [LABELS_APART, LABELS_INLINE, DAMAGED, sample, *golden]


# Under "fragments", what grammar and repairs look for, complete and broken; under each stage of
# growth.py, units to repeat.
HOSTILE: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("hostile.json").read_text(encoding="utf-8")
)
# Lone surrogates, which no text file can hold.
_SURROGATES = [chr(0xD83D), chr(0xDE42), chr(0xD800)]
HOSTILE["repair"] += _SURROGATES
FRAGMENTS = [*HOSTILE["fragments"], *_SURROGATES]


def _cut(draw: Draw, text: str) -> str:
    begin, end = sorted((_place(draw, text), _place(draw, text)))
    return text[:begin] + text[end:]


def _duplicate(draw: Draw, text: str) -> str:
    begin, end = sorted((_place(draw, text), _place(draw, text)))
    return text[:end] + text[begin:]


def _splice(draw: Draw, text: str) -> str:
    other, here = draw(st.sampled_from(_TEXTS)), _place(draw, text)
    return text[:here] + other[_place(draw, other) :]


def _sprinkle(draw: Draw, text: str) -> str:
    for fragment in draw(st.lists(_fragments, min_size=1, max_size=8)):
        here = _place(draw, text)
        text = text[:here] + fragment + text[here:]
    return text


def _repeat(draw: Draw, text: str) -> str:
    here, times = _place(draw, text), draw(st.integers(2, MAX_REPEATS))
    return text[:here] + draw(_fragments) * times + text[here:]


def _place(draw: Draw, text: str | bytes) -> int:
    return draw(st.integers(0, len(text)))


_TEXTS = _texts()
_fragments = st.sampled_from(FRAGMENTS) | st.text(
    st.characters(exclude_categories=[]), min_size=1, max_size=6
)
_CHANGES: tuple[Callable[[Draw, str], str], ...] = (
    _cut, _duplicate, _splice, _sprinkle, _repeat,
)  # fmt: skip


@st.composite
def _damaged_text(draw: Draw) -> str:
    text = draw(st.sampled_from(_TEXTS))
    for change in draw(st.lists(st.sampled_from(_CHANGES), max_size=4)):
        text = change(draw, text)
    return text[:MAX_CHARACTERS]


# Half of the draws are UTF-8, as most pages are: a file in no valid encoding is refused early and
# tests little.
_OTHERS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5")
_ENCODINGS = (*["utf-8"] * len(_OTHERS), *_OTHERS)


def _as_text(draw: Draw, text: str) -> bytes:
    """Encode `text`; one time in six, decode that by a wrong encoding and encode it as UTF-8."""
    data = text.encode(draw(st.sampled_from(_ENCODINGS)), errors="replace")
    if draw(st.integers(0, 5)) == 0:
        wrong = draw(st.sampled_from(("gb18030", "latin-1", "cp1252", "big5")))
        data = data.decode(wrong, errors="replace").encode()
    return data


def _as_html(draw: Draw, text: str) -> bytes:
    quote = escape if draw(st.booleans()) else str
    tag = draw(st.sampled_from(("p", "div", "li", "td", "h3", "pre", "br", "span", "blockquote")))
    body = "".join(f"<{tag}>{quote(line)}</{tag}>\n" for line in text.splitlines())
    return _as_text(draw, f"<!DOCTYPE html><html><title>湖光灯会</title><body>{body}")


def _as_docx(draw: Draw, text: str) -> bytes:
    lines = _without_surrogates(text).splitlines()
    rows = [[[line[:8]], [line[8:]]] for line in lines]
    body = table(*rows) if draw(st.booleans()) and rows else "".join(map(paragraph, lines))
    if draw(st.booleans()):  # the ZIP is valid, the XML in it is not
        body = draw(st.sampled_from(_CHANGES))(draw, body)
        members = {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": _without_surrogates(part(body)),
        }
        return zip_of(members)
    return docx(body)


def _as_pdf(draw: Draw, text: str) -> bytes:
    lines = _without_surrogates(text).splitlines()[: 3 * LINES_PER_PAGE]
    lines_at = [
        (90, 800 - 18 * (row % LINES_PER_PAGE), line[:60]) for row, line in enumerate(lines)
    ]
    starts = range(0, len(lines_at), LINES_PER_PAGE)
    sheets = [lines_at[start : start + LINES_PER_PAGE] for start in starts]
    return pdf(*sheets, flate=draw(st.booleans()))


def _as_cues(draw: Draw, text: str) -> bytes:
    lines = [line for line in text.splitlines() if line.strip()]
    cues = [(n * SECONDS_PER_CUE, (n + 1) * SECONDS_PER_CUE, line) for n, line in enumerate(lines)]
    return _as_text(draw, draw(st.sampled_from((vtt, srt)))(cues))


def _without_surrogates(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot encode, by question marks."""
    return text.encode("utf-8", errors="replace").decode()


_FILES: dict[str, Callable[[Draw, str], bytes]] = {
    ".txt": _as_text, ".md": _as_text, ".html": _as_html, ".docx": _as_docx, ".pdf": _as_pdf,
    ".vtt": _as_cues,
}  # fmt: skip


@st.composite
def pages(draw: Draw) -> Page:
    """Draw a page as a visitor may upload it: half have changed bytes, some a wrong suffix."""
    suffix = draw(st.sampled_from((".txt", *_FILES)))
    data = _FILES[suffix](draw, draw(_damaged_text()))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2, 5)))):
        data = _change_bytes(draw, data)
    if draw(st.integers(0, 7)) == 0:
        suffix = draw(st.sampled_from((*SUFFIXES, "", ".doc")))
    return f"page{suffix}", data


def _change_bytes(draw: Draw, data: bytes) -> bytes:
    """Insert, flip, remove or repeat bytes, truncate the file, or insert GB18030 text."""
    begin, end = sorted((_place(draw, data), _place(draw, data)))
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return data[:begin] + draw(st.binary(min_size=1, max_size=6)) + data[begin:]
    if kind == 1 and begin < len(data):
        return data[:begin] + bytes([data[begin] ^ draw(st.integers(1, 255))]) + data[begin + 1 :]
    if kind == 2:
        return data[:begin] + data[end:]
    if kind == 3:
        return data[:end] + data[begin:]
    if kind == 4:
        return data[:end]
    other = draw(st.sampled_from(_TEXTS)).encode("gb18030")
    return data[:begin] + other[: draw(st.integers(0, 200))] + data[begin:]
