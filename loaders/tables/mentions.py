"""Extract documents in 《》, slogans in “” and figures with their units.

Decisions. A figure is a number with a unit (a measure word, %, 万 or 亿): years, days of the month,
ordinals (第三届) and numbers in names are not figures. A number in Chinese characters is a figure
from ten on, with a unit (二十天, 十个分论坛). Smaller numbers count the points of a speech
(三方面), and so do 十大, 十个方面 and 十件大事: these are not figures. A slogan is quoted, of 20
characters at most and without a full stop. A longer quotation is a passage of speech, not a name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

import pyarrow as pa

from loaders.schema import from_rows, rows_of
from loaders.text.measures import HAN, characters, han_characters

# The first is in Han characters, of which 24 would be a passage; the second is in characters.
MAX_SURFACE_LENGTH = 23
MAX_SLOGAN_LENGTH = 20

_DOCUMENT = re.compile(r"《(?P<surface>[^《》\n]{1,60})》")
_SLOGAN = re.compile(r"“(?P<surface>[^“”《》。！？!?\n]{1,40})”")

# Verbs directly before a title or slogan that say what was done with it.
_VERBS = (
    "发布|出版|印发|出台|制定|修订|编制|起草|公布|印制|签署|推出|推进|实施|启动|举办|主办|承办|开展|开设|打造|"
    "提出|强调|指出|要求|评选|组织|策划|深化|秉持|坚持|紧扣|围绕|做到|体现|做好|设立|用好|入选|升级|营造"
)
_VERB = re.compile(f"({_VERBS})(?=[^，,。；;：:！？!?]{{0,8}}[，,：:]?$)")
_SPEAKER = re.compile(f"(?:^|[^{HAN}])([{HAN}]{{2,10}}?)(?:强调|指出|提出|要求)[，,：:]?$")

_MEASURE = (
    "个百分点|个小时|个月|人次|场次|平方公里|平方米|公里|部门|小时|分钟|个|家|款|件|项|场|次|名|位|人|条|篇|"
    "部|期|座|辆|例|届|种|份|册|台|户|所|间|只|元|吨|米|天|周|年|岁|倍|批|类|级|国|省|市|县|村|校|起|处"
)
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,4})?|[0-9]{1,12}(?:\.[0-9]{1,6})?"
_CHINESE = (
    "[一二两三四五六七八九]百[零一二三四五六七八九十]{0,4}|"
    "[一二两三四五六七八九]?十[一二三四五六七八九]?"
)
_NUMBER = f"{_DIGITS}|{_CHINESE}"
_MYRIAD = "万亿|亿|万"
# 近 in 最近 and 约 in 节约 are not modifiers; a number after 第, 数 or a letter is not a figure.
_BEFORE = "超过|超|突破|将近|接近|(?<![最附])近|大约|(?<![节公条签])约|至少|不少于|不到|不足|逾"
_FIGURE = re.compile(
    rf"(?:(?P<before>{_BEFORE})了?)?"
    rf"(?<![0-9A-Za-z.第数几])(?P<low>{_NUMBER})(?P<low_myriad>{_MYRIAD})?"
    rf"(?:(?:至|到|[-—–~～]{{1,2}})(?P<high>{_NUMBER})(?P<high_myriad>{_MYRIAD})?)?"
    rf"(?P<after>多|余)?(?P<after_myriad>{_MYRIAD})?(?P<unit>%|‰|{_MEASURE})?"
    r"(?P<above>以上|以下|左右)?"
)
_SUBJECT = re.compile(
    f"([{HAN}]{{2}}(?:人数|量|数|额|率|规模|比例))(?:已|共|总共|累计)?(?:达到?|为|是)?了?$"
)

# Nouns after a number that count points, although the unit fits a figure: 十个方面, 3个突出.
_NO_FIGURE_UNITS = re.compile("方面|突出|强化|结合|坚持|必须|关键|重点|大事")
# With these units a number that looks like a year is a year: 2023年, 2023届, 2023起.
_YEAR_UNITS = frozenset(["年", "届", "起", "级"])
_LOWER_BOUND_WORDS = frozenset(["超过", "超", "突破", "至少", "不少于", "逾", "多", "余", "以上"])
_UPPER_BOUND_WORDS = frozenset(["近", "将近", "接近", "不到", "不足", "以下"])
_MYRIADS = {None: 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_CHINESE_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}

Row = dict[str, Any]


def mentions(paragraphs: pa.Table) -> pa.Table:
    """Build table `mentions`: documents, slogans and figures, numbered in reading order.

    `surface` is the text of a figure, or the text between the marks of a document or slogan, and
    `offset` its start in the paragraph, in characters from 0.

    `low` and `high` are equal for a plain figure, and the two ends for a range. `high` is null for
    a lower bound (超过, 多), `low` for an upper bound (近, 不到). 万 and 亿 are multiplied out, so
    that 1.5亿 is 150,000,000. `unit` is the measure word, null if the text has none. `modifier` is
    the word that makes a figure inexact.

    `subject` is the quantity measured, or the speaker of a slogan, if named directly before the
    mention. `verb` says what was done with a document or slogan, if such a verb is just before
    it. `counterpart` is always null so far.
    """
    texts = sorted(rows_of(paragraphs, "briefing_id", "paragraph", "text"))
    numbers: dict[str, Iterator[int]] = {}
    rows = (
        {
            "briefing_id": briefing_id,
            "paragraph": paragraph,
            "mention": next(numbers.setdefault(briefing_id, count(1))),
            **row,
        }
        for briefing_id, paragraph, text in texts
        for row in _mentions_in(text)
    )
    return from_rows("mentions", rows)


def chinese_integer(text: str) -> int:
    """Return the value of a Chinese numeral below a thousand; raise KeyError for other characters.

    >>> chinese_integer("十二"), chinese_integer("二十"), chinese_integer("三百零五")
    (12, 20, 305)
    """
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * {"十": 10, "百": 100}[character]
            digit = 0
        else:
            digit = _CHINESE_DIGITS[character]
    return total + digit


def _mentions_in(text: str) -> list[Row]:
    documents = list(_find_marked(text, _DOCUMENT, "document"))
    slogans = _not_inside(documents, _find_marked(text, _SLOGAN, "slogan"))
    figures = _not_inside([*documents, *slogans], _find_figures(text))
    return sorted([*documents, *slogans, *figures], key=lambda row: (row["offset"], row["kind"]))


def _find_marked(text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Row]:
    for match in pattern.finditer(text):
        surface = match["surface"]
        if not characters(surface) or han_characters(surface) > MAX_SURFACE_LENGTH:
            continue
        if kind == "slogan" and not 2 <= characters(surface) <= MAX_SLOGAN_LENGTH:
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        verb, subject = _last_match(_VERB, before), None
        if kind == "slogan":
            subject = _last_match(_SPEAKER, before)
        yield {"kind": kind, "surface": surface, "offset": match.start("surface"),
               "verb": verb, "subject": subject}  # fmt: skip


def _find_figures(text: str) -> Iterator[Row]:
    for match in _FIGURE.finditer(text):
        if not _is_figure(match):
            continue
        scale = match["after_myriad"] or match["low_myriad"]
        low = _parse_number(match["low"]) * _MYRIADS[scale]
        high = low
        if match["high"]:
            high = (
                _parse_number(match["high"])
                * _MYRIADS[match["after_myriad"] or match["high_myriad"]]
            )
            low = low if scale else _parse_number(match["low"]) * _MYRIADS[match["high_myriad"]]
        modifier = match["before"] or match["after"] or match["above"]
        yield {
            "kind": "figure",
            "surface": match[0],
            "offset": match.start(),
            "low": None if modifier in _UPPER_BOUND_WORDS else low,
            "high": None if modifier in _LOWER_BOUND_WORDS else high,
            "unit": match["unit"],
            "modifier": modifier,
            "subject": _last_match(_SUBJECT, text[max(0, match.start() - 12) : match.start()]),
        }


def _is_figure(match: re.Match[str]) -> bool:
    if not (match["unit"] or match["low_myriad"] or match["after_myriad"] or match["high_myriad"]):
        return False
    if match["unit"] in _YEAR_UNITS and re.fullmatch("(?:1[5-9]|2[01])[0-9]{2}", match["low"]):
        return False
    return _NO_FIGURE_UNITS.match(match.string, match.end()) is None


def _parse_number(number: str) -> float:
    digits = number.replace(",", "")
    return float(digits) if digits[0].isdigit() else float(chinese_integer(digits))


def _last_match(pattern: re.Pattern[str], text: str) -> str | None:
    matches = [match[1] for match in pattern.finditer(text)]
    return matches[-1] if matches else None


def _not_inside(marked: Sequence[Row], rows: Iterable[Row]) -> list[Row]:
    """Return the `rows` that do not begin inside a row of `marked`.

    The rows of `marked` must not overlap each other.
    """
    spans = sorted((row["offset"], row["offset"] + len(row["surface"])) for row in marked)
    begins, ends = [begin for begin, _ in spans], [0, *(end for _, end in spans)]
    return [row for row in rows if ends[bisect_right(begins, row["offset"])] <= row["offset"]]
