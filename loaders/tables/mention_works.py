"""Find works, campaigns and events that are named without 《》 or “” around the name.

Decisions. A work is an item of what a verb of releasing or making governs
(发布海江公约、望川报告等). Its head noun is in data/lexicon/mentions.toml, and its modifier has
four Han characters or more, so that a bare 报告 is no name; a bare 白皮书 behind a title shares the
words before that (发布慢读《倡议》、白皮书). A broad noun (成果) also needs a year,
a quotation or 十大, and a verb of releasing.

A campaign or event is an item of what a verb of holding or releasing governs. It has no quotation
in it, and ends in a noun of [[named]]; some of these need a name that opens with a place, 中国,
全国 or a year, or is listed in phrases.toml.

An item is no name if it opens with a quantifier or a pointer (一系列, 有关), if it contains 的, or
if it opens with a verb of its own and is not the first. A number of sessions before it (四届) is no
part of it. 和, 及 and 与 separate items only behind a mark or a head noun, since they also occur
within names (科技创新和产业发展白皮书). A list goes on behind a comma if all of the next clause
is an item.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from loaders.contract import MAX_STORED_HAN
from loaders.lexicon.mentions import NamedKind, mention_words
from loaders.lexicon.phrases import set_phrases
from loaders.lexicon.places import places
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.tables.mention_modifiers import modifier
from loaders.tables.mention_verbs import (
    Governor,
    alternation,
    begins_with_verb,
    has_verb,
    verbs_of_use,
)
from loaders.text.measures import HAN, han_characters

MIN_MODIFIER = 4  # Han characters before the head noun

_NAMING = re.compile(f"{MASK}|[0-9]{{4}}|[十百][大佳]")
_LEADING = re.compile("[了过出]")
_SESSIONS = re.compile("[0-9一二两三四五六七八九十百多]{1,6}[届场次个项]")
# 三项成果 counts what was listed and names nothing.
_COUNTED = re.compile(f"[0-9一二两三四五六七八九十几多]{{1,4}}[项个份部批篇](?:[{HAN}]{{0,4}})$")


class Work(NamedTuple):
    """A named work, campaign or event, between `start` and `end`, and its verb."""

    start: int
    end: int
    verb: Governor
    kind: str


def find_works(clauses: Clauses) -> Iterator[Work]:
    """Return an iterator over the works, campaigns and events of a paragraph, in order."""
    end_of_text = len(clauses.masked)
    verbs = verbs_of_use(clauses, "release", "make", "hold")
    for verb, following in pairwise([*verbs, Governor("", end_of_text, end_of_text)]):
        end = min(_list_end(clauses, verb), following.start)
        for start, stop in _items(clauses.masked, verb.end, end):
            kind = _kind(clauses, verb, start, stop)
            if kind:
                yield Work(start, stop, verb, kind)


def _list_end(clauses: Clauses, verb: Governor) -> int:
    """Return where the list that `verb` governs ends: with its clause, or with the next one."""
    end = clauses.clause_end(verb.start)
    if clauses.masked[end : end + 1] not in (",", "，"):
        return end
    further = clauses.clause_end(end + 1)
    item = clauses.masked[end + 1 : further]
    is_last = clauses.masked[further : further + 1] not in (",", "，")
    is_item = len(item) <= MAX_STORED_HAN and _heads().search(item) and not has_verb(item)
    return further if is_last and is_item and not begins_with_verb(item) else end


def _items(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return an iterator over the (start, end) of the items of a list, up to 等."""
    if masked.startswith("的", start):
        return
    if _LEADING.match(masked, start, end):
        start += 1
    listed = masked[start:end].split("等", 1)[0]
    cuts = [(m.start(), m.end()) for m in _separators().finditer(listed)]
    for (_, begin), (stop, _) in pairwise([(0, 0), *cuts, (len(listed), len(listed))]):
        sessions = _SESSIONS.match(listed, begin, stop)
        yield start + (sessions.end() if sessions else begin), start + stop


def _kind(clauses: Clauses, verb: Governor, start: int, end: int) -> str | None:
    """Return the kind of the item between `start` and `end`, None if it is no name."""
    item = clauses.masked[start:end]
    if not _can_be_name(clauses, start, end):
        return None
    is_first = start <= verb.end + 1
    if not is_first and begins_with_verb(item):
        return None
    if verb.use != "hold" and _names_work(clauses, verb, start, end):
        return "deliverable"
    return _named_kind(item) if verb.use != "make" else None


def _can_be_name(clauses: Clauses, start: int, end: int) -> bool:
    item = clauses.masked[start:end]
    if not item or "的" in item or _COUNTED.search(item):
        return False
    if item.startswith(mention_words().unnamed.words):
        return False
    text = clauses.text[start:end]
    return han_characters(text) <= MAX_STORED_HAN and "《" not in text


def _names_work(clauses: Clauses, verb: Governor, start: int, end: int) -> bool:
    item = clauses.masked[start:end]
    if item.endswith("皮书") and modifier(clauses, verb, start, item):
        return True
    noun = next(iter(_heads().findall(item)), None)
    if noun is None or han_characters(clauses.text[start : end - len(noun)]) < MIN_MODIFIER:
        return False
    if mention_words().deliverables[noun]:
        return verb.use == "release" and _NAMING.search(item) is not None
    return True


def _named_kind(item: str) -> NamedKind | None:
    words = mention_words()
    noun = next((noun for noun in _unmarked() if item.endswith(noun)), None)
    if noun is None or MASK in item or has_verb(item.removesuffix(noun)):
        return None
    if noun in words.only_proper and not (_proper().match(item) or item in _listed()):
        return None
    is_named = han_characters(item) - len(noun) >= MIN_MODIFIER
    return words.unmarked[noun] if is_named else None


@cache
def _unmarked() -> tuple[str, ...]:
    return tuple(sorted(mention_words().unmarked, key=len, reverse=True))


@cache
def _proper() -> re.Pattern[str]:
    names = [*places().provinces, *places().cities, "中国", "全国"]
    return re.compile(f"{alternation(names)}|(?:19|20)[0-9]{{2}}年")


@cache
def _listed() -> frozenset[str]:
    return frozenset(row.phrase for row in set_phrases() if row.kind in ("campaign", "event"))


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(mention_words().deliverables)})$")


@cache
def _separators() -> re.Pattern[str]:
    heads = [*mention_words().deliverables, *mention_words().unmarked]
    nouns = "|".join(f"(?<={noun})" for noun in heads)
    return re.compile(f"[、，,：:]|以及|并|(?:(?<={MASK})|{nouns})[和及与]|[和及与](?={MASK})")
