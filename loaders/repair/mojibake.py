r"""Repair text that was decoded in the wrong encoding, where the bytes can be recovered exactly.

Three kinds are repaired:
- Big5 read as GB18030, which shows traditional Chinese as rare characters, kana and Greek
- UTF-8 read as Latin-1 or Windows-1252 (ZdenÄ\x9bk for Zdeněk)
- Windows-1252 read as Latin-1, which shows quotes and dashes as control characters (the WHATWG's
  Encoding standard reads Latin-1 as Windows-1252)
"""

import re
from functools import cache
from itertools import groupby, pairwise

from loaders.repair.edits import Edit
from loaders.repair.variants import frequency, to_simplified
from loaders.text.measures import HAN

# Hong Kong's supplement is tried where the plain table lacks a character.
BIG5_CODECS = ("cp950", "big5hkscs")
# Runs are separated by characters that no two-byte encoding has.
TWO_BYTE_RUN = re.compile("[^\ufffd\U00010000-\U0010ffff]{1,1000000}")
# Measured on 2,876 paragraphs of transcripts. Common characters (3,755 of GB 2312's first level,
# and punctuation) are at least 96 in 100 in all but a hundredth of the paragraphs. In Big5 read as
# GB18030 they are at most 41 in 100, again in all but a hundredth. At least 27 in 100 pairs of
# neighbours are words, and at most 22 in 100 characters are kana.
MAX_COMMON_SHARE_DAMAGED, MIN_COMMON_SHARE_SOUND = 0.45, 0.85
MIN_WORD_SHARE, MAX_KANA_SHARE = 0.15, 0.4
MIN_CHARACTERS = 6
# A sample of this many characters is enough to estimate the share of words.
MAX_CHARACTERS_FOR_WORDS = 200
KANA = re.compile("[\u3041-\u30fa]")
PUNCTUATION = frozenset("，。、：；？！「」『』（）《》〈〉—…“”‘’·．～－　％")
BEYOND_LATIN = re.compile(f"[\u0370-\u1fff\u2e80-\U0010ffff{''.join(PUNCTUATION)}]")
UTF8_AS_LATIN1 = re.compile(
    "[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# U+2013 to U+201E, U+2022 and U+2026: the three bytes of their UTF-8, read as Windows-1252.
PUNCTUATION_AS_CP1252 = re.compile("â€[“”˜™šœžŸ¢¦\x9d]")
HAN_PAIR = re.compile(f"[{HAN}]{{2}}")
C1_CONTROL = re.compile("[\x80-\x9f]")


def big5_spans(lines: list[str]) -> list[list[Edit]]:
    """Return for each line the edits that restore Big5 that was read as GB18030.

    A run of characters is restored if few of its characters are common, many are after decoding as
    Big5, and the result encodes back to the same bytes. If most of the page is damaged in this way,
    runs that are not certain, such as short ones, are restored too.

    >>> page = "今年燈會以點亮湖光為主題".encode("big5").decode("gb18030")
    >>> [e.after for e in big5_spans([page, "今年灯会以点亮湖光为主题"])[0]]
    ['今年燈會以點亮湖光為主題']
    """
    decoded = [[_decode_run(match) for match in TWO_BYTE_RUN.finditer(line)] for line in lines]
    weights = {True: 0, False: 0}
    for edit, is_certain, weight in (row for rows in decoded for row in rows):
        weights[edit is not None and is_certain] += weight
    is_big5_page = weights[True] > weights[False]
    return [
        [edit for edit, is_certain, _ in rows if edit is not None and (is_certain or is_big5_page)]
        for rows in decoded
    ]


def _decode_run(match: re.Match[str]) -> tuple[Edit | None, bool, int]:
    """Return the edit that restores a run as Big5, whether it is certain, and the run's weight.

    The edit is None if the run is not Big5. The weight is the number of non-Latin characters
    (BEYOND_LATIN) in the run before the edit.
    """
    shown = match[0]
    if shown.isascii():
        return None, False, 0
    share_before, weight = _common_share(shown)
    if share_before >= MIN_COMMON_SHARE_SOUND:
        return None, False, weight
    text = next(filter(None, (_decode_big5(shown, table) for table in BIG5_CODECS)), None)
    share_after = _common_share(text)[0] if text else 0.0
    if text is None or share_after <= share_before:
        return None, False, weight
    is_certain = (
        weight >= MIN_CHARACTERS
        and share_before < MAX_COMMON_SHARE_DAMAGED
        and share_after > MIN_COMMON_SHARE_SOUND
        and len(KANA.findall(shown)) < MAX_KANA_SHARE * weight
        and _word_share(text) > MIN_WORD_SHARE
    )
    return Edit(*match.span(), text), is_certain, weight


def _decode_big5(shown: str, table: str) -> str | None:
    try:
        text = shown.encode("gb18030").decode(table)
        back = text.encode(table).decode("gb18030")
    except UnicodeError:
        return None
    return text if back == shown else None


def _common_share(text: str) -> tuple[float, int]:
    """Return the share of common characters among the non-Latin ones, and how many are non-Latin.

    The share is 0 if `text` has no non-Latin characters.
    """
    beyond = BEYOND_LATIN.findall(text)
    return sum(map(_is_common, beyond)) / (len(beyond) or 1), len(beyond)


def _word_share(text: str) -> float:
    """Return the share of distinct pairs of neighbouring Han characters that are words.

    Only the first MAX_CHARACTERS_FOR_WORDS characters are read. The share is 0 without pairs.
    """
    simplified = to_simplified(text[:MAX_CHARACTERS_FOR_WORDS])
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
    r"""Return edits that restore UTF-8 read as Latin-1 or Windows-1252, where that is certain.

    A sequence of characters is certain if one of them is a control character, or if it encodes
    punctuation such as a quote or a dash.

    >>> [e.after for e in latin_spans("Zden\xc4\x9bk itâ€™s CAFÉ» Ã©")]
    ['ě', '’']
    """
    matches = [m for m in UTF8_AS_LATIN1.finditer(line) if C1_CONTROL.search(m[0])]
    latin = [(m.span(), _decode_utf8(m[0].encode("latin-1"))) for m in matches]
    cp1252 = [
        (m.span(), _decode_utf8(_encode_cp1252(m[0]))) for m in PUNCTUATION_AS_CP1252.finditer(line)
    ]
    edits = [Edit(*span, text) for span, text in sorted([*latin, *cp1252]) if text is not None]
    return [next(same) for _, same in groupby(edits, key=lambda edit: edit.start)]


def cp1252_punctuation(line: str) -> list[Edit]:
    r"""Return edits that restore Windows-1252 quotes and dashes read as control characters.

    >>> [e.after for e in cp1252_punctuation("the \x93lamp\x94 \x96 \x81")]
    ['“', '”', '–']
    """
    matches = ((m, m[0].encode("latin-1")) for m in C1_CONTROL.finditer(line))
    marks = ((m.span(), data.decode("cp1252", errors="ignore")) for m, data in matches)
    return [Edit(*span, mark) for span, mark in marks if mark]


def _encode_cp1252(text: str) -> bytes:
    return b"".join(c.encode("latin-1" if c == "\x9d" else "cp1252") for c in text)


def _decode_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
