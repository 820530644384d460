"""Read data/lexicon/labels.toml: words of speaker labels, and words that only look like labels."""

from functools import cache
from itertools import chain

from loaders.lexicon.records import Record, Rows, Table, Text, Words, load, place, require_distinct


class EnglishForms(Record, frozen=True):
    """Words of labels in English."""

    honorifics: Words
    offices: Words
    outlets: Words
    particles: Words


class HanForms(Record, frozen=True):
    """Words of labels in Chinese."""

    addresses: Words
    speaking: Words
    adverbs: Words
    outlets: Words


class LookAlikes(Record, frozen=True):
    """Words before a colon that name nobody, and lines that open the foot of a page."""

    page: Words
    event: Words
    speech: Words
    foot: Words


class Labels(Record, frozen=True):
    """The words of the file, whose comments say what each list is for.

    `lettered` are pairs of a letter that asks and one that answers. `english` maps a word for a
    role to its English.
    """

    reason: Text
    moderators: Words
    asking: Words
    answering: Words
    lettered: Rows[tuple[Text, Text]]
    others: Words
    english: Table[Text]
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
