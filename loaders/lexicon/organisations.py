"""Read data/lexicon/organisations.toml: bodies that speak at briefings."""

from functools import cache
from typing import Literal

from loaders.lexicon.records import Record, Text, Words, load_rows, place, require_distinct


class ListedOrganisation(Record, frozen=True):
    """A body with its names, and in `aliases` every form with which a title begins.

    `name_en_source` says where the English name is from, and `en_reason` more of that.
    """

    id: Text
    name_zh: Text
    name_en: Text
    name_en_source: Literal["own", "reports", "ours"]
    en_reason: Text
    level: Literal["central", "province", "city", "association"]
    aliases: Words
    reason: Text


@cache
def organisations() -> tuple[ListedOrganisation, ...]:
    """Return the bodies in the order of the file, cached.

    Raises LexiconError if the file is not valid, or an id or alias is listed twice.
    """
    listed = load_rows(ListedOrganisation, "organisations", "organisation")
    where = place("organisations")
    require_distinct((body.id for body in listed), where)
    require_distinct((alias for body in listed for alias in body.aliases), where)
    return listed
