"""Readings in pinyin that stand in brackets behind the characters that they are of.

Sites and mirrors put them in: behind every character or behind few, with a space before the
bracket, with tone marks or tone numbers, several readings of one character in one bracket, or the
readings of a whole word. A bracket goes only where it holds real readings of what is before it.
"""

import re
import unicodedata
from functools import cache, lru_cache

from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import tone3_to_tone

from loaders.repair.edits import Edit
from loaders.repair.variants import forms
from loaders.text.measures import HAN

# Letters of pinyin with and without their marks, the phonetic forms of a and g, and u with dots
# written otherwise.
LETTERS = "A-Za-zÀ-ÿĀ-ſǍ-ǜḿɑɡếềẾỀ\u0300\u0301\u0304\u0306\u0308\u030c"
# The vowels of pinyin with the mark of a tone.
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
OPEN, CLOSE = r"[(（\[〔]", r"[)）\]〕]"
BRACKET = re.compile(
    rf"(?<=[{HAN}])(?P<gap>[ \u3000\u00a0]{{0,2}}){OPEN}"
    rf"(?P<inside>[{LETTERS}0-5:'’·\-/|,，、;； ]{{1,60}}){CLOSE}"
)
# Characters one behind the other, each with its reading: what is left of ruby without its tags.
BARE = re.compile(rf"(?:[{HAN}][{TONED}a-zü]{{1,6}}){{2,200}}(?![A-Za-z{TONED}ü])")
UNIT = re.compile(rf"[{HAN}]([{TONED}a-zü]{{1,6}})")
ALTERNATIVE = re.compile(r"[/|,，、;；]")
SEPARATOR = re.compile(r"[ '’·\-]")
NUMBERED = re.compile(r"([a-zü]{1,6})([0-5])")
LONGEST_WORD = 8
# A breve is often typed for the caron of the third tone.
SPELLING = str.maketrans({"ɑ": "a", "ɡ": "g", "\u0306": "\u030c"})
# An r at the end of a syllable stands for a character of its own, as in yīdiǎnr.
RETROFLEX = {"儿": frozenset("r"), "兒": frozenset("r")}
# Tones change before others, and are printed as spoken.
SPOKEN = {"一": ("yí", "yì"), "不": ("bú",)}


def pinyin_annotations(line: str) -> list[Edit]:
    """Brackets with the reading, or all readings, of what stands before them.

    >>> [(e.start, e.end) for e in pinyin_annotations("網(wǎng)絡(luò)局(單位)")]
    [(1, 7), (8, 13)]
    >>> edits = pinyin_annotations("行 （háng/xíng）、灯会(deng1hui4)、按(an)、甲(yǐ)、首席(CEO)")
    >>> [(e.start, e.end) for e in edits]
    [(1, 13), (16, 27)]
    """
    return _annotations(line, is_neutral=False)


def neutral_annotations(line: str) -> list[Edit]:
    """The same where no tone is marked: readings of 的, 了, 们 and the like, which have none.

    Such a bracket may also hold a word of English, so that a page must show elsewhere that it is
    annotated.

    >>> [(e.start, e.end) for e in neutral_annotations("我们(men)的(de)灯(dēng)，按(an)")]
    [(2, 7), (8, 12)]
    """
    return _annotations(line, is_neutral=True)


def bare_annotations(line: str) -> list[Edit]:
    """Readings without brackets, where two or more characters one behind the other have theirs.

    Each has to be a reading of its character, and two have to mark a tone.

    >>> [(e.start, e.end) for e in bare_annotations("湖hú光guāng灯会；读作hú，也读作hù")]
    [(1, 3), (4, 9)]
    """
    return [
        Edit(run.start() + unit.start(1), run.start() + unit.end(1), "")
        for run in BARE.finditer(line)
        if _are_readings(run[0])
        for unit in UNIT.finditer(run[0])
    ]


def _are_readings(run: str) -> bool:
    units = [(unit[0][0], unit[1]) for unit in UNIT.finditer(run)]
    toned = sum(not reading.isascii() for _, reading in units)
    return toned > 1 and all(reading in readings(character) for character, reading in units)


def _annotations(line: str, *, is_neutral: bool) -> list[Edit]:
    edits = []
    for match in BRACKET.finditer(line):
        before = line[max(0, match.start() - LONGEST_WORD) : match.start()]
        spelled, has_tone = _spelled(match["inside"])
        if has_tone is not is_neutral and _is_of(spelled, before, is_neutral=is_neutral):
            edits.append(Edit(match.start(), _end(match, line), ""))
    return edits


def _end(match: re.Match[str], line: str) -> int:
    """Where an annotation ends: one that is set apart by a space before it is by one behind it."""
    end = match.end()
    is_apart = match["gap"] == " " and line[end : end + 1] == " "
    return end + 1 if is_apart and re.match(f"[{HAN}]", line[end + 1 : end + 2]) else end


@lru_cache(maxsize=10_000)
def _spelled(inside: str) -> tuple[str, bool]:
    """What a bracket holds, in small letters with tone marks, and whether a tone is marked."""
    text = unicodedata.normalize("NFD", inside.lower()).translate(SPELLING)
    text = unicodedata.normalize("NFC", text).replace("u:", "ü").strip()
    marked = NUMBERED.sub(_marked, text)
    return marked, marked != text or not text.isascii()


def _marked(match: re.Match[str]) -> str:
    syllable, tone = match[1].replace("v", "ü"), match[2]
    return str(tone3_to_tone(f"{syllable}{tone}")) if tone in "1234" else syllable


def _is_of(spelled: str, before: str, *, is_neutral: bool) -> bool:
    """Whether these are readings of the last character, or of the last few together."""
    pieces = [piece.strip() for piece in ALTERNATIVE.split(spelled)]
    words = [SEPARATOR.sub("", piece) for piece in pieces]
    known = readings(before[-1])
    if all(word in known for word in words):
        return True
    if is_neutral or not all(words):
        return False
    if all(syllable in known for piece in pieces for syllable in SEPARATOR.split(piece)):
        return True
    return len(words) == 1 and _spells(words[0], before)


def _spells(word: str, before: str) -> bool:
    """Whether `word` is a reading of each of the last characters of `before`, one after another."""
    rests = {word}
    for character in reversed(before):
        known = readings(character) | RETROFLEX.get(character, frozenset())
        rests = {rest[: -len(one)] for rest in rests for one in known if rest.endswith(one)}
        if not rests or "" in rests:
            break
    return "" in rests


@cache
def readings(character: str) -> frozenset[str]:
    """Every reading of a character in any of its forms, with tone marks, as pypinyin lists them."""
    found = {
        reading
        for form in forms(character)
        for syllable in pinyin(form, style=Style.TONE, heteronym=True, errors="ignore")
        for reading in syllable
    }
    return frozenset(found | set(SPOKEN.get(character, ())))
