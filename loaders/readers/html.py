"""Read HTML: every line that a visitor of the page sees, without plain navigation.

Two kinds of text are left out, unless they are most of the page. Text that the page hides is left
out with a doubt. Navigation is the options of a menu, and lines that hold only links, if they are
in a `nav` element or are three or more short ones in a row.

All other text of the body is kept, since losing speech is worse than keeping site boilerplate,
which loaders.parsing.boilerplate removes later, with a log. Readings above characters (`rt`) do not
count as text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from loaders.errors import UnreadableError
from loaders.messages import Doubt, doubt
from loaders.readers.blocks import Blocks, Line, collapse_spaces
from loaders.readers.encodings import decode
from loaders.readers.markup import End, Start, Unclosed, parse_attributes, tokenize
from loaders.readers.result import ReadResult, require_text

BLOCK_ELEMENTS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend",
    "li", "main", "menu", "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "search",
    "section", "select", "summary", "table", "tbody", "td", "template", "textarea", "tfoot", "th",
    "thead", "title", "tr", "ul", "xmp",
))  # fmt: skip
VOID_ELEMENTS = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
))  # fmt: skip
RUBY_ELEMENTS = frozenset(("rt", "rp"))
# The page shows these only if scripts do not run, or by a script.
HIDDEN_ELEMENTS = frozenset(("datalist", "noscript", "template"))
# The end tag of these may be missing: the next element of the same name ends them, and any block
# ends a `p`.
IMPLIED_ENDS = frozenset(("dd", "dt", "li", "option", "p", "td", "th", "tr"))
# Atomic, not possessive: see TOKEN in markup.py.
OPENS_PAGE = re.compile(
    r"^(?>(?:\s|\ufeff|<!--.{0,1500}?-->|<\?xml[^>]{0,200}>)*)<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
ANY_TAG = re.compile(
    rb"<(?:[a-zA-Z][^<>]{0,300}|/[a-zA-Z]{1,20}|!doctype[^<>]{0,200})>", re.IGNORECASE
)
CHARSET = re.compile(
    rb"""<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,100}?encoding)\s{0,5}=\s{0,5}["']?([\w-]{2,20})""",
    re.IGNORECASE,
)
HIDING_STYLE = re.compile(
    r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE
)
WORD_CHARACTER = re.compile(r"[^\W_]")
HEAD_BYTES = 4096
MIN_NAVIGATION_LINKS = 3
MAX_LINK_LENGTH = 40
MIN_HIDDEN_TO_WARN = 20  # characters; less hidden text is that of a button or a counter


def recognises(data: bytes) -> bool:
    """Return whether `data` begins with a doctype, html, head or body tag, in any encoding.

    White space, comments and an XML declaration may precede the tag.
    """
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    return bool(OPENS_PAGE.match(head.lstrip(b"\xff\xfe").decode("latin-1")))


def is_marked_up(data: bytes) -> bool:
    """Return whether `data` has a tag; a file without tags is plain text, even if named .html."""
    return bool(ANY_TAG.search(data.replace(b"\0", b"")))


def read(name: str, data: bytes) -> ReadResult:
    """Return the visible lines of an HTML page, its <title> first if no other line shows it.

    Raises UnreadableError for a page without text, and for the errors of encodings.decode.
    """
    charset = CHARSET.search(data[:HEAD_BYTES].replace(b"\0", b""))
    declared = charset[1].decode("ascii", "replace").lower() if charset else ""
    page, encoding, doubts = decode(name, data, declared=declared)
    parser = _PageParser()
    for token in tokenize(page):
        parser.feed(token)
    lines = parser.blocks.finish()
    if not any(line.text for line in lines):
        raise _empty_error(name, parser)
    kept, hidden = _drop_hidden_and_navigation(lines)
    text = require_text(name, "\n".join([*parser.missing_title(kept), *kept]))
    return ReadResult(text, encoding, doubts=(*doubts, *hidden, *_unclosed_doubts(parser)))


