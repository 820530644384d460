"""From bytes to characters: which encoding a file is in, decoded strictly.

UTF-8 rejects what is not UTF-8, so what passes is UTF-8. GB18030 and Big5 accept most of each
other's files: there the likelier characters decide, those of the first levels of the two standards,
which their committees chose by frequency (3,755 simplified, 5,401 traditional) and which make up
over 98 % of running text. Read in the wrong one of the two, about half of a text falls outside.
Ties go to the earlier row of _EIGHT_BIT, since two or three characters may be likely in both.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from loaders.errors import UnreadableError

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Codecs by the name that a reader of the report knows; of Big5, each later one has more characters.
_EIGHT_BIT = {"gb18030": ("gb18030",), "big5": ("big5", "cp950", "big5hkscs")}
_WIDE = ("utf-16-le", "utf-16-be")
DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "big5-hkscs": "big5", "iso-8859-1": ""}
CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
HIGH_RUN = re.compile(rb"[\x80-\xff]{1,2}")
LIKELY = 0.6  # a strict decoding below it is no text; true ones are above 0.9
CLEAR = 0.9
# A page cut short or spliced has a broken character or two; more, and it is no such page.
BROKEN_PER_CHARACTER = 1 / 1000
ENOUGH = 50
ENOUGH_HAN = 4
SAMPLE = 100_000

_HAN = re.compile("[\u4e00-\u9fff]")
_ODD = re.compile(r"[^\0-\x7f]")
TO_GUESS_FROM = 200


def decode(name: str, data: bytes, *, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    """The characters of `data`, the encoding they were in, and warnings; `name` is for messages.

    `declared` is what the file says of itself, which is believed where the bytes agree.
    Raises UnreadableError for an empty or binary file, an unknown encoding, text encoded twice.
    """
    if not data.strip(b" \t\r\n\f\v\0"):
        found = "holds nothing but NUL bytes" if b"\0" in data else "is empty"
        raise UnreadableError(f"{name} {found}; save the page again with its text.")
    text, encoding, warnings = _decoded(name, data, DECLARED.get(declared, declared))
    _refuse_binary(name, text)
    _refuse_twice_encoded(name, text)
    return text, "utf-16" if encoding in _WIDE else encoding, warnings


def likelihood(text: str) -> float:
    """How likely `text` is to be what was written: 1 for common characters only, under 0 for noise.

    The mean over all but printable ASCII: 1 a common character, 0 a rare one, -1 no character.

    >>> likelihood("湖光灯会"), likelihood("plain")
    (1.0, 1.0)
    >>> likelihood("请介绍筹备工作的进展".encode("gb18030").decode("big5"))
    0.7
    """
    counts = Counter(text)
    kept = {c: n for c, n in counts.items() if not (" " <= c <= "~" or c in "\t\n\r\f\v")}
    total = sum(kept.values())
    return sum(_points(c) * n for c, n in kept.items()) / total if total else 1.0


def _points(character: str) -> int:
    if character in _common():
        return 1
    return -1 if unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs") else 0


@cache
def _common() -> frozenset[str]:
    """Signs and full-width forms, and the characters of the first level of GB 2312 and of Big5."""
    gb = [bytes((a, b)) for a in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for b in range(0xA1, 255)]
    trails = (*range(0x40, 0x7F), *range(0xA1, 255))
    leads = (0xA1, *range(0xA4, 0xC6))
    big5 = [bytes((a, b)) for a in leads for b in trails]
    big5 += [bytes((0xC6, b)) for b in range(0x40, 0x7F)]  # what follows in this row is kana
    texts = (b"".join(gb).decode("gb2312", "ignore"), b"".join(big5).decode("big5", "ignore"))
    return frozenset("".join(texts)) | frozenset("\u3000\xa0“”‘’—–…•·é") - {"\ufffd"}


def _decoded(name: str, data: bytes, declared: str) -> tuple[str, str, tuple[str, ...]]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _marked(name, data.removeprefix(mark), encoding)
    if not CONTROL.search(data) and (text := _strictly(data, "utf-8")) is not None:
        return text, "utf-8", ()
    if found := _likeliest(data, declared):
        return *found, ()
    if (text := _strictly(data, "utf-8")) is not None:
        return text, "utf-8", ()
    return _mended(name, data) or _unknown(name, data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _marked(name: str, data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    text = _strictly(data, encoding)
    if text is None:
        raise UnreadableError(
            f"{name} begins with the mark of {encoding.upper()}, and what follows is not; save it "
            "as UTF-8 and load it again."
        )
    return text, encoding, ()


def _likeliest(data: bytes, declared: str) -> tuple[str, str] | None:
    """Text and encoding of the likeliest strict decoding; None where no decoding is likely."""
    wide = _WIDE if len(data) % 2 == 0 else ()
    names = [declared, "windows-1252"] if _is_western(data) else [declared]
    found: list[tuple[float, str, str]] = []
    for name in dict.fromkeys(filter(None, (*names, *_EIGHT_BIT, *wide))):
        codecs = _EIGHT_BIT.get(name, (name,))
        text = next((t for t in (_strictly(data, codec) for codec in codecs) if t), None)
        if text is not None:
            # What stands between English words as a lone byte is a sign or an accent of theirs.
            western = name == "windows-1252" and not declared
            likely = 2.0 if western else likelihood(text)
            if name not in _WIDE or likely >= CLEAR:
                found.append((likely, name, text))
    best = max(found, key=lambda row: row[0], default=(-1.0, "", ""))
    # A few characters, of a name perhaps, may all be rare.
    return (best[2], best[1]) if best[0] >= (LIKELY if len(best[2]) >= ENOUGH else 0) else None


def _is_western(data: bytes) -> bool:
    """Whether the bytes above ASCII stand alone, as accents do; those of Chinese come in pairs."""
    runs = HIGH_RUN.findall(data[:SAMPLE])
    alone = sum(len(run) == 1 for run in runs)
    return not CONTROL.search(data) and alone > 0.75 * len(runs) and len(runs) * 10 < len(data)


def _mended(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """Text with U+FFFD for its few broken characters, and a warning; None where they are many."""
    for encoding in ("utf-8", *_EIGHT_BIT):
        text = data.decode(_EIGHT_BIT.get(encoding, (encoding,))[-1], "replace")
        broken = text.count("\ufffd")
        rest = text.replace("\ufffd", "")
        few = broken <= 2 + len(text) * BROKEN_PER_CHARACTER and len(text) >= ENOUGH
        if few and likelihood(rest) >= CLEAR and not CONTROL.search(data):
            line = text.count("\n", 0, text.find("\ufffd")) + 1
            warning = (
                f"{name} has characters that are broken in {encoding.upper()} ({broken}, the "
                f"first in line {line}); they stand as \ufffd, and a better copy would have them."
            )
            return text, encoding, (warning,)
    return None


def _unknown(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Raise the sentence for bytes that are no text that is read here."""
    if CONTROL.search(data):
        raise _binary(name, "NUL" if b"\0" in data else "control")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 40 ms, for refused files only

    best = from_bytes(data[:SAMPLE]).best() if len(data) >= TO_GUESS_FROM else None
    guess = f" (it looks like {best.encoding.replace('_', '-').upper()})" if best else ""
    raise UnreadableError(
        f"{name} is in neither UTF-8 nor GB18030 nor Big5{guess}; save it as UTF-8 and load it "
        "again."
    )


