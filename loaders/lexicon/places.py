"""Read data/lexicon/places.toml: provinces, municipalities and host cities with English names."""

from functools import cache

from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Table, Text, Words, load, place


class Places(Record, frozen=True):
    """Places by their short names: `municipalities` are those of `provinces` that are cities.

    `provinces` and `cities` map the name to the English one.
    """

    reason: Text
    municipalities: Words
    provinces: Table[Text]
    cities: Table[Text]


@cache
def places() -> Places:
    """Return the places of the file, cached.

    Raises LexiconError if the file is not valid, or a municipality is not among the provinces.
    """
    listed = load(Places, "places")
    for name in listed.municipalities:
        if name not in listed.provinces:
            raise LexiconError(
                f"{place('places')}: the municipality {name} has no English name; "
                "add it to [provinces]."
            )
    return listed
