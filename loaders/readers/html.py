"""HTML: every line that a reader of the page sees, without plain navigation.

Whatever stands in the body comes out, better too much than too little: what is furniture of the
site is set aside later, and logged. Two kinds of text are left out, unless they are most of the
page: text that the page hides, with a warning; and navigation, which is lines of links and nothing
else, in a `nav` element or three in a row, and the options of a menu. Readings above characters
(`rt`) are no text.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby

from loaders.errors import UnreadableError
from loaders.readers.blocks import Blocks, Line, collapsed
from loaders.readers.encodings import decode
from loaders.readers.markup import End, Start, Unclosed, attributes, tokens
from loaders.readers.result import Text, require_text

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend",
    "li", "main", "menu", "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "search",
    "section", "select", "summary", "table", "tbody", "td", "template", "textarea", "tfoot", "th",
    "thead", "title", "tr", "ul", "xmp",
))  # fmt: skip
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
))  # fmt: skip
SKIPPED = frozenset(("rt", "rp"))
# Shown only where scripts do not run, or by them.
HIDDEN = frozenset(("datalist", "noscript", "template"))
# Their end tag may be missing: the next of its kind ends them, and any block a paragraph.
IMPLIED_ENDS = frozenset(("dd", "dt", "li", "option", "p", "td", "th", "tr"))
OPENS_PAGE = re.compile(
    r"^(?:\s|\ufeff|<!--.{0,1500}?-->|<\?xml[^>]{0,200}>)*+<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
ANY_TAG = re.compile(
    rb"<(?:[a-zA-Z][^<>]{0,300}|/[a-zA-Z]{1,20}|!doctype[^<>]{0,200})>", re.IGNORECASE
)
CHARSET = re.compile(
    rb"""<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,100}?encoding)\s{0,5}=\s{0,5}["']?([\w-]{2,20})""",
    re.IGNORECASE,
)
HIDES = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
WORD = re.compile(r"[^\W_]")
HEAD_BYTES = 4096
LINKS_IN_A_ROW = 3
LINK_LENGTH = 40
TOLD = 20  # hidden text below this many characters is a button's or a counter's


def knows(data: bytes) -> bool:
    """Whether `data` opens as a page does, in any encoding."""
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    return bool(OPENS_PAGE.match(head.lstrip(b"\xff\xfe").decode("latin-1")))


def is_marked_up(data: bytes) -> bool:
    """Whether a tag stands anywhere in `data`; without one it is plain text, whatever its name."""
    return bool(ANY_TAG.search(data.replace(b"\0", b"")))


def read(name: str, data: bytes) -> Text:
    """The lines of a page. Raises UnreadableError where it has no text."""
    found = CHARSET.search(data[:HEAD_BYTES].replace(b"\0", b""))
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    page, encoding, warnings = decode(name, data, declared=declared)
    reading = _Page()
    for token in tokens(page):
        reading.take(token)
    lines = reading.blocks.finished()
    if not any(line.text for line in lines):
        raise UnreadableError(f"{name} {_why_empty(reading)}")
    kept, told = _without_asides(name, lines)
    text = require_text(name, "\n".join([*reading.title_over(kept), *kept]))
    return Text(text, encoding, warnings=(*warnings, *told, *_unclosed(name, reading)))


