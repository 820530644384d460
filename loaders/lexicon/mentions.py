"""Read data/lexicon/mentions.toml: words that say what was done with a mention, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from loaders import lexicon
from loaders.errors import LexiconError

USES = ("release", "make", "hold", "say", "act")


@dataclass(frozen=True)
class MentionWords:
    """The words of data/lexicon/mentions.toml, whose comments say what each group is for.

    `verbs` maps each verb to its use (one of USES). `deliverables` maps each head noun of a
    released work to whether it is broad.
    """

    verbs: Mapping[str, str]
    passives: tuple[str, ...]
    deliverables: Mapping[str, bool]
    lists: Mapping[str, tuple[str, ...]]


@cache
def mention_words() -> MentionWords:
    """Return the words of the file, cached.

    Raises LexiconError if a verb or a noun is listed twice, or a group has no reason or an unknown
    use.
    """
    listed = lexicon.read("mentions")
    verbs, nouns = listed["verb"], listed["deliverable"]
    groups = [*verbs, *nouns, *(group for group in listed.values() if isinstance(group, dict))]
    for group in groups:
        if not group.get("reason"):
            raise _error(f"the group {group} has no reason; say why its words are listed")
    for group in verbs:
        if group["use"] not in USES:
            raise _error(f"a group of verbs has the use {group['use']}; give one of {USES}")
    return MentionWords(
        verbs=_unique((word, group["use"]) for group in verbs for word in group["words"]),
        passives=tuple(word for group in verbs if group["passive"] for word in group["words"]),
        deliverables=_unique((word, group["broad"]) for group in nouns for word in group["words"]),
        lists={
            f"{name}.{field}": tuple(words)
            for name, group in listed.items()
            if isinstance(group, dict)
            for field, words in group.items()
            if field != "reason"
        },
    )


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, value in pairs:
        if word in found:
            raise _error(f"{word} is listed twice; keep one of the two")
        found[word] = value
    return found


def _error(problem: str) -> LexiconError:
    return LexiconError(f"data/lexicon/mentions.toml: {problem}.")
