"""Measure the length of a text in characters, Han characters, sentences, and syllables read aloud.

Shares and rates use characters; minutes use syllables, since a figure such as 1700 takes as long
to say as the four characters 一千七百.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from loaders.lexicon.letters import letters

# The inside of a character class for one Han character: the Unicode blocks of unified and
# compatibility ideographs, the iteration mark and the ideographic zero (Unicode's Script=Han).
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"

_HAN = re.compile(f"[{HAN}]")
# Closing quotes and brackets after a full stop belong to the sentence that it ends.
_SENTENCE_END = re.compile(r"[。！？!?\n]{1,20}[”’」』）)》]{0,5}")

_DIGITS = "零一二三四五六七八九"
_DIGIT_UNITS = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")

# Full-width digits, letters, percent sign, full stop and colon; not the comma, which would join
# 五，345 to a thousand.
_TO_NARROW = {code: code - 0xFEE0 for code in range(0xFF05, 0xFF5B) if code != 0xFF0C}

# The characters of _TO_NARROW that change how a number or a word is read; the rest is punctuation.
_FULL_WIDTH = re.compile("[％－-：Ａ-Ｚａ-ｚ]")

# Characters that make a preceding 1900 to 2099 a count: 2023个 is a number, 2023中国 a year.
_MEASURE_WORDS = frozenset(
    "多余几个人件家名项次场种条位元万亿千百天日户只台辆座篇份部届期吨米公克小亩平册"
)
_DIGIT = re.compile("[0-9]")
_WORD = re.compile("[A-Za-z\u00c0-\u024f]{1,60}")
_HOTLINE_NUMBER = r"1[0-9]{4}(?=热线|电话|平台|举报|服务)"
_READ_ALOUD = re.compile(
    rf"""
    (?P<date>(?:19|20)[0-9]{{2}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?![0-9]))
    | (?P<clock>[0-9]{{1,2}}:[0-9]{{2}}(?![0-9]))
    | (?P<digits>0[0-9]{{2,3}}-[0-9]{{7,8}} | {_HOTLINE_NUMBER} | 0[0-9]{{1,30}} | [0-9]{{17,60}}
        | 1[3-9][0-9]{{9}}(?![0-9万亿]))
    | (?P<fraction>[0-9]{{1,6}}/[0-9]{{1,6}})
    | (?P<number>(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,4}}(?![0-9]) | [0-9]{{1,16}})
        (?:\.[0-9]{{1,20}})?[%‰]?)
    | (?P<word>{_WORD.pattern})
    | (?P<range>(?<=[0-9日月年时分%])[-—–~～]{{1,2}}(?=[0-9]))
    """,
    re.VERBOSE,
)
_VOWELS = re.compile(r"[aeiouy]{1,10}")


def characters(text: str) -> int:
    """Count the Han characters, letters and digits in `text`, without punctuation and white space.

    Letters and digits are Unicode's categories L and N, so that ７ and é are counted and ， is not.
    str.isalnum is true of exactly these categories (checked for every code point).

    >>> characters("海江省，2024年！")
    8
    """
    return len(text) if text.isalnum() else sum(map(str.isalnum, text))


def han_characters(text: str) -> int:
    """Count the Han characters in `text`.

    >>> han_characters("下架APP 800多款")
    4
    """
    return len(_HAN.findall(text))


def sentences(text: str) -> int:
    """Count the sentences in `text`.

    A sentence ends at 。！？!?, a line break or the end of the text, and contains at least one Han
    character, letter or digit. A semicolon and an ellipsis do not end a sentence. A question inside
    quotes does.

    >>> sentences("今天开会。准备好了吗？都好")
    3
    """
    return len(split_sentences(text))


class Length(NamedTuple):
    """The length of a text in each unit."""

    characters: int = 0
    han_characters: int = 0
    syllables: int = 0
    sentences: int = 0

    @staticmethod
    def total(lengths: Iterable["Length"]) -> "Length":
        """Return the sum of several lengths, unit by unit."""
        return Length(*map(sum, zip(Length(), *lengths, strict=True)))


# A paragraph is measured three times: for its own row, and for those of its turn and briefing.
@lru_cache(maxsize=20_000)
def length(text: str) -> Length:
    """Return the length of `text` in each unit.

    >>> length("今天开会。来了40人!")
    Length(characters=9, han_characters=7, syllables=9, sentences=2)
    """
    return Length(characters(text), han_characters(text), syllables(text), sentences(text))


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text` in order, each with its end mark.

    The sentences joined are `text`: a stretch without any Han character, letter or digit (quotes,
    white space) is added to the sentence before it, or to the first sentence. A text without
    any such character has no sentence.

    >>> split_sentences("他说：“好。”大家鼓掌！")
    ['他说：“好。”', '大家鼓掌！']
    """
    stretches = pairwise([0, *(mark.end() for mark in _SENTENCE_END.finditer(text)), len(text)])
    filled = [start for start, end in stretches if any(map(str.isalnum, text[start:end]))]
    starts = [0, *filled[1:], len(text)] if filled else []
    return [text[start:end] for start, end in pairwise(starts)]