def _refuse_binary(name: str, text: str) -> None:
    controls = len(re.findall(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]", text))
    if "\0" in text or controls * 100 > len(text):
        raise _binary(name, "NUL" if "\0" in text else "control")


def _binary(name: str, found: str) -> UnreadableError:
    return UnreadableError(
        f"{name} holds {found} bytes, so it is no plain text; save it as UTF-8 text."
    )


def _refuse_twice_encoded(name: str, text: str) -> None:
    """Refuse UTF-8 that was read in another encoding once and saved again."""
    sample = text[:SAMPLE]
    if sample.count("锟斤拷") * 3 * 20 > len(sample):
        raise UnreadableError(
            f"{name} holds 锟斤拷 where its characters were: they were lost when it was saved in "
            "another encoding; save the page again from its source, as UTF-8."
        )
    for wrong, right in (
        ("gb18030", "utf-8"),
        ("windows-1252", "utf-8"),
        ("windows-1252", "gb18030"),
    ):
        if _was_read_as(sample, wrong, right):
            raise UnreadableError(
                f"{name} was encoded twice: its characters are {right.upper()} that was read as "
                f"{wrong.upper()} and saved again; save the page from its source, as UTF-8."
            )


def _was_read_as(text: str, wrong: str, right: str) -> bool:
    """Whether taking `text` back to the bytes in `wrong` gives Chinese in `right`."""
    if text.isascii():
        return False
    if wrong == "gb18030":
        data = text.encode(wrong, "replace")
    elif _HAN.search(text):
        return False
    else:
        data = text.translate(_western_bytes()).encode("latin-1", "replace")
    undone = data.decode(right, "replace")
    if undone.count("\ufffd") * 4 > len(undone):
        return False  # before anything is counted that takes time
    han, odd = len(_HAN.findall(undone)), len(_ODD.findall(text))
    is_chinese = han >= ENOUGH_HAN and han * 4 >= odd and likelihood(undone) >= LIKELY
    return is_chinese and undone.count("\ufffd") * 3 <= han


@cache
def _western_bytes() -> dict[int, int]:
    """The byte of each character of windows-1252; the five that it lacks are as in Latin-1."""
    decoded = {byte: bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
    return {ord(character): byte for byte, character in decoded.items() if character}
