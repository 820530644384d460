"""Like with like: the part of the selected briefings that a page sets side by side by default.

The pages of two briefings rarely carry the same parts: one may hold the opening statements alone,
the other the questions too. A page therefore compares what both have, and shows everything only
when it is asked to (`Filters.scope`), then each briefing by itself.
"""

from typing import Literal, NamedTuple

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.queries import selection
from dashboard.queries.query import cached_per_corpus
from loaders.contract import ADDED_SERIES
from loaders.schema import SECTIONS, SLOTS

State = Literal["alike", "whole", "alone", "unlike", "outside"]
EVERYTHING: Literal["whole"] = "whole"  # the choice of Filters.scope that asks for everything
STATEMENT = "statement"  # the kind of turn that is compared in words
_MAX_COMPARED = 8  # briefings; as many as a page shows
_CACHE_SIZE = 32


class Scope(NamedTuple):
    """The part of the selected briefings that a page shows, and why.

    base: the filters of that part, without those of who speaks on what: the denominators of rates.
    filters: the reader's filters within `base`. state: "alike" (what all of them have), "whole"
    (everything captured, as the reader asked), or everything captured because there is nothing to
    compare: "alone" (no other briefing), "unlike" (the briefings share no part), "outside" (the
    filters select only what they do not share). compared: the ids of the briefings whose common
    part this is, with or without those that the reader filters out.
    """

    base: Filters
    filters: Filters
    state: State
    compared: tuple[str, ...]

    @property
    def is_alike(self) -> bool:
        """True if the briefings are comparable, since all have this part."""
        return self.state == "alike"

    def is_apart(self) -> bool:
        """Return whether several briefings are shown that do not compare: each is drawn apart."""
        return len(self.blocks()) > 1

    def briefings(self) -> pd.DataFrame:
        """Return selection.briefings of `base` and, as a last column, the denominators of rates.

        compared_characters: the sum over the turns of `base`. It is base_characters, unless `base`
        has a filter of kind or slot.
        """
        briefings = selection.briefings(self.base)
        sums = selection.turns(self.base).groupby("briefing_id")["characters"].sum()
        return briefings.assign(
            compared_characters=sums.reindex(briefings["briefing_id"], fill_value=0).to_numpy()
        )

    def blocks(self) -> list["Scope"]:
        """Return the parts to draw apart: this one if its briefings compare, else one for each."""
        ids = selection.briefings(self.base)["briefing_id"].tolist()
        if self.is_alike or len(ids) < 2:
            return [self]
        return [
            self._replace(
                base=self.base.replace(briefing=[key]), filters=self.filters.replace(briefing=[key])
            )
            for key in ids
        ]


def all_selected(chosen: Filters) -> Scope:
    """Return all that `chosen` selects."""
    return Scope(chosen.only(*BRIEFING_PARAMETERS, "section"), chosen.without_view, EVERYTHING, ())


@cached_per_corpus(maxsize=_CACHE_SIZE, parameters=(*ID_PARAMETERS, "scope"))
def compared_in_words(chosen: Filters) -> Scope:
    """Return what `chosen` compares in words and topics.

    By default these are the statements in the sections that all compared briefings have, of the
    slots in which all of them have a statement.
    """
    compared = _compared_briefings(chosen)
    turns = _turns_in_shared_sections(compared)
    statements = turns.loc[turns["kind"] == STATEMENT]
    shared = {
        "section": in_all(statements, "section", SECTIONS, len(compared)),
        "kind": (STATEMENT,),
        "slot": in_all(statements, "slot", SLOTS, len(compared)),
    }
    return _scope(chosen, compared, shared)


@cached_per_corpus(maxsize=_CACHE_SIZE, parameters=(*ID_PARAMETERS, "scope"))
def compared_in_time(chosen: Filters) -> Scope:
    """Return what `chosen` compares in speaking time.

    By default these are all turns of the sections that all compared briefings have.
    """
    compared = _compared_briefings(chosen)
    turns = _turns_in_shared_sections(compared)
    return _scope(chosen, compared, {"section": in_all(turns, "section", SECTIONS, len(compared))})