def syllables(text: str) -> int:
    """Count the syllables of `text` when it is read aloud in Mandarin.

    A Han character is one syllable. A number is read as a number (1700 is 一千七百), but a year, a
    telephone number and the digits after a decimal point are read digit by digit. 37.8% is read
    with 百分之, 10:30 with 点 and 分. A Latin word in capitals has the syllables of its letters'
    names, any other Latin word one for each group of vowels (exceptions are in
    data/lexicon/letters.toml). Any other letter or numeral is one syllable, and so is the sign of a
    range (至).

    >>> syllables("1700多件"), syllables("2023年"), syllables("1.5亿"), syllables("37.8%")
    (6, 5, 4, 8)
    >>> syllables("800多款APP"), syllables("网络文明，你我同行！"), syllables("0931-1234567")
    (7, 8, 11)
    """
    if _FULL_WIDTH.search(text):
        text = text.translate(_TO_NARROW)
    if not _DIGIT.search(text):  # then only Latin words need counting apart from characters
        words = _WORD.findall(text)
        return characters(text) + sum(_word_syllables(word) - characters(word) for word in words)
    total, end = 0, 0
    for piece in _READ_ALOUD.finditer(text):
        total += characters(text[end : piece.start()])
        total += _SYLLABLE_COUNTERS[str(piece.lastgroup)](piece)
        end = piece.end()
    return total + characters(text[end:])


def spoken_integer(number: int) -> str:
    """Return `number` as read aloud in Chinese, for 0 to 9,999,999,999,999,999.

    >>> spoken_integer(1700), spoken_integer(10), spoken_integer(100_010)
    ('一千七百', '十', '十万零一十')
    """
    if number == 0:
        return _DIGITS[0]
    reading, padded = "", f"{number:016d}"
    for myriad, group in zip(reversed(_MYRIADS), re.findall("....", padded), strict=True):
        if int(group) == 0:
            continue
        if reading and (group[0] == "0" or reading[-1] == "零"):
            reading = reading.rstrip("零") + "零"
        reading += _spoken_group(group) + myriad
    return reading.removeprefix("一") if reading.startswith("一十") else reading


def _spoken_group(group: str) -> str:
    """Return four digits, not all 0, as read aloud without a leading 零: 0105 is 一百零五."""
    digits = zip(group, reversed(_DIGIT_UNITS), strict=True)
    parts = (_DIGITS[int(d)] + unit if d != "0" else "零" for d, unit in digits)
    return re.sub("零{2,3}", "零", "".join(parts)).strip("零")


def _count_number(piece: re.Match[str]) -> int:
    digits = piece[0].replace(",", "")
    number = digits.rstrip("%‰")
    integer, _, decimals = number.partition(".")
    after = piece.string[piece.end() : piece.end() + 1]
    if not decimals and digits == number and _is_year(digits, after):
        return len(digits)
    unit = 3 if digits != number else 0  # 百分之, 千分之
    point = 1 + len(decimals) if decimals else 0
    return unit + len(spoken_integer(int(integer))) + point


def _is_year(digits: str, after: str) -> bool:
    if after == "年":
        return len(digits) == 4 and "1500" <= digits <= "2199"
    is_recent = len(digits) == 4 and "1900" <= digits <= "2099"
    return is_recent and after not in _MEASURE_WORDS


def _count_digits(piece: re.Match[str]) -> int:
    return sum(character.isdigit() for character in piece[0])


def _count_date(piece: re.Match[str]) -> int:
    year, month, day = piece[0].split("-")
    return (
        len(year) + len(spoken_integer(int(month))) + len(spoken_integer(int(day))) + len("年月日")
    )


def _count_clock(piece: re.Match[str]) -> int:
    hour, minute = (int(part) for part in piece[0].split(":"))
    return len(spoken_integer(hour) + "点") + (len(spoken_integer(minute) + "分") if minute else 0)


def _count_fraction(piece: re.Match[str]) -> int:
    above, below = (int(part) for part in piece[0].split("/"))
    return len(spoken_integer(below) + "分之" + spoken_integer(above))


def _count_word(piece: re.Match[str]) -> int:
    return _word_syllables(piece[0])


@lru_cache(maxsize=10_000)
def _word_syllables(word: str) -> int:
    spoken = letters()
    if word in spoken.words:
        return spoken.words[word]
    if word.isupper() or len(word) == 1:
        return sum(spoken.letter.get(each, spoken.letter["default"]) for each in word.upper())
    ascii_word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    groups = len(_VOWELS.findall(ascii_word))
    silent = groups > 1 and re.search("[^aeiouyl]e$", word.lower()) is not None
    return max(1, groups - silent)


def _count_range(_piece: re.Match[str]) -> int:
    return 1


_SYLLABLE_COUNTERS: dict[str, Callable[[re.Match[str]], int]] = {
    "date": _count_date,
    "clock": _count_clock,
    "digits": _count_digits,
    "fraction": _count_fraction,
    "number": _count_number,
    "word": _count_word,
    "range": _count_range,
}
