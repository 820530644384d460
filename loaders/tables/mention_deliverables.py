"""Find deliverables: works that are released under a name without 《》 or “” around it.

Decisions. A deliverable is an item of what a verb of releasing governs (发布海江公约、望川报告等).
Its head noun is in data/lexicon/mentions.toml, and its modifier has four Han characters or more,
so that a bare 报告 is no name. A broad noun (成果) also needs a year, a quotation or 十大.

An item is no name if it opens with a quantifier or a pointer (一系列, 有关), if it contains 的, or
if it opens with a verb of its own and is not the first. 和, 及 and 与 separate items only behind a
mark or a head noun, since they also occur within names (科技创新和产业发展白皮书).
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from loaders.contract import MAX_STORED_HAN
from loaders.lexicon.mentions import mention_words
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.tables.mention_verbs import Governor, alternation, begins_with_verb, release_verbs
from loaders.text.measures import HAN, han_characters

MIN_MODIFIER = 4  # Han characters before the head noun

_NAMING = re.compile(f"{MASK}|[0-9]{{4}}|[十百][大佳]")
_LEADING = re.compile("[了过出]")
# 三项成果 counts what was listed and names nothing.
_COUNTED = re.compile(f"[0-9一二两三四五六七八九十几多]{{1,4}}[项个份部批篇](?:[{HAN}]{{0,4}})$")


def find_deliverables(clauses: Clauses) -> Iterator[tuple[int, int, Governor]]:
    """Return an iterator over (start, end, verb) of the deliverables of a paragraph, in order."""
    end_of_text = len(clauses.masked)
    verbs = [*release_verbs(clauses), Governor("", end_of_text, end_of_text)]
    for verb, following in pairwise(verbs):
        end = min(clauses.clause_end(verb.start), following.start)
        for start, stop in _items(clauses.masked, verb.end, end):
            if _is_named(clauses, start, stop, is_first=start <= verb.end + 1):
                yield start, stop, verb


def _items(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return an iterator over the (start, end) of the items of a list, up to 等."""
    if masked.startswith("的", start):
        return
    if _LEADING.match(masked, start, end):
        start += 1
    listed = masked[start:end].split("等", 1)[0]
    cuts = [(m.start(), m.end()) for m in _separators().finditer(listed)]
    for (_, begin), (stop, _) in pairwise([(0, 0), *cuts, (len(listed), len(listed))]):
        yield start + begin, start + stop


def _is_named(clauses: Clauses, start: int, end: int, *, is_first: bool) -> bool:
    item = clauses.masked[start:end]
    words = mention_words()
    noun = next(iter(_heads().findall(item)), None)
    if (
        noun is None
        or "的" in item
        or _COUNTED.search(item)
        or item.startswith(words.unnamed.words)
    ):
        return False
    if han_characters(clauses.text[start:end]) > MAX_STORED_HAN or "《" in clauses.text[start:end]:
        return False
    modifier = clauses.text[start : end - len(noun)]
    if han_characters(modifier) < MIN_MODIFIER or (not is_first and begins_with_verb(item)):
        return False
    return not words.deliverables[noun] or _NAMING.search(item) is not None


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(mention_words().deliverables)})$")


@cache
def _separators() -> re.Pattern[str]:
    nouns = "|".join(f"(?<={noun})" for noun in mention_words().deliverables)
    return re.compile(f"[、，,：:]|以及|并|(?:(?<={MASK})|{nouns})[和及与]|[和及与](?={MASK})")
