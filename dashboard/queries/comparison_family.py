"""Everything that the comparison page counts and tests: topics, and words or phrases, by scope.

All of it is one family: a row is judged among all that the page tests at once.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries import host_names, search, selection, statistics, vocabulary
from dashboard.queries.pair import Compared
from dashboard.queries.query import cached_per_corpus
from dashboard.queries.scope import in_all
from dashboard.stats.log_ratio import MIN_LISTED, log_ratio
from dashboard.stats.multiple_tests import family_size, multiple_tests
from dashboard.stats.nested_forms import nested_forms
from dashboard.stats.random_deals import deal_count
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES
from loaders.contract import PLACE_SUFFIXES
from loaders.lexicon.places import places
from loaders.schema import SLOTS

COUNTS: Mapping[str, Callable[[Filters], pd.DataFrame]] = {
    "topic_id": selection.hits,
    "term": statistics.content_words,
    "phrase": selection.phrase_counts,
}
SCOPES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "statements": {"section": ("opening",), "kind": ("statement",)},
    "whole": {"section": (), "kind": ()},
}
# Frames of stats.log_ratio by scope, one way to compare (see SCOPES); the chosen scope is last.
RatiosByScope = Mapping[str, pd.DataFrame]
_NO_SLOT = "nobody"  # a slot without speakers: if no slot is shared, nothing is compared


class Family(NamedTuple):
    """All that the page compares of two briefings.

    ratios: by id column ("topic_id", and "term" or "phrase"), then by scope, frames of
    stats.log_ratio and stats.multiple_tests, with every scope's row of each id. Frames of terms
    also have forms, the nested forms counted in the row or without a row of their own, and
    host_name, True for the names of the hosts. totals: by id column, the occurrences of every id in
    the chosen scope, listed or not: the id, earlier, later. paragraphs: by scope, what is compared.
    tests: the number of p-values that are corrected together.
    """

    ratios: Mapping[str, RatiosByScope]
    totals: Mapping[str, pd.DataFrame]
    paragraphs: Mapping[str, pd.DataFrame]
    tests: int


def scopes_up_to(scope: str) -> list[str]:
    """Return the scopes that are drawn if `scope` is chosen, ending with `scope`."""
    return list(SCOPES)[: list(SCOPES).index(scope) + 1]


def scope_filters(chosen: Filters, pair: Compared, scope: str) -> Filters:
    """Return `chosen` limited to the two briefings and the sections and kinds of `scope`."""
    return pair.restrict(chosen.without_view).replace(**SCOPES[scope])


def compared_filters(chosen: Filters, pair: Compared, scope: str) -> Filters:
    """Return the filters that select what `scope` compares of the two briefings.

    Statements are compared only in slots that both briefings have.
    """
    within_scope = scope_filters(chosen, pair, scope)
    if scope != "statements":
        return within_scope
    slots = common_slots(chosen, pair, scope)
    return within_scope.replace(slot=slots or [_NO_SLOT])


def common_slots(chosen: Filters, pair: Compared, scope: str) -> list[str]:
    """Return the slots in which both briefings have paragraphs within `scope`."""
    paragraphs = selection.paragraphs(scope_filters(chosen, pair, scope).replace(topic=()))
    return list(in_all(paragraphs, "slot", SLOTS, len(pair.ids)))


def family(chosen: Filters, pair: Compared) -> Family:
    """Return all that the page compares within `chosen`, whatever its topic filter.

    If one briefing lacked the topic, all words of the other would seem to be distinctive of it. A
    chosen term that is rare, or nested in another, gets a row of its own.
    """
    chosen = chosen.replace(topic=())
    within = tuple(
        (scope, compared_filters(chosen, pair, scope)) for scope in scopes_up_to(chosen.scope)
    )
    restricted = pair.restrict(Filters())
    sides = pair.ids["earlier"], pair.ids["later"]
    unit, term = chosen.unit, chosen.term
    found = _family(within, restricted, sides, (unit, ""))
    rows = [*found.ratios[unit].values()][-1][unit]
    has_row = not term or bool(rows.eq(term).any())
    return found if has_row else _family(within, restricted, sides, (unit, term))


def wording(totals: pd.DataFrame) -> dict[str, int]:
    """Count the ids of `totals` (see Family) that both sides say, or one alone.

    Keys: n (all), kept (both), gone (the earlier alone), new (the later alone).
    """
    earlier, later = totals["earlier"] > 0, totals["later"] > 0
    masks = {"n": earlier | later, "kept": earlier & later, "gone": earlier & ~later,
             "new": later & ~earlier}  # fmt: skip
    return {key: int(mask.sum()) for key, mask in masks.items()}


@cached_per_corpus(maxsize=16)
def _family(
    within: tuple[tuple[str, Filters], ...],
    restricted: Filters,
    sides: tuple[str, str],
    listed: tuple[str, str],
) -> Family:
    unit, term = listed
    paragraphs = {scope: selection.paragraphs(chosen) for scope, chosen in within}
    counts = {
        by: {scope: _counted(by, chosen, restricted) for scope, chosen in within}
        for by in ("topic_id", unit)
    }
    rows = {by: _listed_ids(by, [*tables.values()][-1]) for by, tables in counts.items()}
    known = set(_counted(unit, restricted, restricted)[unit])
    rows[unit] |= {term} & known
    nested = _nested(counts[unit], unit, rows[unit], term, restricted)
    rows[unit] -= set(nested.index)
    tables = {(by, scope): frame for by, each in counts.items() for scope, frame in each.items()}
    tests = sum(_testable(frame, by, rows[by]) for (by, _), frame in tables.items())
    found = multiple_tests(
        {
            (by, scope): log_ratio(
                frame, paragraphs=paragraphs[scope], by=by, ids=rows[by],
                earlier=sides[0], later=sides[1], deals=deal_count(tests),
            )
            for (by, scope), frame in tables.items()
        }
    )  # fmt: skip
    ratios = {
        by: _non_empty({scope: found[by, scope] for scope in each}) for by, each in counts.items()
    }
    ratios[unit] = _describe_terms(ratios[unit], unit, nested, restricted)
    totals = {by: _totals([*each.values()][-1], by, sides) for by, each in counts.items()}
    return Family(ratios, totals, paragraphs, family_size(found))


def _counted(by: str, chosen: Filters, restricted: Filters) -> pd.DataFrame:
    """Return the counts within `chosen` of what was counted in both texts.

    Of a text that is not stored, words that a later text brought were not counted: they would be
    "only in" the other. restricted: the filters that select the two briefings.
    """
    counts = COUNTS[by](chosen)
    if by == "topic_id" or not search.briefings_without_text(restricted):
        return counts
    uncounted = search.uncounted_terms(counts[by].unique().tolist())
    return counts.loc[~counts[by].isin(uncounted)]


def _listed_ids(by: str, counts: pd.DataFrame) -> set[str]:
    """Return the ids of the rows: every topic; terms that occur MIN_LISTED times or more."""
    if by == "topic_id":
        return set(selection.topics()["topic_id"])
    sums = counts.groupby(by)["occurrences"].sum()
    return {*sums.index[sums >= MIN_LISTED]}


def _nested(
    counts: RatiosByScope, by: str, ids: set[str], term: str, restricted: Filters
) -> pd.Series:
    """Return the nested forms among `ids`, except `term`: a term that is looked up has a row."""
    widest = [*counts.values()][-1]
    named = {*places().provinces, *places().cities, *host_names.places(restricted)}
    suffixed = {place + suffix: place for place in named for suffix in PLACE_SUFFIXES}
    listed = widest.loc[widest[by].isin(ids)]
    found = nested_forms(listed, by=by, suffixed=suffixed, bound=vocabulary.longer_words())
    return found.drop(term, errors="ignore")


def _testable(counts: pd.DataFrame, by: str, ids: set[str]) -> int:
    """Return how many of `ids` occur often enough to be tested."""
    sums = counts.loc[counts[by].isin(ids)].groupby(by)["occurrences"].sum()
    return int((sums >= MIN_JOINT_OCCURRENCES).sum())


def _non_empty(ratios: RatiosByScope) -> RatiosByScope:
    """Return `ratios` without empty frames; if all are empty, that of the chosen scope.

    The narrower scope may be empty and the wider not.
    """
    return {scope: frame for scope, frame in ratios.items() if len(frame)} or {
        [*ratios][-1]: [*ratios.values()][-1]
    }


def _totals(counts: pd.DataFrame, by: str, sides: tuple[str, str]) -> pd.DataFrame:
    """Return the occurrences of each id on both sides: free ones, if the table has them."""
    column = "free_occurrences" if "free_occurrences" in counts else "occurrences"
    sums = counts.pivot_table(index=by, columns="briefing_id", values=column, aggfunc="sum")
    names = dict(zip(sides, ("earlier", "later"), strict=True))
    wide = sums.reindex(columns=list(sides)).fillna(0).astype(int).rename(columns=names)
    return wide.rename_axis(columns=None).reset_index()


def _describe_terms(
    ratios: RatiosByScope, by: str, nested: pd.Series, restricted: Filters
) -> RatiosByScope:
    is_host_name = host_names.matcher(restricted)
    forms = {row: "、".join(nested.index[nested == row]) for row in set(nested)}
    return {
        scope: frame.assign(
            forms=[forms.get(form, "") for form in frame[by]],
            host_name=list(map(is_host_name, frame[by])),
        )
        for scope, frame in ratios.items()
    }
