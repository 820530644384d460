"""Find the time that a sentence gives to what a verb says: tense, dates and occasion.

Decisions. "promised": a word of the future (将, 还要) is the last word of time before the verb in
its sentence. "done": 了 or 过 after the verb, 已 or 曾 in its clause, a clause that opens with 继
and, or the next one, ends in 后, what is named as issued or made (印发的《…》), or what was held so
many times in a row (连续举办四届…). "under_way": 正在, 持续 and the like in the clause of the verb,
where no word of the future governs it and the paragraph has not begun to speak of plans (下一步).
None where the sentence has none of these. What is made is promised where the sentence goes on to
say that it will be released.

A date counts where it opens a clause before the verb, or follows 于 or 我们 there: elsewhere it
belongs to a name (2031年海江阅读大会). Dates are in ISO 8601, as exact as stated: 2018, 2023-06,
2023-06-15. A third of a month (6月中旬) is its first and last day. Without a year, that of the
briefing is meant.
"""

import calendar
import re
from functools import cache
from typing import NamedTuple

from loaders.lexicon.mentions import Tense, mention_words
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.tables.mention_verbs import Governor, alternation, first_tag
from loaders.text.measures import HAN

# Between a word of the future and a verb before 的, in characters.
MAX_RELATIVE_GAP = 2
# Between a figure and 了, in characters.
MAX_DISTANCE = 60
_NOUN_TAGS = frozenset(["n", "nr", "ns", "nt", "nz", "r"])

_YEAR = "(?:19|20)[0-9]{2}年|去年|今年|明年|前年"
_DAY = "[0-9]{1,2}[日号]|[上中下]旬|初|底"
_DATE = re.compile(
    # A date opens its clause, but for these words.
    r"(?:(?:^|[,，、。;；:：!！?？\s])(?:我们|早在|截至|自从|自|从|在|到|将于)?|(?<=于)|(?<=我们))"
    rf"(?:(?P<year>{_YEAR})(?:的)?)?(?:(?P<month>[0-9]{{1,2}})月(?:份)?(?P<day>{_DAY})?)?"
    rf"(?:(?:至|到|[-—–~～]{{1,2}})(?P<to_year>(?:19|20)[0-9]{{2}}年)?"
    rf"(?:(?P<to_month>[0-9]{{1,2}})月)?(?P<to_day>{_DAY})?)?"
    r"(?P<since>(?:正式)?(?:以来|开始|起))?"
)
# Behind a bare year a name may begin; these words show that it is a date.
_AFTER_YEAR = re.compile("[,，]|我们|将|又|还|已|在|经|通过|$")
_RELATIVE_YEARS = {"去年": -1, "今年": 0, "明年": 1, "前年": -2}
# So many sessions, years or things.
_TIMES = re.compile("[0-9一二两三四五六七八九十百多余]{1,6}[届年次场期]")
_THIRDS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31)}


class Dates(NamedTuple):
    """The first and last date of a span; both None without one, `end` None of an open span."""

    start: str | None = None
    end: str | None = None


def tense(clauses: Clauses, verb: Governor) -> Tense | None:
    """Return the tense of `verb`, None if its sentence does not say."""
    masked, words = clauses.masked, mention_words().time
    if _is_completed(clauses, verb):
        return "done"
    before = masked[clauses.sentence_start(verb.start) : verb.start]
    if before.endswith(words.planned_adjacent):
        return "promised"
    found = _last_word_of_time(clauses, verb, before)
    if found:
        return found
    clause = clauses.clause_start(verb.start)
    is_in_progress = _in_progress().search(masked, clause, verb.start) is not None
    if is_in_progress and verb.start < clauses.plans_start:
        return "under_way"
    return "done" if _is_issued(clauses, verb) or _is_repeated(clauses, verb) else None


def promised_release(clauses: Clauses, verb: Governor, end: int) -> str | None:
    """Return the verb that promises to release what `verb` makes and whose name ends at `end`.

    It ends a later clause of the sentence that has a word of the future and names nothing else
    (起草了《…》,将适时向社会公开).
    """
    masked = clauses.masked
    stop = clauses.clause_end(end)
    while verb.use == "make" and masked[stop : stop + 1] in (",", "，"):
        begin, stop = stop + 1, clauses.clause_end(stop + 1)
        if match := _will_be_released().fullmatch(masked, begin, stop):
            return match["verb"]
    return None


