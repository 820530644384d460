"""Find which words are names of the hosts of briefings, whose difference is no news."""

from collections.abc import Callable

from dashboard.filters import Filters
from dashboard.queries import selection

_HOST_SLOTS = ("host_province", "host_city")
_HOST_LEVELS = ("province", "city")


def matcher(restricted: Filters) -> Callable[[str], bool]:
    """Return whether a word names a host of the briefings that `restricted` selects.

    It does with the name of a host's place in it, or as the beginning of the name of a host's body,
    which is taken without the place: 市委 of 天津市委宣传部.
    """
    named, bodies = places(restricted), _bodies(restricted)
    short = [body.removeprefix(place) for body in bodies for place in named if place in body]
    return lambda word: (
        any(place in word for place in named) or any(body.startswith(word) for body in short)
    )


def places(restricted: Filters) -> list[str]:
    """Return the names of the host cities and provinces of the briefings."""
    named = selection.briefings(restricted)[["host_city", "host_province"]].to_numpy().ravel()
    return sorted({str(name) for name in named if isinstance(name, str) and name})


def _bodies(restricted: Filters) -> list[str]:
    """Return the names of the hosts' own bodies: those of speakers of a province or city."""
    speakers = selection.turns(restricted)
    spoke = set(speakers.loc[speakers["slot"].isin(_HOST_SLOTS), "organisation_id"])
    known = selection.table("organisations", Filters())
    is_local = known["level"].isin(_HOST_LEVELS) & known["organisation_id"].isin(spoke)
    return sorted(known.loc[is_local, "name_zh"])
