"""Marks that are no text, or stand for text: entities, invisible characters, forms, spaces, widths.

One function a defect, each from a line to its edits. English is left as it is: quotes, dashes and
apostrophes are nobody's damage. Full-width punctuation is Chinese and stays.
"""

import re
import unicodedata
from html import unescape
from html.entities import name2codepoint

from loaders.repair.edits import Edit

# A character with the marks that combine with it.
COMPOSED = re.compile(r".[\u0300-\u036f]{0,8}", re.DOTALL)
# With eight digits: what decodes \u escapes one by one would trip over half a character.
SURROGATE = re.compile("[\U0000d800-\U0000dbff][\U0000dc00-\U0000dfff]|[\U0000d800-\U0000dfff]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]{1,200}")
# Every space of Unicode but the plain one; tabs stay, since they part the cells of a table.
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{1,200}")
NUMBER = r"#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})"
# An ampersand may have been escaped again and again; where it is half of a character beyond U+FFFF,
# the other half follows.
ENTITY = re.compile(
    rf"&(?:amp;){{0,6}}(?P<name>{NUMBER}|[A-Za-z][A-Za-z0-9]{{1,9}});"
    rf"(?:(?<=;)&(?P<low>#(?:5[67][0-9]{{3}}|[xX][Dd][C-Fc-f][0-9A-Fa-f]{{2}}));)?"
    r"|&(?:amp;){0,6}nbsp(?![A-Za-z0-9=])[；]?"
)
FULL = "０-９Ａ-Ｚａ-ｚ"
WIDE = re.compile(rf"[{FULL}](?:[{FULL}]|(?<=[０-９])．(?=[０-９])){{0,200}}")
# An hour and its minutes: behind a word for a part of the day, a day, a mark or nothing at all. The
# colon of a label (记者１：) is behind something else, and stays.
CLOCK = re.compile(
    r"(?:(?<=[日午晨间晚上时於于在至到（(，,、—–\-~～ \u3000])|^)"
    r"(?:[０１]?[０-９]|２[０-４])：[０-５][０-９](?:：[０-５][０-９])?(?![０-９0-9：])"
)
TO_ASCII = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


def surrogates(line: str) -> list[Edit]:
    r"""Halves of characters beyond U+FFFF: two that fit are joined, one alone is lost.

    >>> surrogates("\U0000d83d\U0000de42\U0000d83d") == [Edit(0, 2, "🙂"), Edit(2, 3, "\ufffd")]
    True
    """
    return [
        Edit(*match.span(), _joined(*map(ord, match[0])) if len(match[0]) == 2 else "\ufffd")
        for match in SURROGATE.finditer(line)
    ]


def unicode_forms(line: str) -> list[Edit]:
    r"""Characters that are not in Unicode's composed form (NFC), such as U+F900 for 豈.

    >>> [e.after for e in unicode_forms("\uf900 a\u0301")]
    ['豈', 'á']
    """
    if unicodedata.is_normalized("NFC", line):
        return []
    pieces = ((m.span(), unicodedata.normalize("NFC", m[0])) for m in COMPOSED.finditer(line))
    return [Edit(*span, form) for span, form in pieces if form != line[slice(*span)]]


def invisible_characters(line: str) -> list[Edit]:
    r"""Zero-width characters, marks of direction, soft hyphens: Unicode's category Cf.

    >>> len(invisible_characters("湖\u200b光"))
    1
    """
    if line.isprintable():
        return []
    return [Edit(i, i + 1, "") for i, c in enumerate(line) if unicodedata.category(c) == "Cf"]


def control_characters(line: str) -> list[Edit]:
    r"""Control characters; tabs stay.

    >>> control_characters("湖\x00\x07光")
    [Edit(start=1, end=3, after='')]
    """
    return [Edit(*match.span(), "") for match in CONTROL.finditer(line)]


def spaces(line: str) -> list[Edit]:
    r"""Spaces of any other width, and those that do not break, become plain ones.

    Those at the ends of a line set it in, and go with its plain ones.

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
    """HTML's names and numbers of characters that were left in the text.

    Names are those of HTML 4: a longer list has words in it. A line break in the middle of a line
    is a space.

    >>> [e.after for e in html_entities("&ldquo;&#28246;&amp;nbsp;AT&T; R&D &amp;amp; &#x1f642;")]
    ['“', '湖', ' ', '&', '🙂']
    """
    found = ((match, _entity(match)) for match in ENTITY.finditer(line))
    return [Edit(*match.span(), after) for match, after in found if after is not None]


def full_width(line: str) -> list[Edit]:
    """Letters and digits as wide as a Han character, points in numbers, colons in times of day.

    >>> [e.after for e in full_width("ＡＰＰ在下午３：００，５．２万；记者１：３０家")]
    ['APP', '3:00', '5.2', '1', '30']
    """
    clocks = [Edit(*m.span(), m[0].translate(TO_ASCII)) for m in CLOCK.finditer(line)]
    taken = {place for edit in clocks for place in range(edit.start, edit.end)}
    others = [
        Edit(*m.span(), m[0].translate(TO_ASCII))
        for m in WIDE.finditer(line)
        if m.start() not in taken
    ]
    return sorted([*clocks, *others], key=lambda edit: edit.start)


def _entity(match: re.Match[str]) -> str | None:
    name, low = match["name"], match["low"]
    if name is None:
        return " "
    if not (name.startswith("#") or name in name2codepoint or name == "apos"):
        return None
    if not name.startswith("#"):
        return _shown(unescape(f"&{name};"))
    halves = [_code(name), _code(low)] if low else [_code(name)]
    if len(halves) == 2 and 0xD800 <= halves[0] < 0xDC00 <= halves[1] < 0xE000:
        return _joined(*halves)
    return "".join(_shown(unescape(f"&{number};")) for number in (name, low) if number)


def _shown(text: str) -> str:
    """`text` with the characters that show nothing gone, and spaces of every kind plain."""
    kinds = [
        (" " if c.isspace() else "" if unicodedata.category(c) in ("Cc", "Cf") else c) for c in text
    ]
    return "".join(kinds)


def _code(number: str) -> int:
    return int(f"0{number[1:]}", 16) if number[1] in "xX" else int(number[1:])


def _joined(high: int, low: int) -> str:
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
