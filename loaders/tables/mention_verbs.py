"""Find the verb that governs a title or quotation.

Decisions. The verb is the nearest one of data/lexicon/mentions.toml before the mention in its
clause. It governs the whole list after it, not only the first item: an item ends at 、, 和, 以及 or
the end of a mark. A preposition in between (以“…”为主题), an item that begins with another verb,
more than 20 characters in a row without a mark or separator, or a negation leave the mention
without a verb. Verbs of the uses `act` and `say` are read near their objects only: at most 8 and 4
characters before the first mark of the list.

Without a verb before it, a mention may be followed by one (《…》已经印发, “…”活动已经启动): a
passive one, with an adverb or an agent (由海江省政府发布) before it, or 以来, 后 or 了 after it.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from loaders.lexicon.mentions import VerbUse, mention_words
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

MAX_GAP = 20
MAX_GAP_OF_USE = {"act": 8, "say": 4}
# How far a list is followed, and how much of a phrase is cut into words, in characters.
_MAX_LIST, _MAX_WORD = 600, 12

_SEPARATOR = re.compile(f"[、，,：:和及与并]|以及|{MASK}{{1,2000}}")
# 发布 in 发布会 and 主办 in 主办方 are parts of nouns, and 组织 in 社会组织 is one.
_NOUN_BEHIND = "会(?!议)|方|单位|者|社|物|人(?!民)|仪式|机构|部门|体系"
_NOUN_BEFORE = "(?<!社会)"
# Nouns that may come between a name and the verb after it: what the name is.
_CLASS_NOUNS = "活动|行动|工程|计划|栏目|专栏|平台|课程|晚会|论坛|大赛|草案|征求意见稿|一书"
_ADVERBS = "已经|已|即将|将|正式|现已|刚刚|拟|正在|正|于"
_VERB_TAGS = frozenset(["v", "vd", "vi", "vg"])


class Governor(NamedTuple):
    """The verb of a mention, with its `start` and `end` in the paragraph."""

    verb: str
    start: int
    end: int
    is_after: bool = False

    @property
    def use(self) -> VerbUse:
        """The use of the verb in the lexicon."""
        return mention_words().verbs[self.verb]


def governor(clauses: Clauses, start: int, end: int) -> Governor | None:
    """Return the verb that governs the mention between `start` and `end`, marks included."""
    after = _verb_after(clauses, start, end)
    # A comma before it separates clauses, not items, if a verb follows: 发布《…》,《…》也已经印发.
    if after and clauses.masked[max(0, start - 1) : start] in (",", "，"):
        return after
    return _verb_before(clauses, start) or after


def verbs_of_use(clauses: Clauses, *uses: VerbUse) -> list[Governor]:
    """Return all verbs of `uses` in a paragraph that are not negated, in order."""
    found = [Governor(m[0], m.start(), m.end()) for m in _verbs().finditer(clauses.masked)]
    return [each for each in found if each.use in uses and not _is_negated(clauses, each.start)]


def has_verb(words: str) -> bool:
    """Return whether `words` contain a verb of the lexicon."""
    return _verbs().search(words) is not None


def begins_with_verb(words: str) -> bool:
    """Return whether the first word is a verb, by the lexicon or by jieba's dictionary.

    >>> begins_with_verb("凝聚力量"), begins_with_verb("主题报告")
    (True, False)
    """
    if not words:
        return False
    if _verbs().match(words):
        return True
    return first_tag(words) in _VERB_TAGS


def first_tag(words: str) -> str | None:
    """Return the part of speech of the first word, as Segmenter.part_of_speech does."""
    return _first_tag(words[:_MAX_WORD])


@lru_cache(maxsize=20_000)
def _first_tag(words: str) -> str | None:
    segmenter = get_segmenter()
    return segmenter.part_of_speech(segmenter.words(words, "jieba")[0])


def _verb_before(clauses: Clauses, start: int) -> Governor | None:
    masked = clauses.masked
    begin = max(clauses.clause_start(start), start - _MAX_LIST)
    before = masked[begin:start]
    for match in reversed([*_governors().finditer(before)]):
        gap = before[match.end() :]
        if match["verb"] is None:
            if _is_preposition_of(match, gap):
                return None
            continue
        if _is_too_far(match[0], gap):
            if mention_words().verbs[match[0]] == "act":
                continue
            return None
        if _is_negated(clauses, begin + match.start()) or not _is_list(gap):
            return None
        return Governor(match[0], begin + match.start(), begin + match.end())
    return _pre_posed(clauses, start)


def _is_preposition_of(match: re.Match[str], gap: str) -> bool:
    """Return whether a preposition governs what follows `gap`, not a verb before it (体现在)."""
    if match[0] in mention_words().prepositions.anywhere:
        return MASK not in gap or _is_list(gap)
    if gap.strip(",，:："):
        return False
    before, words = match.string[: match.start()], mention_words()
    if match[0] in ("与", "跟") and before.endswith(MASK):
        return False
    if match[0] not in words.prepositions.complements:
        return True
    return not any(before.endswith(verb) for verb, use in words.verbs.items() if use == "act")


def _is_too_far(verb: str, gap: str) -> bool:
    pieces = [piece for piece in _SEPARATOR.split(gap) if piece]
    if any(len(piece) > MAX_GAP for piece in pieces):
        return True
    to_first_mark = len(gap.partition(MASK)[0])
    return to_first_mark > MAX_GAP_OF_USE.get(mention_words().verbs[verb], len(gap))


def _is_list(gap: str) -> bool:
    """Return whether the words after the last separator of `gap` begin no new predicate."""
    pieces = _SEPARATOR.split(gap)
    return len(pieces) == 1 or not begins_with_verb(pieces[-1])


def _pre_posed(clauses: Clauses, start: int) -> Governor | None:
    """Return the verb after a mention that 将 or 把 puts before it (将《…》印发各地)."""
    if clauses.masked[max(0, start - 1) : start] not in ("将", "把"):
        return None
    match = _pre_posing().match(clauses.masked, start)
    return match and Governor(match["verb"], match.start("verb"), match.end("verb"), True)


def _verb_after(clauses: Clauses, start: int, end: int) -> Governor | None:
    if clauses.masked[max(0, start - 1) : start] in mention_words().prepositions.adjacent:
        return None
    match = _passives().match(clauses.masked, end)
    if not match:
        return None
    verb = Governor(match["verb"], match.start("verb"), match.end("verb"), True)
    return None if _is_negated(clauses, verb.start) else verb


def _is_negated(clauses: Clauses, verb_start: int) -> bool:
    words = mention_words().negations
    before = clauses.masked[clauses.clause_start(verb_start) : verb_start]
    if before.endswith(words.adjacent):
        return True
    return any(word in before for word in words.anywhere)


def alternation(words: Iterable[str]) -> str:
    """Return a pattern of any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _verbs() -> re.Pattern[str]:
    compounds = mention_words().compounds
    nouns = alternation(compounds.nouns)
    compound = f"(?:{alternation(compounds.verbs)})[{HAN}]{{0,2}}?(?:{nouns})"
    verb = f"(?:{alternation(mention_words().verbs)})(?!{_NOUN_BEHIND})"
    return re.compile(f"{_NOUN_BEFORE}(?!{compound}){verb}")


