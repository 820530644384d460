"""Extract figures: numbers with their units.

Decisions. A figure is a number with a unit (a measure word, %, 万 or 亿): years, days of the month,
ordinals (第三届, 二十届三中全会) and numbers in names are not figures. A number in Chinese
characters is a figure from ten on, with a unit (二十天, 十个分论坛). Smaller ones count the points
of a speech (三方面) and are no figures, and so do 十大, 十个方面 and 十件大事. With a unit of
sessions or of time they are figures, from two on: 两届, 四年, 一天半. A place on a list is a figure
(位居排行榜第二名), with the unit RANK: no other ordinal is one. Not figures are numbers that
select (前两届, 每两年) and fixed phrases (九年义务教育, 三年行动).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NotRequired, TypedDict

from loaders.contract import RANK
from loaders.text.measures import HAN

_MEASURE = (
    "个百分点|个小时|个月|人次|场次|平方公里|平方米|立方米|公里|公斤|公顷|千瓦时|千瓦|部门|小时|分钟|个|家|款|件|项|场|次|名|位|人|条|篇|"
    "部|期|座|辆|例|届|种|份|册|台|户|所|间|只|元|吨|米|天|周|年|岁|倍|批|类|级|斤|亩|套|首|支|张|笔|架|艘|组|株|棵|幅|本(?![次届市省])|国|省|市|县|村|校|起|处"
)
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,4})?|[0-9]{1,12}(?:\.[0-9]{1,6})?"
_NUMERAL = "〇零○一二两三四五六七八九十百千万亿几数"
_CHINESE = (
    f"(?<![{_NUMERAL}])(?:[一二两三四五六七八九]千[零一二两三四五六七八九百十]{{0,6}}|"
    "[一二两三四五六七八九]百[零一二三四五六七八九十]{0,4}|"
    "[一二两三四五六七八九]?十[一二三四五六七八九]?)"
)
_TIME_UNITS = "个小时|个月|小时|届|年|天|周"
# Below ten only with a unit of sessions or of time; one only with a half (一天半).
_SMALL = (
    f"(?<![{_NUMERAL}前这那每首同上下头])(?:[二两三四五六七八九](?=(?:{_TIME_UNITS}))"
    f"|[一二两三四五六七八九](?=个半(?:小时|月))|一(?=(?:{_TIME_UNITS})半)"
    f"|[一二两三四五六七八九](?=[至到][二两三四五六七八九十]{{1,3}}(?:{_MEASURE}))"
    # 一、二期 are the first and the second: a list of small numbers is a figure of time only.
    f"|[一二两三四五六七八九](?=、[二两三四五六七八九](?:个小时|个月|小时|年|天|周)))"
)
_DIGIT = "[二两三四五六七八九]"
_NUMBER = f"{_DIGITS}|{_CHINESE}|{_SMALL}"
_MYRIAD = "万亿|亿|万"
# 近 in 最近 and 约 in 节约 are not modifiers; a number after 第, 数 or a letter is not a figure.
_BEFORE = (
    "超过|超|突破|将近|接近|(?<![最附])近|大约|大概|(?<![节公条签])约|至少|不少于|不到|不足|逾"
)
_FIGURE = re.compile(
    rf"(?:(?P<before>{_BEFORE})了?)?"
    rf"(?<![0-9A-Za-z.第数几万千百亿])(?<![0-9],)(?P<low>{_NUMBER})(?P<low_myriad>{_MYRIAD})?"
    rf"(?:(?P<to>至|到|、|[-—–~～]{{1,2}})(?P<high>{_NUMBER}|{_DIGIT})(?P<high_myriad>{_MYRIAD})?)?"
    rf"(?P<after>多|余)?(?P<after_myriad>{_MYRIAD})?"
    rf"(?:(?P<half_unit>个)半(?P<half_noun>小时|月)|(?P<unit>%|‰|{_MEASURE}))?"
    rf"(?P<half>(?<=[届年天周])半(?!导|岛|月))?"
    # 多 may come behind a unit of time (两年多), but not in 多次 or 多元.
    rf"(?P<above>以上|以下|左右|(?<=[年天周月时])多(?![次元样种个项方边数]))?"
)
_RANKED = re.compile(
    rf"(?:榜|排名|位居|位列|名列|跃居|居(?!民|住))(?:[{HAN}]{{0,6}})?"
    f"(?P<rank>第(?P<number>[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})[名位])"
)
# Nouns after a number that count points, although the unit fits a figure: 十个方面, 3个突出.
_NO_FIGURE = re.compile(
    "方面|突出|强化|结合|坚持|必须|关键|重点|大事|"
    # Fixed phrases, classes, decades, and the numbers of congresses and plenary sessions.
    "行动|规划|计划|义务教育|级|代|一(?:次|度|遇|届)|两头|(?<=周)[年岁末边围期]|"
    "(?:[一二三四五六七八九]{1,2}[中次]全会|全国人大|全国政协|中央|人大|政协)"
)
# Before the last of several ordinals (第1、2项) or of several numbers (4、5、6岁, 十几、二十年).
_LISTED = re.compile(f"第[0-9{_NUMERAL}]{{1,4}}[、和及至到]$|[0-9{_NUMERAL}]、$")
# With these units a number that looks like a year is a year: 2023年, 2023届, 2023起.
_YEAR_UNITS = frozenset(["年", "届", "起", "级"])
_LOWER_BOUND_WORDS = frozenset(["超过", "超", "突破", "至少", "不少于", "逾", "以上"])
# The number is rounded down to its last digit: 800多 is 800 or more, and less than 900.
_ROUNDED_DOWN = frozenset(["多", "余"])
_UPPER_BOUND_WORDS = frozenset(["近", "将近", "接近", "不到", "不足", "以下"])
_MYRIADS = {None: 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_CHINESE_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
# 近 before a stretch of time that reaches to the present is "the last" and no bound: 近三年来.
_UP_TO_NOW = re.compile("来|间|内|里|以来|中")


class Mention(TypedDict):
    """The columns of table `mentions` that a mention has; it lacks those that are null."""

    kind: str
    surface: str
    offset: int
    characters: NotRequired[int]
    is_whole: NotRequired[bool]
    marks: NotRequired[str | None]
    title_key: NotRequired[str | None]
    english: NotRequired[str | None]
    english_source: NotRequired[str | None]
    subject: NotRequired[str | None]
    verb: NotRequired[str | None]
    verb_use: NotRequired[str | None]
    tense: NotRequired[str | None]
    date_start: NotRequired[str | None]
    date_end: NotRequired[str | None]
    occasion: NotRequired[str | None]
    low: NotRequired[float | None]
    high: NotRequired[float | None]
    unit: NotRequired[str | None]
    modifier: NotRequired[str | None]
    counted: NotRequired[str | None]


def find_figures(text: str) -> Iterator[Mention]:
    """Return an iterator over the figures of `text`, each with columns of table `mentions`.

    >>> [(row["surface"], row["low"], row["unit"]) for row in find_figures("历时一天半,来了12人")]
    [('一天半', 1.5, '天'), ('12人', 12.0, '人')]
    >>> [(row["surface"], row["low"], row["unit"]) for row in find_figures("登上热榜第二名")]
    [('第二名', 2.0, '名次')]
    """
    for match in _FIGURE.finditer(text):
        if not _is_figure(match):
            continue
        low, high = _values(match)
        modifier = match["before"] or match["after"] or match["above"]
        start = match.start()
        if _is_recent(match):
            modifier, start = None, match.start("low")
        elif _is_numbered(match):
            modifier, start, low = match["after"] or match["above"], match.start("high"), high
        yield {
            "kind": "figure",
            "surface": text[start : match.end()],
            "offset": start,
            "low": None if modifier in _UPPER_BOUND_WORDS else low,
            "high": _upper_end(match, modifier, high),
            "unit": _unit(match),
            "modifier": modifier,
        }
    for match in _RANKED.finditer(text):
        place = _parse_number(match["number"])
        yield {
            "kind": "figure",
            "surface": match["rank"],
            "offset": match.start("rank"),
            "low": place,
            "high": place,
            "unit": RANK,
            "modifier": None,
        }


def chinese_integer(text: str) -> int:
    """Return the value of a Chinese numeral below 10,000; raise KeyError for other characters.

    >>> chinese_integer("十二"), chinese_integer("二十"), chinese_integer("三百零五")
    (12, 20, 305)
    """
    total, digit = 0, 0
    for character in text:
        if character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = _CHINESE_DIGITS[character]
    return total + digit


def _is_figure(match: re.Match[str]) -> bool:
    unit = _unit(match)
    if not (unit or match["low_myriad"] or match["after_myriad"] or match["high_myriad"]):
        return False
    if unit in _YEAR_UNITS and re.fullmatch("(?:1[5-9]|2[01])[0-9]{2}", match["low"]):
        return False
    if match.string[match.end() : match.end() + 1].isdigit() and match[0].endswith(("万", "亿")):
        return False
    if match["to"] == "、" and not (_are_neighbours(match) or _is_numbered(match)):
        return False
    if _LISTED.search(match.string[max(0, match.start() - 8) : match.start()]):
        return False
    return _NO_FIGURE.match(match.string, match.end()) is None


def _is_numbered(match: re.Match[str]) -> bool:
    """Return whether the first of two numbers only numbers the paragraph (1、2家企业)."""
    return match["to"] == "、" and match.start("low") == 0


def _are_neighbours(match: re.Match[str]) -> bool:
    """Return whether the second of two numbers is the next after the first: 13、14岁 is a range."""
    return _parse_number(match["high"]) - _parse_number(match["low"]) == 1


def _values(match: re.Match[str]) -> tuple[float, float]:
    """Return the two ends of a figure, equal if it is no range, with 万, 亿 and 半 worked out."""
    half = 0.5 if match["half"] or match["half_unit"] else 0.0
    after = _MYRIADS[match["after_myriad"]]
    high_scale = _MYRIADS[match["high_myriad"]] * after
    # The 亿 of 3至5亿 is that of both ends, the 多亿 of 3万多亿 multiplies the 万.
    low_scale = _MYRIADS[match["low_myriad"]] * after
    if match["high"] and not match["low_myriad"]:
        low_scale = high_scale
    low = _parse_number(match["low"]) * low_scale + half
    high = _parse_number(match["high"]) * high_scale + half if match["high"] else low
    return low, high


def _unit(match: re.Match[str]) -> str | None:
    return f"个{match['half_noun']}" if match["half_unit"] else match["unit"]


def _is_recent(match: re.Match[str]) -> bool:
    is_time = _unit(match) in {"年", "个月", "天", "周", "届"}
    follows = _UP_TO_NOW.match(match.string, match.end()) is not None
    return match["before"] == "近" and is_time and follows


def _parse_number(number: str) -> float:
    digits = number.replace(",", "")
    return float(digits) if digits[0].isdigit() else float(chinese_integer(digits))


def _upper_end(match: re.Match[str], modifier: str | None, high: float) -> float | None:
    """Return the upper end of a figure, None without one; 800多 stays under 900, 20余 under 30."""
    if modifier in _ROUNDED_DOWN:
        number = match["high"] or match["low"]
        return high + _last_place(number) * (high / _parse_number(number))
    return None if modifier in _LOWER_BOUND_WORDS else high


def _last_place(number: str) -> float:
    """Return the place of the last digit of a number that is not 0.

    >>> _last_place("1,700"), _last_place("1.5"), _last_place("三千")
    (100.0, 0.1, 1000.0)
    """
    value = Decimal(str(_parse_number(number))).normalize()
    exponent = value.as_tuple().exponent
    return 10.0**exponent if isinstance(exponent, int) else 1.0
