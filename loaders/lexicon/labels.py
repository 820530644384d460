"""Read data/lexicon/labels.toml: words of speaker labels, and words that only look like labels."""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from loaders.lexicon.records import load, place, require_distinct


class EnglishForms(NamedTuple):
    """Words of labels in English."""

    honorifics: tuple[str, ...]
    offices: tuple[str, ...]
    outlets: tuple[str, ...]
    particles: tuple[str, ...]


class HanForms(NamedTuple):
    """Words of labels in Chinese."""

    addresses: tuple[str, ...]
    speaking: tuple[str, ...]
    adverbs: tuple[str, ...]
    outlets: tuple[str, ...]


class LookAlikes(NamedTuple):
    """Words before a colon that name nobody, and lines that open the foot of a page."""

    page: tuple[str, ...]
    event: tuple[str, ...]
    speech: tuple[str, ...]
    foot: tuple[str, ...]


class Labels(NamedTuple):
    """The words of the file, whose comments say what each list is for.

    `lettered` are pairs of a letter that asks and one that answers. `english` maps a word for a
    role to its English.
    """

    reason: str
    moderators: tuple[str, ...]
    asking: tuple[str, ...]
    answering: tuple[str, ...]
    lettered: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    english: Mapping[str, str]
    english_forms: EnglishForms
    han_forms: HanForms
    look_alikes: LookAlikes


@cache
def labels() -> Labels:
    """Return the words of the file, cached.

    Raises LexiconError if the file is not valid, or a word is listed for two roles.
    """
    listed = load(Labels, "labels")
    roles = chain(listed.moderators, listed.asking, listed.answering, listed.others)
    require_distinct(roles, place("labels"))
    return listed
