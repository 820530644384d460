"""The reason why a selection lists no wording, and the ways out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name
from dashboard.queries import selection
from dashboard.queries.pair import sides_of
from dashboard.queries.rows import BriefingRow, rows_of

_List = Callable[[Filters], pd.DataFrame]  # the wordings that a selection lists
_SPEECH = tuple(each for each in ID_PARAMETERS if each not in BRIEFING_PARAMETERS)
_CHOICES = ("q", "status", *_SPEECH)  # each can leave nothing; the first is the likeliest


@dataclass(frozen=True)
class Way:
    """A way out: the words of its button, and the changes of the selection that it makes."""

    label: str
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Nothing:
    """The reason why nothing is listed, as a sentence, and the ways out, the likeliest first."""

    sentence: str
    ways: tuple[Way, ...] = ()


def two_briefings(chosen: Filters) -> Way | None:
    """Return the way to two briefings; None if two are selected, or the corpus has only one."""
    every = chosen.replace(**dict.fromkeys(BRIEFING_PARAMETERS, ()))
    sides = sides_of(every)
    if sides_of(chosen) is not None or sides is None:
        return None
    first, last = map(labels_briefings.name, sides)
    label = t("wording.empty.compare", first=first, last=last)
    return Way(label, {name: getattr(every, name) for name in BRIEFING_PARAMETERS})


def nothing(chosen: Filters, listed: _List) -> Nothing:
    """Explain why `listed` lists nothing of `chosen`: name the choice that leaves nothing."""
    if chosen.status != "any" and sides_of(chosen) is None:
        return _needs_two(chosen)
    set_choices = [name for name in _CHOICES if getattr(chosen, name) != getattr(Filters(), name)]
    alone = [name for name in set_choices if len(listed(_without(chosen, name)))]
    if alone:
        named = _named(chosen, alone[0])
        n = len(listed(_without(chosen, alone[0])))
        ways = [_way(chosen, name) for name in alone]
        return Nothing(t("wording.empty.one", choice=named, n=n), tuple(ways))
    if len(set_choices) > 1 and len(listed(_without(chosen, *set_choices))):
        together = Way(t("wording.empty.drop_all"), _defaults(set_choices))
        named = join([_named(chosen, name) for name in set_choices])
        return Nothing(t("wording.empty.several", choices=named), (together,))
    return Nothing(t("wording.empty.none"))


def _needs_two(chosen: Filters) -> Nothing:
    """Say that a status is a matter of two briefings, and name the one that is selected."""
    rows = rows_of(selection.briefings(chosen.briefings_only), BriefingRow)
    name = labels_briefings.name(rows[-1]) if rows else ""
    key = "needs_two" if rows else "needs_any"
    status = t(f"view.status.{chosen.status}")
    sentence = t(f"wording.empty.{key}", status=status, briefing=name)
    drop = Way(t("wording.empty.all_of", briefing=name), {"status": "any"})
    ways = (two_briefings(chosen), drop if rows else None)
    return Nothing(sentence, tuple(way for way in ways if way))


def _without(chosen: Filters, *names: str) -> Filters:
    return chosen.replace(**_defaults(names))


def _defaults(names: tuple[str, ...] | list[str]) -> dict[str, object]:
    return {name: getattr(Filters(), name) for name in names}


def _way(chosen: Filters, name: str) -> Way:
    return Way(t("wording.empty.drop", choice=_named(chosen, name)), _defaults([name]))


def _named(chosen: Filters, name: str) -> str:
    """Name a choice and its value as the page does: Status “New”, Speaker or outlet “...”."""
    if name == "q":
        return t("wording.empty.choice", name=t("wording.empty.search"), value=chosen.q)
    if name == "status":
        label, value = t("view.status.label"), t(f"view.status.{chosen.status}")
        return t("wording.empty.choice", name=label, value=value)
    values = [
        t(f"code.section.{each}") if name == "section" else filter_name(name, each)
        for each in getattr(chosen, name)
    ]
    return t("wording.empty.choice", name=t(f"filter.{name}.label"), value=join(values))
