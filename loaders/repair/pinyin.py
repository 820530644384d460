"""Find pinyin readings that follow the characters that they annotate, and remove them.

The functions that find annotations return edits, which pipeline.py applies.

Sites and mirrors insert readings after every character or after a few, mostly in brackets: with a
space before the bracket, with tone marks or tone numbers, with several readings of one character in
one bracket, or with the reading of a whole word. A bracket is removed only if it holds real
readings of the text before it.
"""

import re
import unicodedata
from functools import cache, lru_cache

from loaders.repair.edits import Edit
from loaders.repair.variants import character_forms
from loaders.text.measures import HAN
from loaders.text.romanisation import mark_tone, readings_of

# Letters of pinyin with and without tone marks, the phonetic forms of a and g, and other spellings
# of ü.
PINYIN_LETTERS = "A-Za-zÀ-ÿĀ-ſǍ-ǜḿɑɡếềẾỀ\u0300\u0301\u0304\u0306\u0308\u030c"
# The vowels of pinyin with a tone mark.
TONED_VOWELS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
OPEN, CLOSE = r"[(（\[〔]", r"[)）\]〕]"
BRACKET = re.compile(
    rf"(?<=[{HAN}])(?P<gap>[ \u3000\u00a0]{{0,2}}){OPEN}"
    rf"(?P<inside>[{PINYIN_LETTERS}0-5:'’·\-/|,，、;； ]{{1,60}}){CLOSE}"
)
# Successive characters, each followed by its reading: ruby text that lost its tags.
BARE_RUN = re.compile(
    rf"(?:[{HAN}][{TONED_VOWELS}a-zü]{{1,6}}){{2,200}}(?![A-Za-z{TONED_VOWELS}ü])"
)
BARE_UNIT = re.compile(rf"[{HAN}]([{TONED_VOWELS}a-zü]{{1,6}})")
ALTERNATIVE = re.compile(r"[/|,，、;；]")
SEPARATOR = re.compile(r"[ '’·\-]")
NUMBERED_SYLLABLE = re.compile(r"([a-zü]{1,6})([0-5])")
MAX_WORD_LENGTH = 8
# A breve is often typed for the caron of the third tone.
SPELLING_VARIANTS = str.maketrans({"ɑ": "a", "ɡ": "g", "\u0306": "\u030c"})
# A final r can be the reading of a separate character, as in yīdiǎnr.
ERHUA_READINGS = {"儿": frozenset("r"), "兒": frozenset("r")}
# Tone sandhi: before some tones these two are spoken in another tone, and printed so.
SANDHI_READINGS = {"一": ("yí", "yì"), "不": ("bú",)}


def pinyin_annotations(line: str) -> list[Edit]:
    """Return edits that remove brackets with one or more readings of the text before them.

    Brackets without any tone mark or tone number are left to neutral_annotations.

    >>> [(e.start, e.end) for e in pinyin_annotations("網(wǎng)絡(luò)局(單位)")]
    [(1, 7), (8, 13)]
    >>> edits = pinyin_annotations("行 （háng/xíng）、灯会(deng1hui4)、按(an)、甲(yǐ)、首席(CEO)")
    >>> [(e.start, e.end) for e in edits]
    [(1, 13), (16, 27)]
    """
    return _bracket_edits(line, is_neutral=False)


def neutral_annotations(line: str) -> list[Edit]:
    """Return edits that remove brackets with a reading without a tone, such as of 的, 了, 们.

    Such a bracket may also hold an English word, so the edits are safe to apply only to a page that
    is known to be annotated with pinyin.

    >>> [(e.start, e.end) for e in neutral_annotations("我们(men)的(de)灯(dēng)，按(an)")]
    [(2, 7), (8, 12)]
    """
    return _bracket_edits(line, is_neutral=True)