def is_being_made(clauses: Clauses, verb: Governor, end: int) -> bool:
    """Return whether the title that ends at `end` comes into being (推进《…》立法工作)."""
    making = mention_words().making
    return verb.verb in making.verbs and clauses.masked.startswith(making.words, end)


def figure_tense(clauses: Clauses, start: int, end: int, *, is_span: bool) -> Tense | None:
    """Return the tense of the clause of a figure: promised, done (了 before it), or None.

    Of a span of time (`is_span`) the verb may come after it: 连续四年举办了. Done is also what was
    held in a row, or since when something goes on (两届大会举办以来).
    """
    verb = Governor("", start, start)
    before = clauses.masked[clauses.sentence_start(start) : start]
    first = max(clauses.clause_start(start), start - MAX_DISTANCE)
    last = min(clauses.clause_end(end), end + MAX_DISTANCE) if is_span else end
    if _PERFECT.search(clauses.masked, first, last):
        return "done"
    if _last_word_of_time(clauses, verb, before) == "promised":
        return "promised"
    is_past = _in_a_row().search(clauses.masked, first, start) and start < clauses.plans_start
    return "done" if is_past or _held_since().match(clauses.masked, end) else None


_PERFECT = re.compile("(?<![为除])了(?!解|不)")


def _last_word_of_time(clauses: Clauses, verb: Governor, before: str) -> Tense | None:
    words = mention_words().time
    found = [m for m in _time_words().finditer(before) if not _puts_object_first(m)]
    if not found:
        return None
    word, distance = found[-1][0], len(before) - found[-1].start()
    if word in words.planned:
        # In 将学习印发的《…》 the future is that of another verb.
        is_relative = clauses.masked.startswith("的", verb.end)
        is_near = distance - len(word) <= MAX_RELATIVE_GAP
        return "promised" if is_near or not is_relative else None
    is_in_clause = distance <= verb.start - clauses.clause_start(verb.start)
    return "done" if word in words.done and is_in_clause else None


def _is_completed(clauses: Clauses, verb: Governor) -> bool:
    """Return whether the words behind the verb, or its clause, say that it is done."""
    if clauses.masked[verb.end : verb.end + 1] in ("了", "过"):
        return True
    is_since = clauses.masked.startswith(("以来", "后", "之后"), verb.end)
    return (verb.is_after and is_since) or _is_preceding(clauses, verb)


def _is_preceding(clauses: Clauses, verb: Governor) -> bool:
    """Return whether the clause of `verb` says what came before (继…修订《…》后)."""
    start, end = clauses.clause_start(verb.start), clauses.clause_end(verb.end)
    opening = clauses.masked[start : start + 2]
    if opening[:1] != "继" or opening == "继续":
        return False
    ends = (end, clauses.clause_end(end + 1))
    return any(clauses.masked[each - 1 : each] == "后" for each in ends)


def _is_issued(clauses: Clauses, verb: Governor) -> bool:
    """Return whether a document is named as one that is there (由两办印发的《…》)."""
    before = clauses.masked[clauses.clause_start(verb.start) : verb.start]
    is_name = clauses.masked.startswith(f"的{MASK}", verb.end)
    return is_name and verb.use in ("release", "make") and not _intended().search(before)


def _is_repeated(clauses: Clauses, verb: Governor) -> bool:
    """Return whether something was held so many times in a row (连续举办四届…)."""
    begin = max(0, verb.start - MAX_RELATIVE_GAP)
    match = _in_a_row().search(clauses.masked, begin, verb.end)
    is_counted = _TIMES.match(clauses.masked, verb.end) is not None
    return match is not None and is_counted and verb.start < clauses.plans_start


def _puts_object_first(match: re.Match[str]) -> bool:
    """Return whether a noun follows 将, which then is no word of time (将成果汇编成册)."""
    follows = match.string[match.end() :]
    return match[0] == "将" and bool(follows) and first_tag(follows) in _NOUN_TAGS


