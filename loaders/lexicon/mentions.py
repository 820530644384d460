"""Read data/lexicon/mentions.toml: words that say what was done with a mention, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

from loaders.lexicon.records import load, place, require_distinct

VerbUse = Literal["release", "make", "hold", "say", "act"]


class VerbGroup(NamedTuple):
    """Verbs of one use; if `passive`, they may follow what they are done to."""

    use: VerbUse
    passive: bool
    words: tuple[str, ...]
    reason: str


class DeliverableGroup(NamedTuple):
    """Head nouns of released works; a `broad` one names a work only with a year or the like."""

    broad: bool
    words: tuple[str, ...]
    reason: str


class Compounds(NamedTuple):
    """Verbs that are parts of the names of events before one of the nouns."""

    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    reason: str


class Prepositions(NamedTuple):
    """Words before a mention that make it no object of the verb before them."""

    anywhere: tuple[str, ...]
    adjacent: tuple[str, ...]
    complements: tuple[str, ...]
    reason: str


class Negations(NamedTuple):
    """Words that deny the verb after them, in its clause or directly before it."""

    anywhere: tuple[str, ...]
    adjacent: tuple[str, ...]
    reason: str


class Time(NamedTuple):
    """Words that put a release in the future or in the past."""

    planned: tuple[str, ...]
    planned_adjacent: tuple[str, ...]
    done: tuple[str, ...]
    turns: tuple[str, ...]
    reason: str


class Unnamed(NamedTuple):
    """Words at the beginning of a phrase that names no work."""

    words: tuple[str, ...]
    reason: str


class Predicates(NamedTuple):
    """Words that begin a predicate, and words of time and order before a subject."""

    words: tuple[str, ...]
    openings: tuple[str, ...]
    reason: str


class Bodies(NamedTuple):
    """Ends of the names of bodies, and titles behind the name of a person."""

    endings: tuple[str, ...]
    persons: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class MentionWords:
    """The words of the file, whose comments say what each group is for."""

    verb: tuple[VerbGroup, ...]
    deliverable: tuple[DeliverableGroup, ...]
    compounds: Compounds
    prepositions: Prepositions
    negations: Negations
    time: Time
    unnamed: Unnamed
    predicates: Predicates
    bodies: Bodies

    @cached_property
    def verbs(self) -> Mapping[str, VerbUse]:
        """Each verb with its use."""
        return {word: group.use for group in self.verb for word in group.words}

    @cached_property
    def passives(self) -> tuple[str, ...]:
        """The verbs that may follow what they are done to."""
        return tuple(word for group in self.verb if group.passive for word in group.words)

    @cached_property
    def deliverables(self) -> Mapping[str, bool]:
        """Each head noun of a released work, with whether it is broad."""
        return {word: group.broad for group in self.deliverable for word in group.words}


@cache
def mention_words() -> MentionWords:
    """Return the words of the file, cached.

    Raises LexiconError if the file is not valid, or a verb or a noun is in two groups.
    """
    listed = load(MentionWords, "mentions")
    for groups in (listed.verb, listed.deliverable):
        require_distinct((word for group in groups for word in group.words), place("mentions"))
    return listed