def _scope(chosen: Filters, compared: list[str], shared: dict[str, tuple[str, ...]]) -> Scope:
    state: State = "alike"
    within = _within(chosen, shared)
    if chosen.scope == EVERYTHING:
        state = "whole"
    elif len(compared) < 2:
        state = "alone"
    elif not all(shared.values()):
        state = "unlike"
    elif within is None or selection.turns(within.replace(topic=())).empty:
        state = "outside"
    if state in ("unlike", "outside") and not _selects_any(chosen, compared):
        state = "alone"
    if state != "alike" or within is None:
        return all_selected(chosen)._replace(state=state, compared=tuple(compared))
    base = chosen.briefings_only.replace(**{**shared, "section": within.section})
    return Scope(base, within, state, tuple(compared))


def _selects_any(chosen: Filters, compared: list[str]) -> bool:
    selected = selection.briefings(chosen.briefings_only)["briefing_id"]
    return bool(selected.isin(compared).any())


def _within(chosen: Filters, shared: dict[str, tuple[str, ...]]) -> Filters | None:
    """Return the filters of `chosen` within `shared`; None if they select nothing of it."""
    values = {
        name: tuple(value for value in allowed if value in (getattr(chosen, name) or allowed))
        for name, allowed in shared.items()
    }
    return chosen.without_view.replace(**values) if all(values.values()) else None


def _compared_briefings(chosen: Filters) -> list[str]:
    """Return the ids of the briefings that are compared, fewer than two if there are none.

    They are the selected ones; of one alone, those among which a click selected it. If some of them
    are of one series and others of none, those of the series decide.
    """
    captured = _captured(chosen.briefings_only)
    if len(captured) == 1:
        captured = _neighbours(chosen, captured["series"].iloc[0])
    sizes = captured.loc[captured["series"] != ADDED_SERIES].groupby("series", sort=False).size()
    recurring = sizes.index[sizes > 1]
    if len(recurring):
        captured = captured.loc[captured["series"] == recurring[0]]
    return captured["briefing_id"].tolist()[-_MAX_COMPARED:]


def _neighbours(chosen: Filters, series: str) -> pd.DataFrame:
    """Return the briefings that are compared with the only one that `chosen` selects, and that one.

    A briefing has the same figures alone and among others: those of its `series`, or else all. With
    a filter of years too, they are those of these years, since a click on one of several briefings
    of a year adds its id to that filter.
    """
    is_one_of_years = chosen.year and chosen.briefing
    shown = _captured(chosen.only("year") if is_one_of_years else Filters())
    if len(shown) == 1:
        shown = _captured(Filters())
    of_series = shown.loc[shown["series"] == series]
    return of_series if len(of_series) > 1 and series != ADDED_SERIES else shown


def _captured(chosen: Filters) -> pd.DataFrame:
    """Return the rows of selection.briefings within `chosen` of which any text was captured."""
    briefings = selection.briefings(chosen)
    return briefings.loc[briefings["base_characters"] > 0]


def _turns_in_shared_sections(compared: list[str]) -> pd.DataFrame:
    """Return the turns of the compared briefings, in the sections that all of them have."""
    turns = selection.turns(Filters().replace(briefing=compared))
    return turns.loc[turns["section"].isin(in_all(turns, "section", SECTIONS, len(compared)))]


def in_all(
    rows: pd.DataFrame, column: str, order: tuple[str, ...] | list[str], count: int
) -> tuple[str, ...]:
    """Return the values of `column` that rows of `count` different briefings have, in `order`.

    rows: briefing_id and `column`, of `count` briefings at most; of none there are no values.
    """
    briefings = rows.groupby(column)["briefing_id"].nunique().to_dict()
    return tuple(value for value in order if count and briefings.get(value, 0) == count)
