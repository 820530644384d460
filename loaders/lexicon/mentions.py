"""Read data/lexicon/mentions.toml: words that say what was done with a mention, and by whom."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Literal

from loaders.lexicon.records import Record, Rows, Text, Words, load, place, require_distinct

VerbUse = Literal["release", "make", "hold", "say", "act"]
Tense = Literal["done", "under_way", "promised"]
NamedKind = Literal["campaign", "event", "platform"]


class VerbGroup(Record, frozen=True):
    """Verbs of one use; if `passive`, they may follow what they are done to."""

    use: VerbUse
    passive: bool
    words: Words
    reason: Text


class DeliverableGroup(Record, frozen=True):
    """Head nouns of released works; a `broad` one names a work only with a year or the like."""

    broad: bool
    words: Words
    reason: Text


class Compounds(Record, frozen=True):
    """Verbs that are parts of the names of events before one of the nouns."""

    verbs: Words
    nouns: Words
    reason: Text


class Prepositions(Record, frozen=True):
    """Words before a mention that make it no object of the verb before them."""

    anywhere: Words
    adjacent: Words
    complements: Words
    reason: Text


class Negations(Record, frozen=True):
    """Words that deny the verb after them, in its clause or directly before it."""

    anywhere: Words
    adjacent: Words
    reason: Text


class Time(Record, frozen=True):
    """Words that put what a verb says in the future, the past or the present, and its occasion."""

    planned: Words
    planned_adjacent: Words
    done: Words
    turns: Words
    in_progress: Words
    plans: Words
    occasions: Words
    reason: Text


class NamedGroup(Record, frozen=True):
    """Nouns of what a name names; `unmarked` says when they end a name without marks."""

    kind: NamedKind
    unmarked: Literal["always", "proper", "never"]
    words: Words
    reason: Text


class Making(Record, frozen=True):
    """Words behind a title that, with one of `verbs` before it, say that it is being made."""

    words: Words
    verbs: Words
    reason: Text


class Unnamed(Record, frozen=True):
    """Words at the beginning of a phrase that names no work."""

    words: Words
    reason: Text


class Predicates(Record, frozen=True):
    """Words that begin a predicate, and words of time and order before a subject."""

    words: Words
    openings: Words
    reason: Text


class Bodies(Record, frozen=True):
    """Ends of the names of bodies, and titles behind the name of a person."""

    endings: Words
    persons: Words
    reason: Text


class MentionWords(Record, frozen=True, dict=True):
    """The words of the file, whose comments say what each group is for."""

    verb: Rows[VerbGroup]
    deliverable: Rows[DeliverableGroup]
    compounds: Compounds
    prepositions: Prepositions
    negations: Negations
    time: Time
    named: Rows[NamedGroup]
    making: Making
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
    def named_kinds(self) -> Mapping[str, NamedKind]:
        """Each noun of what a name names, with its kind."""
        return {word: group.kind for group in self.named for word in group.words}

    @cached_property
    def unmarked(self) -> Mapping[str, NamedKind]:
        """The nouns that may end a name without marks, each with its kind."""
        groups = [group for group in self.named if group.unmarked != "never"]
        return {word: group.kind for group in groups for word in group.words}

    @cached_property
    def only_proper(self) -> frozenset[str]:
        """The nouns that end a name without marks only if it opens like a proper name."""
        groups = [group for group in self.named if group.unmarked == "proper"]
        return frozenset(word for group in groups for word in group.words)

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
    for groups in (listed.verb, listed.deliverable, listed.named):
        require_distinct((word for group in groups for word in group.words), place("mentions"))
    return listed
