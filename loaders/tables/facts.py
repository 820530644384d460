"""Extract facts of the conference that a briefing announces, by patterns of announcements.

The rules are wordings of official announcements, not a list of answers: date and place
(将于……在……举办), hosts (由……主办, 由……承办), theme (以“……”为主题), events and sub-forums
(N个分论坛围绕……). The first passage that matches wins; a fact that no rule finds has no row.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pyarrow as pa

from loaders.contract import MAX_STORED_HAN
from loaders.lexicon.facts import fact_names
from loaders.schema import from_rows, rows_of
from loaders.tables.mention_figures import chinese_integer
from loaders.text.measures import HAN, han_characters, split_sentences

FIELDS = (
    "dates", "city", "province", "venue", "theme",
    "organiser", "implementer", "main_event", "sub_forum",
)  # fmt: skip

# Endings of the names of bodies, events and venues.
_BODY = re.compile("(?:委|委员会|办|会|局|部|厅|府|院|署|社|台|中心|公司|集团|大学|联盟|报|团)$")
_EVENT = re.compile("(?:开幕式|闭幕式|论坛|峰会|展示|展览|博览会|晚会|活动|仪式|大赛|音乐会|之夜)$")
_VENUE = "中心|剧院|剧场|会堂|礼堂|体育馆|展览馆|博物馆|图书馆|酒店|宾馆|广场|大厦|公园"
# A part of a conference has its own hosts and theme, which are not those of the conference.
_PART = re.compile("(?:分|高峰|主|平行|专题)论坛|峰会|展示|展览|晚会|活动|大赛")
_CONFERENCE = re.compile("大会|博览会|本届|本次|会议")

_NUMBER = "[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]"
_FORUMS = f"(?P<count>{_NUMBER})[个场](?:分|平行|专题)论坛"
_LIST = f"(?P<list>[{HAN}、]{{4,300}}?)"
_BODIES = f"(?P<list>(?:(?!主办|承办)[{HAN}、]){{2,200}}?)"

_DATES = re.compile(
    r"(?:将于|定于|拟于)(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"
    r"(?:(?:至|到|[-—–~～]{1,2})(?:(?P<last_month>[0-9]{1,2})月)?(?P<last_day>[0-9]{1,2})日)?"
    rf"(?:在(?P<place>[{HAN}]{{2,30}}?))?(?:隆重)?(?:举办|举行|召开)"
)
_YEAR = re.compile(f"(20[0-9]{{2}})年?[{HAN}]{{2,20}}(?:会|节|周|论坛)")
_SEAT = re.compile(f"(?:中共)?(?P<name>[{HAN}]{{2,5}}?)(?P<rank>省|自治区|市)(?:委|人民政府)")
# A place is parsed from the larger division to the smaller. A division is recognised by its rank
# (省, 市), or without a rank if it is in the name of a host.
_DIVISIONS = (
    ("province", re.compile(f"(?P<name>[{HAN}]{{2,5}}?)(?:省|自治区)"), ("省", "自治区")),
    ("city", re.compile(f"(?P<name>[{HAN}]{{2,5}}?)市"), ("市",)),
)
_STATED_VENUE = re.compile(
    rf"(?:^|[，,。；;])(?:[{HAN}]{{0,4}}?(?:确定|选定|将|把|以))?(?P<venue>[{HAN}]{{2,16}}?(?:{_VENUE}))等?"
    rf"作为[{HAN}0-9、]{{0,20}}(?:场馆|会场|会址|举办地)"
)
_ORGANISED = re.compile(f"由{_BODIES}(?:共同|联合)?主办")
_IMPLEMENTED = re.compile(f"(?:由|主办[，,、；;]由?){_BODIES}(?:具体|共同|联合)?承办")
_THEME = re.compile(r"主题(?:是|为|定为)[:：]?“([^“”]{2,40})”|以“([^“”]{2,40})”为主题")
_SUB_FORUMS = (
    re.compile(
        rf"{_FORUMS}[{HAN}]{{0,6}}(?:围绕|聚焦|包括|涵盖){_LIST}"
        rf"(?:这(?:{_NUMBER})个?(?:方面|主题|领域|议题)"
        rf"|等(?=主题|方面|领域|议题|内容|话题|[。，,；;])|[。，,；;])"
    ),
    re.compile(rf"(?:举办|设置|设立|设有|开设|包括){_LIST}等?共?{_FORUMS}"),
)
_PROGRAMME = re.compile(
    r"(?:举办|包括|设有|设置)(?P<list>[^。；;]{0,80}开幕式[^。；;]{0,200})"
)  # fmt: skip
_SEPARATOR = re.compile("[、，,]|以及|还有|再加上")
_CONJUNCTION = re.compile("[和与及暨]")


class Sentence(NamedTuple):
    """A sentence and the number of its paragraph."""

    paragraph: int
    text: str


class Fact(NamedTuple):
    """One stated fact and the number of the paragraph that states it."""

    field: str
    value: str
    paragraph: int


def facts(paragraphs: pa.Table) -> pa.Table:
    """Build table `facts` from `paragraphs`; a briefing's facts are numbered in order of FIELDS.

    `value` is the wording of the briefing, in simplified characters, with 23 Han characters at
    most. Dates are first/last day (2030-05-06/2030-05-07). Places have no 省 or 市, and a
    municipality has a city and no province. Each of several organisers, implementers, events,
    sub-forums or venues has its own row. The columns of lexicon.facts.FactName are null for a
    value that is not listed there.
    """
    names = fact_names()
    texts = sorted(rows_of(paragraphs, "briefing_id", "paragraph", "text"))
    rows = list[dict[str, object]]()
    for briefing_id, group in groupby(texts, key=itemgetter(0)):
        sentences = [Sentence(p, s.strip()) for _, p, text in group for s in split_sentences(text)]
        for number, fact in enumerate(find_facts(sentences), 1):
            row = {"briefing_id": briefing_id, "fact": number, **fact._asdict()}
            name = names.get(fact.value)
            rows.append({**row, **(name._asdict() if name else {})})
    return from_rows("facts", rows)


def find_facts(sentences: list[Sentence]) -> list[Fact]:
    """Return the facts of one briefing without duplicates, in the order of FIELDS."""
    found = {
        fact: None
        for rule in _RULES
        for fact in rule(sentences)
        if 0 < han_characters(fact.value) + fact.value.count("-") <= MAX_STORED_HAN
    }
    return sorted(found, key=lambda fact: FIELDS.index(fact.field))


def _dates(sentences: list[Sentence]) -> Iterator[Fact]:
    for sentence, match in _matches(_DATES, sentences):
        year = match["year"] or _year(sentence, sentences)
        if not year:
            continue
        month, last_month = match["month"], match["last_month"] or match["month"]
        last_day = match["last_day"] or match["day"]
        days = ((month, match["day"]), (last_month, last_day))
        dates = "/".join(f"{year}-{int(m):02d}-{int(d):02d}" for m, d in days)
        yield Fact("dates", dates, sentence.paragraph)
        return


def _year(sentence: Sentence, sentences: list[Sentence]) -> str | None:
    """Return the year in a conference's name in `sentence`, else the first one in `sentences`."""
    years = (match[1] for s in (sentence, *sentences) for match in _YEAR.finditer(s.text))
    return next(years, None)


