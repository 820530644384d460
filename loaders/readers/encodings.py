"""Detect the encoding of a file and decode it strictly.

UTF-8 rejects text in other encodings, so bytes that decode as UTF-8 are UTF-8.

GB18030 and Big5 accept most of each other's files, so the share of common characters decides
between them. Common are the characters of the first level of each standard, which its committee
chose by frequency (3,755 simplified, 5,401 traditional). They make up over 98 % of running text,
but only about half of a text that is decoded in the wrong one of the two encodings. If both shares
are equal, since two or three characters may be common in both, the earlier row of _CHINESE_CODECS
is chosen.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from loaders.errors import UnreadableError
from loaders.messages import Doubt, doubt

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Codecs to try, by the encoding that is reported. Each later codec of Big5 has more characters.
_CHINESE_CODECS = {"gb18030": ("gb18030",), "big5": ("big5", "cp950", "big5hkscs")}
_UTF_16 = ("utf-16-le", "utf-16-be")
DECLARED_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "big5-hkscs": "big5", "iso-8859-1": ""}
CONTROL_BYTE = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
HIGH_BYTES = re.compile(rb"[\x80-\xff]{1,2}")
MIN_LIKELIHOOD = 0.6  # a strict decoding below it is not text; correct ones are above 0.9
MIN_CLEAR_LIKELIHOOD = 0.9
# A page cut short or spliced has a broken character or two; more means another encoding.
MAX_BROKEN_SHARE = 1 / 1000
MIN_CHARACTERS = 50
MIN_HAN = 4
SAMPLE_SIZE = 100_000

_HAN = re.compile("[\u4e00-\u9fff]")
_NON_ASCII = re.compile(r"[^\0-\x7f]")
MIN_BYTES_TO_GUESS = 200


def decode(name: str, data: bytes, *, declared: str = "") -> tuple[str, str, tuple[Doubt, ...]]:
    """Decode `data`; return the text, the name of its encoding, and doubts.

    `name` is the file name for messages. `declared` is the encoding that the file itself declares,
    or "". It is one of the encodings that are tried, and is preferred to equally likely ones.

    Raises UnreadableError for an empty or binary file, an unknown encoding, and text that was
    encoded twice.
    """
    if not data.strip(b" \t\r\n\f\v\0"):
        raise UnreadableError("empty.nul" if b"\0" in data else "empty.bytes", name=name)
    text, encoding, doubts = _decode_any(name, data, DECLARED_ALIASES.get(declared, declared))
    _refuse_binary(name, text)
    _refuse_double_encoded(name, text)
    return text, "utf-16" if encoding in _UTF_16 else encoding, doubts


def likelihood(text: str) -> float:
    """Score from -1 to 1 how likely it is that `text` was decoded in its right encoding.

    The score is the mean over all characters but printable ASCII and white space: 1 for a common
    character, 0 for a rare one, -1 for a control, private-use, surrogate or unassigned code point.
    It is 1.0 for a text without such characters.

    >>> likelihood("湖光灯会"), likelihood("plain")
    (1.0, 1.0)
    >>> likelihood("请介绍筹备工作的进展".encode("gb18030").decode("big5"))
    0.7
    """
    counts = Counter(text)
    counted = {c: n for c, n in counts.items() if not (" " <= c <= "~" or c in "\t\n\r\f\v")}
    total = sum(counted.values())
    return sum(_character_score(c) * n for c, n in counted.items()) / total if total else 1.0


def _character_score(character: str) -> int:
    if character in _common_characters():
        return 1
    return -1 if unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs") else 0


@cache
def _common_characters() -> frozenset[str]:
    """Return the characters that count as common in Chinese text.

    They are the first-level characters of GB 2312 and Big5, signs, and full-width forms.
    """
    gb = [bytes((a, b)) for a in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for b in range(0xA1, 255)]
    trails = (*range(0x40, 0x7F), *range(0xA1, 255))
    leads = (0xA1, *range(0xA4, 0xC6))
    big5 = [bytes((a, b)) for a in leads for b in trails]
    big5 += [bytes((0xC6, b)) for b in range(0x40, 0x7F)]  # what follows in this row is kana
    texts = (b"".join(gb).decode("gb2312", "ignore"), b"".join(big5).decode("big5", "ignore"))
    return frozenset("".join(texts)) | frozenset("\u3000\xa0“”‘’—–…•·é") - {"\ufffd"}


def _decode_any(name: str, data: bytes, declared: str) -> tuple[str, str, tuple[Doubt, ...]]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decode_after_bom(name, data.removeprefix(mark), encoding)
    if not CONTROL_BYTE.search(data) and (text := _decode_strict(data, "utf-8")) is not None:
        return text, "utf-8", ()
    if decoded := _decode_likeliest(data, declared):
        return *decoded, ()
    if (text := _decode_strict(data, "utf-8")) is not None:
        return text, "utf-8", ()
    return _decode_damaged(data) or _raise_unknown(name, data)


def _decode_strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_after_bom(name: str, data: bytes, encoding: str) -> tuple[str, str, tuple[Doubt, ...]]:
    text = _decode_strict(data, encoding)
    if text is None:
        raise UnreadableError("encoding.mark", name=name, encoding=encoding.upper())
    return text, encoding, ()


def _decode_likeliest(data: bytes, declared: str) -> tuple[str, str] | None:
    """Return the text and encoding of the likeliest strict decoding, or None if none is likely."""
    wide = _UTF_16 if len(data) % 2 == 0 else ()
    names = [declared, "windows-1252"] if _is_western(data) else [declared]
    candidates: list[tuple[float, str, str]] = []
    for name in dict.fromkeys(filter(None, (*names, *_CHINESE_CODECS, *wide))):
        codecs = _CHINESE_CODECS.get(name, (name,))
        text = next((t for t in (_decode_strict(data, codec) for codec in codecs) if t), None)
        if text is not None:
            # A single high byte between English words is a punctuation mark or an accented letter.
            is_western = name == "windows-1252" and not declared
            score = 2.0 if is_western else likelihood(text)
            if name not in _UTF_16 or score >= MIN_CLEAR_LIKELIHOOD:
                candidates.append((score, name, text))
    best = max(candidates, key=lambda row: row[0], default=(-1.0, "", ""))
    # In a short text, such as a name, all characters may be rare.
    least = MIN_LIKELIHOOD if len(best[2]) >= MIN_CHARACTERS else 0
    return (best[2], best[1]) if best[0] >= least else None


def _is_western(data: bytes) -> bool:
    """Return whether the bytes above ASCII are few and mostly single, as accented letters are.

    Chinese text has them in pairs. Data with control bytes is never Western text.
    """
    runs = HIGH_BYTES.findall(data[:SAMPLE_SIZE])
    single = sum(len(run) == 1 for run in runs)
    are_few = len(runs) * 10 < len(data)
    return not CONTROL_BYTE.search(data) and single > 0.75 * len(runs) and are_few


def _decode_damaged(data: bytes) -> tuple[str, str, tuple[Doubt, ...]] | None:
    """Decode a file with a few broken characters, which become U+FFFD.

    Return the text, its encoding and one doubt, or None if many are broken in every encoding.
    """
    for encoding in ("utf-8", *_CHINESE_CODECS):
        text = data.decode(_CHINESE_CODECS.get(encoding, (encoding,))[-1], "replace")
        broken = text.count("\ufffd")
        rest = text.replace("\ufffd", "")
        few = broken <= 2 + len(text) * MAX_BROKEN_SHARE and len(text) >= MIN_CHARACTERS
        if few and likelihood(rest) >= MIN_CLEAR_LIKELIHOOD and not CONTROL_BYTE.search(data):
            line = text.count("\n", 0, text.find("\ufffd")) + 1
            found = doubt("broken", encoding=encoding.upper(), n=broken, line=line)
            return text, encoding, (found,)
    return None


def _raise_unknown(name: str, data: bytes) -> tuple[str, str, tuple[Doubt, ...]]:
    """Raise UnreadableError for binary data or for an encoding that is not supported."""
    if CONTROL_BYTE.search(data):
        raise _binary_error(name, "nul" if b"\0" in data else "control")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - a 40 ms import, for refused files

    best = from_bytes(data[:SAMPLE_SIZE]).best() if len(data) >= MIN_BYTES_TO_GUESS else None
    if best is None:
        raise UnreadableError("encoding.unknown", name=name)
    guess = best.encoding.replace("_", "-").upper()
    raise UnreadableError("encoding.guessed", name=name, guess=guess)


def _refuse_binary(name: str, text: str) -> None:
    controls = len(re.findall(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]", text))
    if "\0" in text or controls * 100 > len(text):
        raise _binary_error(name, "nul" if "\0" in text else "control")


def _binary_error(name: str, kind: str) -> UnreadableError:
    return UnreadableError(f"binary.{kind}", name=name)


def _refuse_double_encoded(name: str, text: str) -> None:
    """Raise UnreadableError if `text` was once decoded in the wrong encoding and saved again."""
    sample = text[:SAMPLE_SIZE]
    if sample.count("锟斤拷") * 3 * 20 > len(sample):
        raise UnreadableError("encoding.lost", name=name)
    for wrong, right in (
        ("gb18030", "utf-8"),
        ("windows-1252", "utf-8"),
        ("windows-1252", "gb18030"),
    ):
        if _was_double_encoded(sample, wrong, right):
            codecs = {"right": right.upper(), "wrong": wrong.upper()}
            raise UnreadableError("encoding.twice", name=name, **codecs)


def _was_double_encoded(text: str, wrong: str, right: str) -> bool:
    """Return whether encoding `text` in `wrong` and decoding it in `right` gives Chinese."""
    if text.isascii():
        return False
    if wrong == "gb18030":
        data = text.encode(wrong, "replace")
    elif _HAN.search(text):
        return False
    else:
        data = text.translate(_western_bytes()).encode("latin-1", "replace")
    decoded = data.decode(right, "replace")
    if decoded.count("\ufffd") * 4 > len(decoded):
        return False  # early, since the counts below take time
    han, non_ascii = len(_HAN.findall(decoded)), len(_NON_ASCII.findall(text))
    is_chinese = han >= MIN_HAN and han * 4 >= non_ascii and likelihood(decoded) >= MIN_LIKELIHOOD
    return is_chinese and decoded.count("\ufffd") * 3 <= han


@cache
def _western_bytes() -> dict[int, int]:
    """Map the code points of the characters of Windows-1252 bytes 80 to 9F to these bytes.

    The five unassigned bytes are missing, since the caller encodes the rest as Latin-1.
    """
    decoded = {byte: bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
    return {ord(character): byte for byte, character in decoded.items() if character}