@cache
def _governors() -> re.Pattern[str]:
    prepositions = mention_words().prepositions
    words = [*prepositions.anywhere, *prepositions.adjacent]
    return re.compile(f"(?P<verb>{_verbs().pattern})|{alternation(words)}")


@cache
def _passives() -> re.Pattern[str]:
    verb = f"(?P<verb>{alternation(mention_words().passives)})"
    verb_end = f"(?:{alternation(mention_words().passives)})"
    names = f"[{MASK}、和及与]{{0,400}}?(?:等)?(?:[{HAN}]{{0,4}}(?:{_CLASS_NOUNS}))?"
    adverb = f"(?:也|均|都|还)?(?:{_ADVERBS})[{HAN}0-9]{{0,12}}?|由[{HAN}、]{{2,30}}?"
    done = "以来|之后|后|了(?:[,，。;；]|$|[近约超两三四五六七八九十0-9])"
    # With an adverb before it the verb may end the clause.
    return re.compile(
        f"{names}(?:(?:{adverb})(?={verb_end}(?:[,，。;；、]|$|{done}))|(?={verb_end}(?:{done}))){verb}"
    )


@cache
def _pre_posing() -> re.Pattern[str]:
    verb = f"(?P<verb>{alternation(mention_words().passives)})"
    return re.compile(f"{MASK}{{1,2000}}{verb}")