@dataclass
class _PageParser:
    """Parser that is fed the tokens of a page and adds the lines of the page to `blocks`."""

    blocks: Blocks = field(default_factory=Blocks)
    title: str = ""
    has_frames: bool = False
    unclosed: list[Unclosed] = field(default_factory=list)
    _hiding_element: str = ""
    _hiding_depth: int = 0
    _hidden: list[str] = field(default_factory=list)
    _ruby_element: str = ""
    _pre_depth: int = 0
    _nav_depth: int = 0
    _block_tag: str = ""
    _in_link: bool = False
    _only_links: bool = True

    def feed(self, token: Start | End | Unclosed | str) -> None:
        """Parse the next token of the page."""
        if isinstance(token, str):
            self._text(token)
        elif isinstance(token, Start):
            self._start(token)
        elif isinstance(token, End):
            self._end(token.name)
        else:
            self.unclosed.append(token)

    def missing_title(self, lines: list[str]) -> list[str]:
        """Return a list with the <title> of the page, or an empty list if `lines` show it already.

        A line shows the title if it contains the part before the first dash, underscore or bar.
        """
        title = " ".join(self.title.split())
        head = re.split(r"[-_|–—]", title, maxsplit=1)[0].strip()
        return [title] if head and not any(head in line for line in lines) else []

    def _text(self, text: str) -> None:
        if self._block_tag == "title":
            self.title = self.title or text
        elif self._pre_depth and not self._ruby_element:
            first, *lines = re.split(r"\r\n|\r|\n", text)
            self._add(first)
            for line in lines:
                self._end_line()
                self._add(line)
        elif not self._ruby_element:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._hiding_element:
            self._hidden.append(text)
            return
        if self._only_links and not self._in_link:
            self._only_links = not WORD_CHARACTER.search(text)
        self.blocks.add_text(text)

    def _start(self, tag: Start) -> None:
        name = tag.name
        self.has_frames |= name in ("frame", "iframe")
        if name in BLOCK_ELEMENTS:
            self._break_line(name)
        if name in RUBY_ELEMENTS:
            self._ruby_element = name
        elif name == "a":
            self._in_link = "href" in tag.raw_attributes.lower()
        elif name in self._COUNTED:
            self._count(name, 1)
        if name in _ON_START:
            _ON_START[name](self.blocks)
        self._track_hidden(tag)

    def _end(self, name: str) -> None:
        if name in BLOCK_ELEMENTS:
            self._break_line("/" + name)
        if name in (self._ruby_element, "ruby"):
            self._ruby_element = ""
        elif name == "a":
            self._in_link = False
        elif name in self._COUNTED:
            self._count(name, -1)
        if name in _ON_END:
            _ON_END[name](self.blocks)
        if name == self._hiding_element:
            self._hiding_depth -= 1
            if not self._hiding_depth:
                self._end_hidden()

    _COUNTED = ("nav", "pre")

    def _count(self, name: str, step: int) -> None:
        if name == "pre":
            self._pre_depth = max(0, self._pre_depth + step)
        else:
            self._nav_depth = max(0, self._nav_depth + step)

    def _break_line(self, element: str) -> None:
        """End the line, and an open ruby reading, at the block tag `element` ("p" or "/p").

        Every block tag but br also ends an open link.
        """
        self._end_line()
        self._ruby_element = ""
        if element != "br":
            self._block_tag, self._in_link = element, False

    def _end_line(self) -> None:
        if self._hiding_element:
            self._flush_hidden()
            return
        if self._block_tag == "option" or (self._nav_depth and self._only_links):
            self.blocks.end_line("nav")
        else:
            self.blocks.end_line("link" if self._only_links else "")
        self._only_links = True

    def _track_hidden(self, tag: Start) -> None:
        """Record that `tag` starts a hidden element, or track the one that is open.

        Nested elements of the same name are counted. An open element whose end tag may be missing
        ends at the next block of its name, and a `p` at any block but br.
        """
        if self._hiding_element and self._hiding_element in (tag.name, "p"):
            if self._hiding_element not in IMPLIED_ENDS:
                self._hiding_depth += 1
            elif tag.name in BLOCK_ELEMENTS and tag.name != "br":
                self._end_hidden()
        if not self._hiding_element and tag.name not in VOID_ELEMENTS and _is_hidden(tag):
            self._hiding_element, self._hiding_depth = tag.name, 1

    def _end_hidden(self) -> None:
        self._flush_hidden()
        self._hiding_element = ""

    def _flush_hidden(self) -> None:
        text = collapse_spaces("".join(self._hidden)).strip()
        self._hidden.clear()
        if text:
            self.blocks.add_line(Line(text, "hidden"))


_ON_START = {
    "table": Blocks.begin_table,
    "tr": Blocks.begin_row,
    "td": Blocks.begin_cell,
    "th": Blocks.begin_cell,
}
_ON_END = {"tr": Blocks.end_row, "table": Blocks.end_table}


def _is_hidden(tag: Start) -> bool:
    if tag.name in HIDDEN_ELEMENTS:
        return True
    lowered = tag.raw_attributes.lower()
    if "hidden" not in lowered and "none" not in lowered:
        return False
    attributes = parse_attributes(tag.raw_attributes)
    return "hidden" in attributes or bool(HIDING_STYLE.search(attributes.get("style", "")))


def _drop_hidden_and_navigation(lines: list[Line]) -> tuple[list[str], list[Doubt]]:
    """Return the lines without hidden text and navigation, and a list of at most one doubt.

    The doubt is about hidden text of MIN_HIDDEN_TO_WARN characters or more.
    A kind of line that has more characters than the plain text of the page is kept.
    """
    kinds = _line_kinds(lines)
    characters = dict.fromkeys(("", "hidden", "link", "nav"), 0)
    for line, kind in zip(lines, kinds, strict=True):
        characters[kind] += len(line.text)
    dropped = {kind for kind in ("hidden", "link", "nav") if characters[kind] <= characters[""]}
    kept = [x.text for x, kind in zip(lines, kinds, strict=True) if kind not in dropped]
    if characters["hidden"] < MIN_HIDDEN_TO_WARN:
        return kept, []
    code = "hidden" if "hidden" in dropped else "hidden_read"
    return kept, [doubt(code, n=characters["hidden"])]


def _line_kinds(lines: list[Line]) -> list[str]:
    """Return the kind of each line, "link" only for a run of short links, which is navigation.

    Any other line of links gets "", the kind of plain text.
    """
    kinds: list[str] = []
    for is_link, group in groupby(lines, key=_is_short_link):
        members = list(group)
        is_text = not is_link or len(members) < MIN_NAVIGATION_LINKS
        kinds += ["" if is_text and line.kind == "link" else line.kind for line in members]
    return kinds


def _is_short_link(line: Line) -> bool:
    return line.kind == "link" and len(line.text) <= MAX_LINK_LENGTH


def _empty_error(name: str, parser: _PageParser) -> UnreadableError:
    if parser.has_frames:
        return UnreadableError("bare.frames", name=name)
    if parser.unclosed:
        return UnreadableError("bare.unclosed", name=name, text=parser.unclosed[0].name)
    return UnreadableError("bare.markup", name=name)


def _unclosed_doubts(parser: _PageParser) -> Iterator[Doubt]:
    for unclosed in parser.unclosed:
        if unclosed.hidden:
            yield doubt("unclosed", text=unclosed.name, n=unclosed.hidden)
        elif unclosed.name == "<!--" or unclosed.hidden != 0:
            yield doubt("unclosed_read", text=unclosed.name)
