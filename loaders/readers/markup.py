"""HTML as a stream of tags and text: nothing is nested here, so nothing can be nested too deep.

Tags, attributes, comments and raw text are told apart as the HTML standard does, in time linear in
the page. Where the standard would drop text with something unclosed, the text is kept: the tail of
a page after a comment or a quotation mark that never ends is what its readers see.

Parsers that build a tree, measured on a megabyte each: lexbor (selectolax, resiliparse) takes over
15 s for deep elements or 100,000 attributes, html5lib and Beautiful Soup likewise for comments;
libxml2 (lxml) returns an empty page for 200,000 nested elements, and its events take over 30 s for
end tags that match nothing. trafilatura stands on lxml's tree.
"""

import html
import re
from collections.abc import Generator, Iterator, Mapping
from typing import NamedTuple

# A value may hold ">", and "<" where its mark closes soon, and as it should: one that never does,
# or closes in the next tag, swallows no text.
QUOTED = (
    r"""=\s*+(?:"(?:[^"<]*+"|[^"]{0,2000}+"(?=[\s/>]))|'(?:[^'<]*+'|[^']{0,2000}+'(?=[\s/>])))"""
)
TOKEN = re.compile(
    rf"(?P<text>(?:[^<]++|<(?![a-zA-Z!?/]))++)|<(?P<close>/?)(?P<tag>[a-zA-Z][^\s/>]{{0,80}})(?P<rest>(?:{QUOTED}|[^>])*+)>?"
    r"|(?P<comment><!--)|<[!?/][^>]*+>?",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"""([^\s"'>/=]{1,80}+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>]++)))?"""
)
COMMENT_ENDS = re.compile("--!?>")
# What stands in these is no markup; of all but the last three, it is no text of the page either.
RAW = ("script", "style", "iframe", "noembed", "noframes", "title", "textarea", "xmp")
UNSEEN = RAW[:-3]
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
# int() refuses more digits than it can read in time; no character has so many.
LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")


class Start(NamedTuple):
    """A start tag: its name in small letters, and its attributes as written."""

    name: str
    rest: str = ""


class End(NamedTuple):
    """An end tag."""

    name: str


class Unclosed(NamedTuple):
    """What the rest of the page stands in: a comment, a script; `hidden` of it is left out."""

    name: str
    hidden: int = 0


def tokens(page: str) -> Iterator[Start | End | Unclosed | str]:
    """The tags of `page` and, as strings, its text with the entities replaced.

    >>> list(tokens("<p class=a>a&amp;b<!-- c --></p>"))
    [Start(name='p', rest=' class=a'), 'a&b', End(name='p')]
    """
    at, endless = 0, set[str]()
    while found := TOKEN.match(page, at):
        at = found.end()
        text, close, tag, rest, comment = found.groups()
        if text:
            yield _characters(text)
        elif close:
            yield End(tag.lower())
        elif tag:
            name = tag.lower()
            yield Start(name, rest)
            if name in RAW:
                at = yield from _raw_text(page, at, name, endless)
        elif comment:
            at = yield from _comment(page, at, endless)


def _comment(page: str, at: int, endless: set[str]) -> Generator[Unclosed, None, int]:
    """Where the comment that opens before `at` ends; `endless` keeps what never does."""
    if "<!--" not in endless:
        # <!--> and <!---> are whole comments.
        if end := COMMENT_ENDS.search(page, at - 2):
            return max(at, end.end())
        endless.add("<!--")
        yield Unclosed("<!--")
    return at


def _raw_text(
    page: str, at: int, name: str, endless: set[str]
) -> Generator[Unclosed | str, None, int]:
    """Where the raw text of an element ends, which begins at `at`."""
    end = None if name in endless else _RAW_ENDS[name].search(page, at)
    if end:
        if name not in UNSEEN:
            yield _characters(page[at : end.start()])
        return end.start()
    endless.add(name)
    if name in UNSEEN:
        yield Unclosed(f"<{name}>", len(page) - at)
        return len(page)
    return at


def attributes(rest: str) -> Mapping[str, str]:
    """The attributes of a tag by name in small letters; the first of two counts.

    >>> dict(attributes(' hidden style="display: none" a=1'))
    {'hidden': '', 'style': 'display: none', 'a': '1'}
    """
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), _characters("".join(values)))
    return found


def _characters(text: str) -> str:
    return html.unescape(LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text
