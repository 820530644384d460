r"""Text that was decoded with the wrong table, where the bytes can be had back exactly.

Three kinds: Big5 read as GB18030 (traditional Chinese as rare characters, kana and Greek), UTF-8
read as Latin-1 or Windows-1252 (ZdenÄ\x9bk for Zdeněk), and Windows-1252 read as Latin-1, whose
quotes and dashes are then control characters (as the WHATWG's Encoding standard reads them).
"""

import re
from functools import cache
from itertools import groupby, pairwise

from loaders.repair.edits import Edit
from loaders.repair.variants import frequency, to_simplified
from loaders.text.measures import HAN

# Hong Kong's supplement is tried where the plain table lacks a character.
BIG5 = ("cp950", "big5hkscs")
# What no table of two bytes has parts one stretch from the next.
KNOWN = re.compile("[^\ufffd\U00010000-\U0010ffff]{1,1000000}")
# Of 2,876 paragraphs of transcripts, 96 characters in 100 are among the 3,755 of GB 2312's first
# level or punctuation in all but the last hundredth; read as GB18030, 41 at most but for that
# hundredth. 27 pairs of neighbours in 100 and more are words, kana are 22 in 100 and fewer.
UNLIKELY, LIKELY = 0.45, 0.85
WORDS, KANA = 0.15, 0.4
FEWEST = 6
# So many characters are enough to see whether there are words.
SEEN = 200
IS_KANA = re.compile("[\u3041-\u30fa]")
PUNCTUATION = frozenset("，。、：；？！「」『』（）《》〈〉—…“”‘’·．～－　％")
BEYOND_LATIN = re.compile(f"[\u0370-\u1fff\u2e80-\U0010ffff{''.join(PUNCTUATION)}]")
LATIN = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# U+2013 to U+201E and U+2022, U+2026 as three letters of Windows-1252.
WINDOWS = re.compile("â€[“”˜™šœžŸ¢¦\x9d]")
HAN_PAIR = re.compile(f"[{HAN}]{{2}}")
CONTROL_1 = re.compile("[\x80-\x9f]")


def big5_spans(lines: list[str]) -> list[list[Edit]]:
    """For each line its stretches of Big5 that were read as GB18030.

    A stretch is undone where it is unlikely as it stands, likely as Big5, and gives the same text
    again on the way back. Where most of a page is of that kind its short lines are too.

    >>> page = "今年燈會以點亮湖光為主題".encode("big5").decode("gb18030")
    >>> [e.after for e in big5_spans([page, "今年灯会以点亮湖光为主题"])[0]]
    ['今年燈會以點亮湖光為主題']
    """
    found = [[_undone(match) for match in KNOWN.finditer(line)] for line in lines]
    weights = {True: 0, False: 0}
    for edit, is_sure, weight in (row for rows in found for row in rows):
        weights[edit is not None and is_sure] += weight
    whole = weights[True] > weights[False]
    return [
        [edit for edit, is_sure, _ in rows if edit is not None and (is_sure or whole)]
        for rows in found
    ]


def _undone(match: re.Match[str]) -> tuple[Edit | None, bool, int]:
    """A stretch as Big5 (None where it cannot be), if it surely is, and its Chinese characters."""
    shown = match[0]
    if shown.isascii():
        return None, False, 0
    before, weight = _likelihood(shown)
    if before >= LIKELY:
        return None, False, weight
    text = next(filter(None, (_as_big5(shown, table) for table in BIG5)), None)
    after = _likelihood(text)[0] if text else 0.0
    if text is None or after <= before:
        return None, False, weight
    is_sure = weight >= FEWEST and before < UNLIKELY and after > LIKELY
    is_sure = is_sure and len(IS_KANA.findall(shown)) < KANA * weight and _words(text) > WORDS
    return Edit(*match.span(), text), is_sure, weight


def _as_big5(shown: str, table: str) -> str | None:
    try:
        text = shown.encode("gb18030").decode(table)
        back = text.encode(table).decode("gb18030")
    except UnicodeError:
        return None
    return text if back == shown else None


def _likelihood(text: str) -> tuple[float, int]:
    """The share of common characters among those beyond Latin, and how many of them there are."""
    beyond = BEYOND_LATIN.findall(text)
    return sum(map(_is_common, beyond)) / (len(beyond) or 1), len(beyond)


def _words(text: str) -> float:
    """The share of different pairs of neighbours that are words."""
    simplified = to_simplified(text[:SEEN])
    pairs = {a + b for a, b in pairwise(simplified) if HAN_PAIR.match(a + b)}
    return sum(frequency(pair) > 0 for pair in pairs) / (len(pairs) or 1)


@cache
def _is_common(character: str) -> bool:
    if character in PUNCTUATION:
        return True
    try:
        return 0xB0 <= to_simplified(character).encode("gb2312")[0] <= 0xD7
    except UnicodeError:
        return False


def latin_spans(line: str) -> list[Edit]:
    r"""UTF-8 that was read as Latin-1 or Windows-1252, where nothing else can be meant.

    That is, where a control character stands among the letters, or they spell a quote or a dash.

    >>> [e.after for e in latin_spans("Zden\xc4\x9bk itâ€™s CAFÉ» Ã©")]
    ['ě', '’']
    """
    found = [m for m in LATIN.finditer(line) if CONTROL_1.search(m[0])]
    latin = [(m.span(), _utf8(m[0].encode("latin-1"))) for m in found]
    windows = [(m.span(), _utf8(_windows_bytes(m[0]))) for m in WINDOWS.finditer(line)]
    edits = [Edit(*span, text) for span, text in sorted([*latin, *windows]) if text is not None]
    return [next(same) for _, same in groupby(edits, key=lambda edit: edit.start)]


def windows_marks(line: str) -> list[Edit]:
    r"""Quotes, dashes and the like of Windows-1252 that were read as control characters.

    >>> [e.after for e in windows_marks("the \x93lamp\x94 \x96 \x81")]
    ['“', '”', '–']
    """
    found = ((m, m[0].encode("latin-1")) for m in CONTROL_1.finditer(line))
    marks = ((m.span(), data.decode("cp1252", errors="ignore")) for m, data in found)
    return [Edit(*span, mark) for span, mark in marks if mark]


def _windows_bytes(text: str) -> bytes:
    return b"".join(c.encode("latin-1" if c == "\x9d" else "cp1252") for c in text)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