@dataclass
class _Page:
    """What is open while the tokens of a page go by."""

    blocks: Blocks = field(default_factory=Blocks)
    title: str = ""
    frames: bool = False
    unclosed: list[Unclosed] = field(default_factory=list)
    _hiding: str = ""
    _hiding_depth: int = 0
    _hidden: list[str] = field(default_factory=list)
    _skipped: str = ""
    _pre: int = 0
    _nav: int = 0
    _element: str = ""
    _linked: bool = False
    _only_links: bool = True

    def take(self, token: Start | End | Unclosed | str) -> None:
        """Take the next token of the page."""
        if isinstance(token, str):
            self._text(token)
        elif isinstance(token, Start):
            self._start(token)
        elif isinstance(token, End):
            self._end(token.name)
        else:
            self.unclosed.append(token)

    def title_over(self, lines: list[str]) -> list[str]:
        """The title of the window as a line, where the page does not show it itself."""
        title = " ".join(self.title.split())
        head = re.split(r"[-_|–—]", title, maxsplit=1)[0].strip()
        return [title] if head and not any(head in line for line in lines) else []

    def _text(self, text: str) -> None:
        if self._element == "title":
            self.title = self.title or text
        elif self._pre and not self._skipped:
            first, *lines = re.split(r"\r\n|\r|\n", text)
            self._add(first)
            for line in lines:
                self._end_line()
                self._add(line)
        elif not self._skipped:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._hiding:
            self._hidden.append(text)
            return
        if self._only_links and not self._linked:
            self._only_links = not WORD.search(text)
        self.blocks.text(text)

    def _start(self, tag: Start) -> None:
        name = tag.name
        self.frames |= name in ("frame", "iframe")
        if name in BLOCKS:
            self._break(name)
        if name in SKIPPED:
            self._skipped = name
        elif name == "a":
            self._linked = "href" in tag.rest.lower()
        elif name in self._COUNTED:
            self._count(name, 1)
        if name in _OPENS:
            _OPENS[name](self.blocks)
        self._hide(tag)

    def _end(self, name: str) -> None:
        if name in BLOCKS:
            self._break("/" + name)
        if name in (self._skipped, "ruby"):
            self._skipped = ""
        elif name == "a":
            self._linked = False
        elif name in self._COUNTED:
            self._count(name, -1)
        if name in _CLOSES:
            _CLOSES[name](self.blocks)
        if name == self._hiding:
            self._hiding_depth -= 1
            if not self._hiding_depth:
                self._show()

    _COUNTED = ("nav", "pre")

    def _count(self, name: str, step: int) -> None:
        if name == "pre":
            self._pre = max(0, self._pre + step)
        else:
            self._nav = max(0, self._nav + step)

    def _break(self, element: str) -> None:
        """A block ends the line, the reading of a character, and a link that goes on after it."""
        self._end_line()
        self._skipped = ""
        if element != "br":
            self._element, self._linked = element, False

    def _end_line(self) -> None:
        if self._hiding:
            self._reveal()
            return
        if self._element == "option" or (self._nav and self._only_links):
            self.blocks.end_line("nav")
        else:
            self.blocks.end_line("link" if self._only_links else "")
        self._only_links = True

    def _hide(self, tag: Start) -> None:
        """Note where a hidden element begins, and how deep its own name nests in it."""
        if self._hiding and self._hiding in (tag.name, "p"):
            if self._hiding not in IMPLIED_ENDS:
                self._hiding_depth += 1
            elif tag.name in BLOCKS and tag.name != "br":
                self._show()
        if not self._hiding and tag.name not in VOID and _hides(tag):
            self._hiding, self._hiding_depth = tag.name, 1

    def _show(self) -> None:
        self._reveal()
        self._hiding = ""

    def _reveal(self) -> None:
        text = collapsed("".join(self._hidden)).strip()
        self._hidden.clear()
        if text:
            self.blocks.add(Line(text, "hidden"))


_OPENS = {
    "table": Blocks.begin_table,
    "tr": Blocks.begin_row,
    "td": Blocks.begin_cell,
    "th": Blocks.begin_cell,
}
_CLOSES = {"tr": Blocks.end_row, "table": Blocks.end_table}


def _hides(tag: Start) -> bool:
    if tag.name in HIDDEN:
        return True
    rest = tag.rest.lower()
    if "hidden" not in rest and "none" not in rest:
        return False
    stated = attributes(tag.rest)
    return "hidden" in stated or bool(HIDES.search(stated.get("style", "")))


def _without_asides(name: str, lines: list[Line]) -> tuple[list[str], list[str]]:
    """The lines without what is hidden and without navigation, and the warning for the first."""
    marks = _navigation(lines)
    size = dict.fromkeys(("", "hidden", "link", "nav"), 0)
    for line, mark in zip(lines, marks, strict=True):
        size[mark] += len(line.text)
    dropped = {mark for mark in ("hidden", "link", "nav") if size[mark] <= size[""]}
    kept = [x.text for x, mark in zip(lines, marks, strict=True) if mark not in dropped]
    if size["hidden"] < TOLD:
        return kept, []
    left_out = "hidden" in dropped
    did = "was left out" if left_out else "is most of it and was read"
    warning = (
        f"{name} has text that its page hides ({size['hidden']:,} characters), which {did}; "
        "compare with the page as it is shown."
    )
    return kept, [warning]


def _navigation(lines: list[Line]) -> list[str]:
    """The mark of each line; "link" only where a row of short links makes it navigation."""
    marks: list[str] = []
    for is_link, run in groupby(lines, key=_is_short_link):
        row = list(run)
        stays = not is_link or len(row) < LINKS_IN_A_ROW
        marks += ["" if stays and line.mark == "link" else line.mark for line in row]
    return marks


def _is_short_link(line: Line) -> bool:
    return line.mark == "link" and len(line.text) <= LINK_LENGTH


def _why_empty(page: _Page) -> str:
    if page.frames:
        return (
            "holds frames and no text of its own; open the frame that carries the speech, and save "
            "that page."
        )
    if page.unclosed:
        return (
            f"holds no text beside {page.unclosed[0].name} that is never closed; save the page "
            "again from the browser."
        )
    return (
        "holds markup and no text, as a page does that a script fills in; save it from the browser "
        "once it shows its text."
    )


def _unclosed(name: str, page: _Page) -> list[str]:
    return [
        f"{name} opens {found.name} and never closes it; what stands behind it was "
        + (f"left out ({found.hidden:,} characters)." if found.hidden else "read as text.")
        for found in page.unclosed
        if found.hidden != 0 or found.name == "<!--"
    ]
