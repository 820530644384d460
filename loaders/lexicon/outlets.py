"""Read data/lexicon/outlets.toml: news outlets whose reporters ask at briefings."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from loaders.lexicon.records import Record, Text, Words, load_rows, place, require_distinct

OutletClass = Literal[
    "central", "provincial", "metropolitan_commercial", "hong_kong_macau", "foreign"
]


class Outlet(Record, frozen=True):
    """A news outlet with its names, and in `aliases` the forms in which a label names it.

    `source` is the supervising or publishing body, which decides `class_`.
    """

    id: Text
    name_zh: Text
    name_en: Text
    name_en_source: Literal["own", "ours"]
    class_: OutletClass
    aliases: Words
    source: Text

    @property
    def forms(self) -> frozenset[str]:
        """The names and aliases, in lower case."""
        return frozenset(map(str.casefold, (self.name_zh, self.name_en, *self.aliases)))


@cache
def outlets() -> tuple[Outlet, ...]:
    """Return the outlets in the order of the file, cached.

    Raises LexiconError if the file is not valid, or an id, or a name or alias in any case, belongs
    to two outlets.
    """
    listed = load_rows(Outlet, "outlets", "outlet")
    require_distinct((outlet.id for outlet in listed), place("outlets"))
    require_distinct((form for outlet in listed for form in outlet.forms), place("outlets"))
    return listed


@cache
def outlets_by_form() -> Mapping[str, Outlet]:
    """Return name or alias in lower case -> its outlet, cached."""
    return {form: outlet for outlet in outlets() for form in outlet.forms}
