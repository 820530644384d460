"""Read the policy lexicon, data/lexicon/phrases.toml, as a row for each wording of an entry."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from loaders.contract import MAX_STORED_HAN
from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Rows, Table, Text, Words, load, place, require_distinct

PhraseKind = Literal["body", "event", "campaign", "document", "wording", "term"]

OURS, OF_HEAD = "ours", "head"  # sources of an English gloss that no publication has
_HAN = re.compile("[\u3400-\u9fff]")


class SetPhrase(NamedTuple):
    """A set phrase of the lexicon, its kind, and its English gloss.

    `family` is the head (first wording) of the entry that lists the phrase, None if no other phrase
    belongs to that entry. `english_source` is where the rendering is published, OURS for one of
    this project, or OF_HEAD for a variant that has no gloss but its head's; both are None for a
    phrase without a gloss.
    """

    phrase: str
    kind: PhraseKind
    family: str | None
    english: str | None = None
    english_source: str | None = None


class _Entry(Record, frozen=True):
    phrase: Text
    kind: PhraseKind
    reason: Text
    variants: Words = ()
    english: Text | None = None
    english_source: Text | None = None
    glosses: Table[Text] | None = None  # of variants, and of some where they are published
    gloss_sources: Table[Text] | None = None

    def rows(self, family: str | None) -> Iterator[SetPhrase]:
        yield SetPhrase(self.phrase, self.kind, family, self.english, self.english_source)
        for phrase in self.variants:
            yield SetPhrase(phrase, self.kind, family, *self._gloss(phrase))

    def _gloss(self, variant: str) -> tuple[str | None, str | None]:
        if self.glosses and variant in self.glosses:
            return self.glosses[variant], (self.gloss_sources or {}).get(variant, OURS)
        return self.english, OF_HEAD if self.english else None


class _Quoted(Record, frozen=True):
    phrase: Text
    kind: PhraseKind
    english: Text
    english_source: Text
    reason: Text
    family: Text | None = None


class _File(Record, frozen=True):
    phrase: Rows[_Entry]
    turn: tuple[_Entry, ...] = ()
    quoted: tuple[_Quoted, ...] = ()


@cache
def set_phrases() -> tuple[SetPhrase, ...]:
    """Return the units of segmentation in file order, an entry's variants after its head; cached.

    Raises LexiconError if the file is not valid: a phrase of a wrong length, one that is listed
    twice, a gloss of no variant or without a source, a family that is no entry.
    """
    found = _rows(_file().phrase)
    for row in found:
        if not 2 <= len(_HAN.findall(row.phrase)) <= MAX_STORED_HAN:
            raise LexiconError(
                f"{place('phrases')}: {row.phrase} does not have 2 to {MAX_STORED_HAN} Han "
                "characters; shorten it."
            )
    every = [row.phrase for row in (*found, *_rows(_file().turn))]
    require_distinct([*every, *(row.phrase for row in _file().quoted)], place("phrases"))
    return found


@cache
def listed_phrases() -> tuple[SetPhrase, ...]:
    """Return `set_phrases` and, after them, the turns of phrase, which are no units; cached."""
    return set_phrases() + _rows(_file().turn)


@cache
def quoted_phrases() -> Mapping[str, SetPhrase]:
    """Return the listed quotations and titles by their text; cached. See `set_phrases`."""
    return {
        each.phrase: SetPhrase(
            each.phrase, each.kind, each.family, each.english, each.english_source
        )
        for each in _file().quoted
    }


def _rows(entries: tuple[_Entry, ...]) -> tuple[SetPhrase, ...]:
    heads = {each.phrase for each in entries if each.variants}
    heads |= {row.family for row in _file().quoted if row.family}
    by_entry = (each.rows(each.phrase if each.phrase in heads else None) for each in entries)
    return tuple(chain.from_iterable(by_entry))


@cache
def _file() -> _File:
    file = load(_File, "phrases")
    _check(file)
    return file


def _check(file: _File) -> None:
    """Raise LexiconError for a gloss without its wording or source, or a family that is none."""
    for each in (*file.phrase, *file.turn):
        for wrong in set(each.glosses or ()) - set(each.variants):
            raise LexiconError(f"{place('phrases')}: {wrong} has a gloss and is no variant.")
        for wrong in set(each.gloss_sources or ()) - set(each.glosses or ()):
            raise LexiconError(f"{place('phrases')}: {wrong} has a source and no gloss.")
        if (each.english is None) != (each.english_source is None):
            raise LexiconError(
                f"{place('phrases')}: {each.phrase} needs english and english_source, or neither."
            )
    families = {row.family for row in file.quoted if row.family}
    for wrong in families - {each.phrase for each in (*file.phrase, *file.turn)}:
        raise LexiconError(f"{place('phrases')}: {wrong} is named as a family and is no entry.")