def bare_annotations(line: str) -> list[Edit]:
    """Return edits that remove readings without brackets after two or more successive characters.

    Each must be a reading of the character before it, and at least two must have a tone mark.

    >>> [(e.start, e.end) for e in bare_annotations("湖hú光guāng灯会；读作hú，也读作hù")]
    [(1, 3), (4, 9)]
    """
    return [
        Edit(run.start() + unit.start(1), run.start() + unit.end(1), "")
        for run in BARE_RUN.finditer(line)
        if _are_readings(run[0])
        for unit in BARE_UNIT.finditer(run[0])
    ]


def _are_readings(run: str) -> bool:
    units = [(unit[0][0], unit[1]) for unit in BARE_UNIT.finditer(run)]
    toned = sum(not reading.isascii() for _, reading in units)
    return toned > 1 and all(reading in readings(character) for character, reading in units)


def _bracket_edits(line: str, *, is_neutral: bool) -> list[Edit]:
    edits = []
    for match in BRACKET.finditer(line):
        before = line[max(0, match.start() - MAX_WORD_LENGTH) : match.start()]
        reading, has_tone = _normalize_reading(match["inside"])
        if has_tone is not is_neutral and _is_reading_of(reading, before, is_neutral=is_neutral):
            edits.append(Edit(match.start(), _annotation_end(match, line), ""))
    return edits


def _annotation_end(match: re.Match[str], line: str) -> int:
    """Return the index in `line` at which an annotation ends.

    The annotation includes a space after the bracket, if there is one before the bracket too and a
    Han character follows.
    """
    end = match.end()
    is_spaced = match["gap"] == " " and line[end : end + 1] == " "
    return end + 1 if is_spaced and re.match(f"[{HAN}]", line[end + 1 : end + 2]) else end


@lru_cache(maxsize=10_000)
def _normalize_reading(inside: str) -> tuple[str, bool]:
    """Return the text of a bracket in lower case with tone marks, and whether it has a tone.

    Tone numbers are replaced by tone marks.
    """
    text = unicodedata.normalize("NFD", inside.lower()).translate(SPELLING_VARIANTS)
    text = unicodedata.normalize("NFC", text).replace("u:", "ü").strip()
    toned = NUMBERED_SYLLABLE.sub(_mark_tone, text)
    return toned, toned != text or not text.isascii()


def _mark_tone(match: re.Match[str]) -> str:
    syllable, tone = match[1].replace("v", "ü"), match[2]
    return mark_tone(f"{syllable}{tone}") if tone in "1234" else syllable


def _is_reading_of(reading: str, before: str, *, is_neutral: bool) -> bool:
    """Return whether `reading` holds only readings of the last character or word of `before`.

    With `is_neutral` only the last character counts.
    """
    pieces = [piece.strip() for piece in ALTERNATIVE.split(reading)]
    words = [SEPARATOR.sub("", piece) for piece in pieces]
    single = readings(before[-1])
    if all(word in single for word in words):
        return True
    if is_neutral or not all(words):
        return False
    if all(syllable in single for piece in pieces for syllable in SEPARATOR.split(piece)):
        return True
    return len(words) == 1 and _is_reading_of_word(words[0], before)


def _is_reading_of_word(word: str, before: str) -> bool:
    """Return whether `word` is the joined reading of the last characters of `before`."""
    rests = {word}
    for character in reversed(before):
        candidates = readings(character) | ERHUA_READINGS.get(character, frozenset())
        rests = {rest[: -len(each)] for rest in rests for each in candidates if rest.endswith(each)}
        if not rests or "" in rests:
            break
    return "" in rests


@cache
def readings(character: str) -> frozenset[str]:
    """Return all pinyin readings of a character and its other forms, with tone marks.

    The other forms are those of variants.character_forms. The readings are those of pypinyin, and
    of SANDHI_READINGS.
    """
    found = (readings_of(form) for form in character_forms(character))
    return frozenset({*SANDHI_READINGS.get(character, ())}.union(*found))
