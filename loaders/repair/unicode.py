"""Normalise entities, invisible characters, Unicode forms, spaces and full-width characters.

Each defect has one function, which takes a line and returns the edits that repair it. English
quotes, dashes and apostrophes are not damage and are kept. Full-width punctuation is Chinese and is
kept.

Overlaps with ftfy (R. Speer, https://github.com/rspeer/python-ftfy), which is not used because the
repair log needs the position of every edit.
"""

import re
import unicodedata
from html import unescape
from html.entities import name2codepoint

from loaders.repair.edits import Edit

# A character with its combining marks.
COMBINING_SEQUENCE = re.compile(r".[\u0300-\u036f]{0,8}", re.DOTALL)
# Escapes have eight digits, since a tool that decodes \u escapes one by one fails on half a pair.
SURROGATE = re.compile("[\U0000d800-\U0000dbff][\U0000dc00-\U0000dfff]|[\U0000d800-\U0000dfff]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]{1,200}")
# All spaces of Unicode but U+0020; tabs stay, since they separate the cells of a table.
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{1,200}")
NUMERIC_ENTITY = r"#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})"
# An ampersand may have been escaped repeatedly. A character beyond U+FFFF may be written as two
# entities, one for each half of its surrogate pair.
ENTITY = re.compile(
    rf"&(?:amp;){{0,6}}(?P<name>{NUMERIC_ENTITY}|[A-Za-z][A-Za-z0-9]{{1,9}});"
    rf"(?:(?<=;)&(?P<low>#(?:5[67][0-9]{{3}}|[xX][Dd][C-Fc-f][0-9A-Fa-f]{{2}}));)?"
    r"|&(?:amp;){0,6}nbsp(?![A-Za-z0-9=])[；]?"
)
FULL_WIDTH = "０-９Ａ-Ｚａ-ｚ"
FULL_WIDTH_RUN = re.compile(rf"[{FULL_WIDTH}](?:[{FULL_WIDTH}]|(?<=[０-９])．(?=[０-９])){{0,200}}")
# Hours and minutes, after a word for a part of the day, a day, a mark, or at the start of the line.
# The colon of a label (记者１：) comes after other text, and is kept.
CLOCK = re.compile(
    r"(?:(?<=[日午晨间晚上时於于在至到（(，,、—–\-~～ \u3000])|^)"
    r"(?:[０１]?[０-９]|２[０-４])：[０-５][０-９](?:：[０-５][０-９])?(?![０-９0-9：])"
)
TO_ASCII = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


def surrogates(line: str) -> list[Edit]:
    r"""Return edits that join pairs of surrogates, and replace lone surrogates by U+FFFD.

    >>> surrogates("\U0000d83d\U0000de42\U0000d83d") == [Edit(0, 2, "🙂"), Edit(2, 3, "\ufffd")]
    True
    """
    return [
        Edit(
            *match.span(), _join_surrogates(*map(ord, match[0])) if len(match[0]) == 2 else "\ufffd"
        )
        for match in SURROGATE.finditer(line)
    ]


def unicode_forms(line: str) -> list[Edit]:
    r"""Return edits to Unicode's composed form (NFC), such as 豈 for U+F900.

    >>> [e.after for e in unicode_forms("\uf900 a\u0301")]
    ['豈', 'á']
    """
    if unicodedata.is_normalized("NFC", line):
        return []
    pieces = (
        (m.span(), unicodedata.normalize("NFC", m[0])) for m in COMBINING_SEQUENCE.finditer(line)
    )
    return [Edit(*span, form) for span, form in pieces if form != line[slice(*span)]]


def invisible_characters(line: str) -> list[Edit]:
    r"""Return edits that remove zero-width characters, direction marks and soft hyphens (Cf).

    >>> len(invisible_characters("湖\u200b光"))
    1
    """
    if line.isprintable():
        return []
    return [Edit(i, i + 1, "") for i, c in enumerate(line) if unicodedata.category(c) == "Cf"]


def control_characters(line: str) -> list[Edit]:
    r"""Return edits that remove control characters; tabs stay.

    >>> control_characters("湖\x00\x07光")
    [Edit(start=1, end=3, after='')]
    """
    return [Edit(*match.span(), "") for match in CONTROL.finditer(line)]


def spaces(line: str) -> list[Edit]:
    r"""Return edits that replace no-break spaces and spaces of other widths by U+0020.

    Spaces at the start and the end of a line are kept: they are indentation, which is stripped
    later.

    >>> [e.after for e in spaces("\u3000\u3000主持人\u3000谷雨晴\u00a0\u00a0好")]
    [' ', '  ']
    """
    if line.isprintable():
        return []
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    return [
        Edit(*match.span(), " " * len(match[0]))
        for match in SPACE.finditer(line, start, max(start, end))
    ]


def html_entities(line: str) -> list[Edit]:
    """Return edits that decode named and numeric HTML entities that were left in the text.

    Named entities are those of HTML 4 and &apos;, since a longer list of names has words in it. The
    entity of a line break becomes a space.

    >>> [e.after for e in html_entities("&ldquo;&#28246;&amp;nbsp;AT&T; R&D &amp;amp; &#x1f642;")]
    ['“', '湖', ' ', '&', '🙂']
    """
    decoded = ((match, _decode_entity(match)) for match in ENTITY.finditer(line))
    return [Edit(*match.span(), after) for match, after in decoded if after is not None]


def full_width(line: str) -> list[Edit]:
    """Return edits that narrow full-width letters, digits, decimal points and colons of times.

    >>> [e.after for e in full_width("ＡＰＰ在下午３：００，５．２万；记者１：３０家")]
    ['APP', '3:00', '5.2', '1', '30']
    """
    clocks = [Edit(*m.span(), m[0].translate(TO_ASCII)) for m in CLOCK.finditer(line)]
    in_clocks = {index for edit in clocks for index in range(edit.start, edit.end)}
    others = [
        Edit(*m.span(), m[0].translate(TO_ASCII))
        for m in FULL_WIDTH_RUN.finditer(line)
        if m.start() not in in_clocks
    ]
    return sorted([*clocks, *others], key=lambda edit: edit.start)


def _decode_entity(match: re.Match[str]) -> str | None:
    name, low = match["name"], match["low"]
    if name is None:
        return " "
    if not (name.startswith("#") or name in name2codepoint or name == "apos"):
        return None
    if not name.startswith("#"):
        return _remove_invisible(unescape(f"&{name};"))
    halves = [_code_point(name), _code_point(low)] if low else [_code_point(name)]
    if len(halves) == 2 and 0xD800 <= halves[0] < 0xDC00 <= halves[1] < 0xE000:
        return _join_surrogates(*halves)
    return "".join(_remove_invisible(unescape(f"&{number};")) for number in (name, low) if number)


def _remove_invisible(text: str) -> str:
    """Remove control and format characters from `text`, and replace white space by U+0020."""
    kinds = [
        (" " if c.isspace() else "" if unicodedata.category(c) in ("Cc", "Cf") else c) for c in text
    ]
    return "".join(kinds)


def _code_point(number: str) -> int:
    return int(f"0{number[1:]}", 16) if number[1] in "xX" else int(number[1:])


def _join_surrogates(high: int, low: int) -> str:
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
