"""Find what a name in “” names: a campaign, an event, a platform or a work.

Decisions. The noun behind the name, or behind the list of names to which it belongs, says what it
is (“…”“…”等网上主题活动), else the last word of the name itself (“头条工程”). Nothing but a noun
phrase may lie between, and no noun may follow: in “清朗”行动成果 the results are named, not the
campaign. A name is a work if a verb of releasing governs it, no noun follows it, and it ends like
the name of a work or begins like a list of the best (十佳, 十大).
"""

import re
from functools import cache

from loaders.contract import MAX_STORED_HAN
from loaders.lexicon.mentions import NamedKind, mention_words
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.tables.mention_verbs import Governor, alternation, first_tag
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

# Between a name and its noun, in characters.
MAX_PHRASE = 18
# A name of the same list: only one way to read it, or many names would take exponential time.
_NEXT = f"(?:[{HAN}]{{0,8}}[、和及与])?{MASK}{{1,1000}}+"
_BEHIND = re.compile(
    f"(?:{_NEXT}){{0,12}}等?(?:(?:19|20)[0-9]{{2}}年|[0-9]{{1,4}}多?[项个场])?"
    f"(?P<phrase>[{HAN}]{{1,{MAX_PHRASE + 4}}})"
)
_BEST = re.compile("[十百][大佳]")


def named_kind(clauses: Clauses, surface: str, end: int) -> NamedKind | None:
    """Return what a name in “” names that ends at `end`, marks included; None if unclear."""
    match = _BEHIND.match(clauses.masked, end)
    if match:
        found = _kind_behind(match["phrase"])
        if found:
            return found
    return _kind_at_end(surface) if not match else _kind_in_list(surface, match["phrase"])


def is_work(surface: str, verb: Governor | None) -> bool:
    """Return whether a name in “” without a noun behind it is that of a released work."""
    if verb is None or verb.use != "release":
        return False
    narrow = [noun for noun, is_broad in mention_words().deliverables.items() if not is_broad]
    return surface.endswith(tuple(narrow)) or _BEST.match(surface) is not None


def _kind_in_list(surface: str, phrase: str) -> NamedKind | None:
    """Return the kind of a name that ends in a noun of its own, if no noun follows it."""
    return None if (first_tag(phrase) or "n")[0] in "nvab" else _kind_at_end(surface)


def _kind_at_end(surface: str) -> NamedKind | None:
    """Return the kind of a name by its last word; a list of several or a number is no name."""
    if "、" in surface or surface[0] in "一两三四五六七八九十百" or len(surface) > MAX_STORED_HAN:
        return None
    kinds = mention_words().named_kinds
    return next((kinds[noun] for noun in _nouns() if surface.endswith(noun)), None)


def _kind_behind(phrase: str) -> NamedKind | None:
    for match in _noun_pattern().finditer(phrase):
        rest = phrase[match.end() :]
        if (
            match.start() <= MAX_PHRASE
            and _ends_phrase(rest)
            and _is_noun_phrase(phrase[: match.start()])
        ):
            return mention_words().named_kinds[match[0]]
    return None


def _ends_phrase(rest: str) -> bool:
    """Return whether a noun phrase can end before `rest`, the words behind it in its clause."""
    if not rest:
        return True
    if rest.startswith(("的", "和", "与", "及")):
        return False
    return rest[0] in "了已在以" or bool(_predicates().match(rest))


def _is_noun_phrase(words: str) -> bool:
    """Return whether no verb or preposition of the lexicon is among `words`, but parts of names.

    “…”的平台 may be a platform for what is named.
    """
    if words.startswith("的") or "的一" in words:
        return False
    listed = mention_words()
    names = listed.compounds.verbs
    others = {*listed.predicates.words, *listed.verbs} - {*names}
    return others.isdisjoint(get_segmenter().words(words, "jieba"))


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(sorted(mention_words().named_kinds, key=len, reverse=True))


@cache
def _noun_pattern() -> re.Pattern[str]:
    return re.compile(alternation(mention_words().named_kinds))


@cache
def _predicates() -> re.Pattern[str]:
    listed = mention_words()
    return re.compile(alternation([*listed.predicates.words, *listed.verbs]))