def _places(sentences: list[Sentence]) -> Iterator[Fact]:
    """Yield province, city and venue of the place that is announced together with the dates.

    A province or city without 省 or 市 is recognised if a host is its committee or government.
    """
    announced = ((s, m["place"]) for s, m in _matches(_DATES, sentences) if m["place"])
    sentence, place = next(announced, (None, ""))
    if sentence is None:
        return
    seats = [m for fact in _hosts(sentences) for m in _SEAT.finditer(fact.value)]
    rest = place
    for field, explicit, ranks in _DIVISIONS:
        match = explicit.match(rest)
        name = match["name"] if match else _seat_name(seats, rest, ranks)
        if name:
            yield Fact(field, name, sentence.paragraph)
            rest = rest[match.end() :] if match else rest.removeprefix(name)
    if re.search(f"(?:{_VENUE})$", rest):
        yield Fact("venue", rest, sentence.paragraph)


def _seat_name(seats: Iterable[re.Match[str]], place: str, ranks: tuple[str, ...]) -> str | None:
    """Return the first name of a seat with one of `ranks` that `place` begins with, else None."""
    names = (seat["name"] for seat in seats if seat["rank"] in ranks)
    return next((name for name in names if place.startswith(name)), None)


def _stated_venues(sentences: list[Sentence]) -> Iterator[Fact]:
    for sentence, match in _matches(_STATED_VENUE, sentences):
        yield Fact("venue", match["venue"], sentence.paragraph)


