"""Read data/lexicon/places.toml: provinces, municipalities and host cities with English names."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from loaders.errors import LexiconError
from loaders.lexicon.records import load, place


class Places(NamedTuple):
    """Places by their short names: `municipalities` are those of `provinces` that are cities.

    `provinces` and `cities` map the name to the English one.
    """

    reason: str
    municipalities: tuple[str, ...]
    provinces: Mapping[str, str]
    cities: Mapping[str, str]


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
