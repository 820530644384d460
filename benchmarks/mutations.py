"""Pages to try the parser with: the tests' invented ones, damaged, in every format.

A page is a text that is cut, doubled, spliced with another and sprinkled with labels, brackets and
broken characters; then it is made a file of one format, in one encoding; then bytes of that file
are changed as well. What is drawn depends on Hypothesis alone, so that it can shrink a finding.
"""

import json
import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path

from hypothesis import strategies as st

from loaders.readers import SUFFIXES
from tests.fixtures.file_formats import docx, packed, paragraph, part, pdf, srt, table, vtt
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE

# The name of a file and its bytes.
Page = tuple[str, bytes]
Draw = st.DrawFn

_ROOT = Path(__file__).parent.parent
LINES_A_PAGE, SECONDS_A_CUE = 40, 3.0
MOST_TIMES, MOST_CHARACTERS = 1000, 20_000


def _texts() -> list[str]:
    """The invented pages, those of the golden cases included."""
    cases = sorted((_ROOT / "tests" / "golden" / "labels").glob("*.toml"))
    read = (tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in cases)
    golden = [case["page"] for found in read for case in found]
    sample = (_ROOT / "data" / "sample" / "market-apart.html").read_text(encoding="utf-8")
    return [LABELS_APART, LABELS_INLINE, DAMAGED, sample, *golden]


# The fragments that grammar and repairs look for, whole and broken; units to repeat, by stage.
HOSTILE: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("hostile.json").read_text(encoding="utf-8")
)
# Halves of a character, which no file of text can hold.
_HALVES = [chr(0xD83D), chr(0xDE42), chr(0xD800)]
HOSTILE["repair"] += _HALVES
FRAGMENTS = [*HOSTILE["fragments"], *_HALVES]


def _cut(draw: Draw, text: str) -> str:
    begin, end = sorted((_place(draw, text), _place(draw, text)))
    return text[:begin] + text[end:]


def _doubled(draw: Draw, text: str) -> str:
    begin, end = sorted((_place(draw, text), _place(draw, text)))
    return text[:end] + text[begin:]


def _spliced(draw: Draw, text: str) -> str:
    other, here = draw(st.sampled_from(_TEXTS)), _place(draw, text)
    return text[:here] + other[_place(draw, other) :]


def _sprinkled(draw: Draw, text: str) -> str:
    for fragment in draw(st.lists(_fragments, min_size=1, max_size=8)):
        here = _place(draw, text)
        text = text[:here] + fragment + text[here:]
    return text


def _many(draw: Draw, text: str) -> str:
    here, times = _place(draw, text), draw(st.integers(2, MOST_TIMES))
    return text[:here] + draw(_fragments) * times + text[here:]


def _place(draw: Draw, text: str | bytes) -> int:
    return draw(st.integers(0, len(text)))


_TEXTS = _texts()
_fragments = st.sampled_from(FRAGMENTS) | st.text(
    st.characters(exclude_categories=[]), min_size=1, max_size=6
)
_CHANGES: tuple[Callable[[Draw, str], str], ...] = (_cut, _doubled, _spliced, _sprinkled, _many)


@st.composite
def _damaged(draw: Draw) -> str:
    text = draw(st.sampled_from(_TEXTS))
    for change in draw(st.lists(st.sampled_from(_CHANGES), max_size=4)):
        text = change(draw, text)
    return text[:MOST_CHARACTERS]


# Most of them as most pages are: what is in no encoding at all is soon refused, and tries little.
_OTHERS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5")
_ENCODINGS = (*["utf-8"] * len(_OTHERS), *_OTHERS)


def _as_text(draw: Draw, text: str) -> bytes:
    """In any encoding; and in one that is then taken for another, as careless mirrors do it."""
    data = text.encode(draw(st.sampled_from(_ENCODINGS)), errors="replace")
    if draw(st.integers(0, 5)) == 0:
        taken_for = draw(st.sampled_from(("gb18030", "latin-1", "cp1252", "big5")))
        data = data.decode(taken_for, errors="replace").encode()
    return data


def _as_html(draw: Draw, text: str) -> bytes:
    quote = escape if draw(st.booleans()) else str
    tag = draw(st.sampled_from(("p", "div", "li", "td", "h3", "pre", "br", "span", "blockquote")))
    body = "".join(f"<{tag}>{quote(line)}</{tag}>\n" for line in text.splitlines())
    return _as_text(draw, f"<!DOCTYPE html><html><title>湖光灯会</title><body>{body}")


def _as_docx(draw: Draw, text: str) -> bytes:
    lines = _sound(text).splitlines()
    rows = [[[line[:8]], [line[8:]]] for line in lines]
    body = table(*rows) if draw(st.booleans()) and rows else "".join(map(paragraph, lines))
    if draw(st.booleans()):  # the ZIP sound, the XML in it not
        body = draw(st.sampled_from(_CHANGES))(draw, body)
        members = {"[Content_Types].xml": "<Types/>", "word/document.xml": _sound(part(body))}
        return packed(members)
    return docx(body)


def _as_pdf(draw: Draw, text: str) -> bytes:
    lines = _sound(text).splitlines()[: 3 * LINES_A_PAGE]
    placed = [(90, 800 - 18 * (row % LINES_A_PAGE), line[:60]) for row, line in enumerate(lines)]
    sheets = [placed[at : at + LINES_A_PAGE] for at in range(0, len(placed), LINES_A_PAGE)]
    return pdf(*sheets, flate=draw(st.booleans()))


def _as_cues(draw: Draw, text: str) -> bytes:
    lines = [line for line in text.splitlines() if line.strip()]
    cues = [(n * SECONDS_A_CUE, (n + 1) * SECONDS_A_CUE, line) for n, line in enumerate(lines)]
    return _as_text(draw, draw(st.sampled_from((vtt, srt)))(cues))


def _sound(text: str) -> str:
    """Without lone surrogates, which UTF-8 and UTF-16 cannot write."""
    return text.encode("utf-8", errors="replace").decode()


_FILES: dict[str, Callable[[Draw, str], bytes]] = {
    ".txt": _as_text, ".md": _as_text, ".html": _as_html, ".docx": _as_docx, ".pdf": _as_pdf,
    ".vtt": _as_cues,
}  # fmt: skip


@st.composite
def pages(draw: Draw) -> Page:
    """A page as somebody might bring it: half of them with bytes changed, some wrongly named."""
    suffix = draw(st.sampled_from((".txt", *_FILES)))
    data = _FILES[suffix](draw, draw(_damaged()))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2, 5)))):
        data = _with_bytes_changed(draw, data)
    if draw(st.integers(0, 7)) == 0:
        suffix = draw(st.sampled_from((*SUFFIXES, "", ".doc")))
    return f"page{suffix}", data


def _with_bytes_changed(draw: Draw, data: bytes) -> bytes:
    """A few flipped or put in, a stretch cut out or doubled, the end lost, or another file's."""
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