def occasion(clauses: Clauses, position: int) -> str | None:
    """Return the first word before `position` in its sentence for the time of the event: 会上."""
    match = _occasions().search(clauses.masked, clauses.sentence_start(position), position)
    return match[0].removesuffix("以") if match else None  # 论坛以“…”为主题


def dates(clauses: Clauses, position: int, year: int | None) -> Dates:
    """Return the last date before `position` in its sentence; `year` is that of the briefing."""
    begin = clauses.sentence_start(position)
    found = Dates()
    for match in _DATE.finditer(clauses.masked[begin:position]):
        found = _dates_of(match, year) or found
    return found


def _dates_of(match: re.Match[str], year: int | None) -> Dates | None:
    if not (match["year"] or match["month"]):
        return None
    is_bare_year = not (match["month"] or match["to_year"] or match["since"])
    if is_bare_year and not _AFTER_YEAR.match(match.string, match.end()):
        return None
    stated = _year(match["year"], year)
    if stated is None:
        return None
    start = _span(stated, match["month"], match["day"])
    if start is None or match["since"]:
        return start and Dates(start.start)
    if not (match["to_year"] or match["to_month"] or match["to_day"]):
        return start
    last = _year(match["to_year"], stated)
    end = _span(last or stated, match["to_month"] or match["month"], match["to_day"])
    return end and Dates(start.start, end.end)


def _year(text: str | None, year: int | None) -> int | None:
    """Return the year that `text` names; `year` is that of the briefing, and of no text."""
    if text is None:
        return year
    if text in _RELATIVE_YEARS:
        return None if year is None else year + _RELATIVE_YEARS[text]
    return int(text[:4])


def _span(year: int, month: str | None, day: str | None) -> Dates | None:
    """Return the dates of a year, month or day; None of one that is in no calendar.

    >>> _span(2031, "2", "下旬"), _span(2031, "6", None)
    (Dates(start='2031-02-21', end='2031-02-28'), Dates(start='2031-06', end='2031-06'))
    """
    if month is None:
        return Dates(str(year), str(year))
    if not 1 <= int(month) <= 12:
        return None
    name, last = f"{year}-{int(month):02d}", calendar.monthrange(year, int(month))[1]
    if day is None:
        return Dates(name, name)
    first, final = _THIRDS.get(day) or (int(day[:-1]), int(day[:-1]))
    if not 1 <= first <= last:
        return None
    return Dates(f"{name}-{first:02d}", f"{name}-{min(final, last):02d}")


@cache
def _time_words() -> re.Pattern[str]:
    time = mention_words().time
    words = [*time.planned, *time.done, *time.turns]
    # 将近, 将来, 将军 and 了解 are other words; 将 before a name puts an object first.
    return re.compile(f"(?:{alternation(words)})(?<!将(?=[近来军士{MASK}]))(?<!了(?=解))")


@cache
def _in_progress() -> re.Pattern[str]:
    return re.compile(alternation(mention_words().time.in_progress))


@cache
def _will_be_released() -> re.Pattern[str]:
    words = mention_words()
    verbs = alternation(["公开", *(verb for verb, use in words.verbs.items() if use == "release")])
    planned = alternation([*words.time.planned, *words.time.planned_adjacent])
    return re.compile(f"[并也还]?(?:{planned})[{HAN}]{{0,8}}?(?P<verb>{verbs})")


@cache
def _intended() -> re.Pattern[str]:
    time = mention_words().time
    return re.compile(f"{alternation([*time.planned, *time.planned_adjacent])}|计划|预计|要$")


@cache
def _in_a_row() -> re.Pattern[str]:
    return re.compile(f"(?:连续|先后|累计)(?:成功)?(?:{_holding()})")


@cache
def _held_since() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]{{1,20}}?(?:{_holding()})以来")


@cache
def _holding() -> str:
    return alternation(verb for verb, use in mention_words().verbs.items() if use == "hold")


@cache
def _occasions() -> re.Pattern[str]:
    return re.compile(alternation(mention_words().time.occasions))
