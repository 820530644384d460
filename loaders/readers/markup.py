"""Tokenize HTML into a flat stream of tags and text, so that no page can be nested too deep.

Tags, attributes, comments and raw text are recognised as in the HTML standard, in time linear in
the page. Where the standard would drop text because something is unclosed, the text is kept: the
tail of a page after a comment or a quotation mark that never ends is likely part of the speech.

Parsers that build a tree, measured on a megabyte each: lexbor (selectolax, resiliparse) takes over
15 s for deep elements or 100,000 attributes, html5lib and Beautiful Soup likewise for comments;
libxml2 (lxml) returns an empty page for 200,000 nested elements, and its events take over 30 s for
end tags that match nothing. trafilatura uses lxml's tree.
"""

import html
import re
from collections.abc import Generator, Iterator, Mapping
from typing import NamedTuple

# A quoted attribute value may hold ">". It may hold "<" only if its closing quotation mark comes
# within 2,000 characters and is directly followed by white space, "/" or ">": so a quotation mark
# that never closes, or closes only in the next tag, swallows no text.
QUOTED_VALUE = (
    r"""=\s*+(?:"(?:[^"<]*+"|[^"]{0,2000}+"(?=[\s/>]))|'(?:[^'<]*+'|[^']{0,2000}+'(?=[\s/>])))"""
)
# A group may be repeated possessively only if an attempt that fails has consumed nothing: Python
# before 3.11.5 does not take back what it consumed.
TOKEN = re.compile(
    rf"<(?P<close>/?)(?P<tag>[a-zA-Z][^\s/>]{{0,80}})(?P<rest>(?:{QUOTED_VALUE}|[^>])*+)>?"
    r"|(?P<comment><!--)|<[!?/][^>]*+>?",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"""([^\s"'>/=]{1,80}+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>]++)))?"""
)
TOKEN_START = re.compile("<(?=[a-zA-Z!?/])")
COMMENT_END = re.compile("--!?>")
# The content of these elements is not markup. Only that of the last three is text of the page.
RAW_TEXT_ELEMENTS = ("script", "style", "iframe", "noembed", "noframes", "title", "textarea", "xmp")
INVISIBLE_ELEMENTS = RAW_TEXT_ELEMENTS[:-3]
_RAW_TEXT_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_TEXT_ELEMENTS
}
# int() refuses very long numbers; no code point has so many digits.
LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")


class Start(NamedTuple):
    """A start tag: its name in lower case, and its attributes as written."""

    name: str
    raw_attributes: str = ""


class End(NamedTuple):
    """An end tag: its name in lower case."""

    name: str


class Unclosed(NamedTuple):
    """An unclosed comment ("<!--") or raw text element (such as "<script>").

    `hidden` is the number of characters after its opening that are left out of the text.
    """

    name: str
    hidden: int = 0


def tokenize(page: str) -> Iterator[Start | End | Unclosed | str]:
    """Yield the tags of the HTML `page` and, as strings, its text with the entities decoded.

    A comment or an invisible element such as script that never ends is also yielded, as Unclosed.

    >>> list(tokenize("<p class=a>a&amp;b<!-- c --></p>"))
    [Start(name='p', raw_attributes=' class=a'), 'a&b', End(name='p')]
    """
    position, unclosed = 0, set[str]()
    while position < len(page):
        match = TOKEN.match(page, position)
        if not match:
            next_token = TOKEN_START.search(page, position)
            end = next_token.start() if next_token else len(page)
            yield _unescape(page[position:end])
            position = end
            continue
        position = match.end()
        close, tag, raw_attributes, comment = match.groups()
        if close:
            yield End(tag.lower())
        elif tag:
            name = tag.lower()
            yield Start(name, raw_attributes)
            if name in RAW_TEXT_ELEMENTS:
                position = yield from _read_raw_text(page, position, name, unclosed)
        elif comment:
            position = yield from _skip_comment(page, position, unclosed)


def _skip_comment(page: str, position: int, unclosed: set[str]) -> Generator[Unclosed, None, int]:
    """Return the position after the comment whose opening "<!--" ends at `position`.

    If the comment never ends, return `position`, so that its content is read as markup. The first
    such comment is yielded as Unclosed and recorded in `unclosed`, which ends further searches.
    """
    if "<!--" not in unclosed:
        # <!--> and <!---> are complete comments.
        if end := COMMENT_END.search(page, position - 2):
            return max(position, end.end())
        unclosed.add("<!--")
        yield Unclosed("<!--")
    return position


def _read_raw_text(
    page: str, position: int, name: str, unclosed: set[str]
) -> Generator[Unclosed | str, None, int]:
    """Yield the raw text of element `name` at `position` if visible; return the position after it.

    An invisible element that never ends takes the rest of the page, and is yielded as Unclosed. The
    content of a visible element that never ends is read as markup, from `position` on.
    """
    end = None if name in unclosed else _RAW_TEXT_ENDS[name].search(page, position)
    if end:
        if name not in INVISIBLE_ELEMENTS:
            yield _unescape(page[position : end.start()])
        return end.start()
    unclosed.add(name)
    if name in INVISIBLE_ELEMENTS:
        yield Unclosed(f"<{name}>", len(page) - position)
        return len(page)
    return position


def parse_attributes(raw: str) -> Mapping[str, str]:
    """Parse the attributes of a tag, as written, into a map from lower-case names to values.

    Entities in values are decoded. Of two attributes with the same name the first counts.

    >>> dict(parse_attributes(' hidden style="display: none" a=1'))
    {'hidden': '', 'style': 'display: none', 'a': '1'}
    """
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(raw):
        found.setdefault(name.lower(), _unescape("".join(values)))
    return found


def _unescape(text: str) -> str:
    return html.unescape(LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text