def _theme(sentences: list[Sentence]) -> Iterator[Fact]:
    for sentence, match in _matches(_THEME, sentences):
        if not _is_about_part(sentence.text[: match.start()]):
            yield Fact("theme", " ".join((match[1] or match[2]).split()), sentence.paragraph)
            return


def _hosts(sentences: list[Sentence]) -> Iterator[Fact]:
    for field, pattern in (("organiser", _ORGANISED), ("implementer", _IMPLEMENTED)):
        for sentence, match in _matches(pattern, sentences):
            if _is_about_part(sentence.text[: match.start()]):
                continue
            for body in _split_list(match["list"], _BODY):
                yield Fact(field, body, sentence.paragraph)
            break


def _main_events(sentences: list[Sentence]) -> Iterator[Fact]:
    for sentence, match in _matches(_PROGRAMME, sentences):
        for event in _split_list(match["list"], _EVENT):
            if _EVENT.search(event) and not re.match(_FORUMS, event):
                yield Fact("main_event", event, sentence.paragraph)
        return


def _sub_forums(sentences: list[Sentence]) -> Iterator[Fact]:
    for pattern in _SUB_FORUMS:
        for sentence, match in _matches(pattern, sentences):
            count = match["count"]
            expected = int(count) if count.isdecimal() else chinese_integer(count)
            subjects = _split_list(match["list"], None)
            if len(subjects) < expected:
                subjects = [*subjects[:-1], *_CONJUNCTION.split(subjects[-1], maxsplit=1)]
            for subject in subjects:
                yield Fact("sub_forum", subject, sentence.paragraph)
            return


def _matches(
    pattern: re.Pattern[str], sentences: Iterable[Sentence]
) -> Iterator[tuple[Sentence, re.Match[str]]]:
    return ((s, match) for s in sentences for match in pattern.finditer(s.text))


def _is_about_part(before: str) -> bool:
    """Return whether `before`, the text before a statement, last names a part of the conference."""
    part, conference = (
        max((match.end() for match in pattern.finditer(before)), default=-1)
        for pattern in (_PART, _CONFERENCE)
    )
    return part > conference


def _split_list(listed: str, tail: re.Pattern[str] | None) -> list[str]:
    """Split a list at 、 and the like, and at 和, 与, 及 or 暨 only if both sides end in `tail`."""
    items = [item for item in _SEPARATOR.split(listed) if item]
    return [
        part for item in items for part in (_split_conjunctions(item, tail) if tail else [item])
    ]


def _split_conjunctions(item: str, tail: re.Pattern[str]) -> list[str]:
    for conjunction in _CONJUNCTION.finditer(item):
        left, right = item[: conjunction.start()], item[conjunction.end() :]
        if tail.search(left) and tail.search(right):
            return [left, *_split_conjunctions(right, tail)]
    return [item]


_RULES: tuple[Callable[[list[Sentence]], Iterator[Fact]], ...] = (
    _dates, _places, _stated_venues, _theme, _hosts, _main_events, _sub_forums,
)  # fmt: skip
