"""The panels of the comparison page: what compares, and what the statistics of it tell.

A *reading* is one way to compare, as `scope` chooses it; see wording.comparison.
"""

import math
from collections.abc import Callable, Collection, Sequence
from functools import partial, reduce
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import filters, theme
from dashboard.charts.dumbbell import dumbbell
from dashboard.charts.interval_plot import interval_plot
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart, Panel, Words
from dashboard.escape import escape_markdown
from dashboard.features.comparison import side_by_side, verdicts, view
from dashboard.features.comparison.pair import SIDES, Pair
from dashboard.features.comparison.view import LEAST, Readings
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import pick, t
from dashboard.labels import briefings, provenance
from dashboard.labels.numbers import number
from dashboard.queries import selection, statistics
from dashboard.stats.fact_comparison import fact_comparison
from dashboard.stats.log_ratio import log_ratio, matched
from loaders.schema import SLOTS

_SAID = (verdicts.verdict_sentence, verdicts.widened)
_NOBODY = "nobody"  # a slot that no one has: where none is common, nothing compares


def compared(chosen: Filters, two: Pair, scope: str) -> Filters:
    """The filters of what `scope` compares: of statements, those of slots that both have."""
    inside = view.within(chosen, two, scope)
    if scope != "statements":
        return inside
    alike = _alike(chosen, two, scope)
    return inside.replace(slot=alike or [_NOBODY])


def listed(chosen: Filters, two: Pair) -> Filters:
    """The filters of what is listed: places of a term in all that is compared, or of topics."""
    inside = compared(chosen, two, chosen.scope)
    return inside.replace(term=chosen.term, topic=()) if chosen.term else inside


def _alike(chosen: Filters, two: Pair, scope: str) -> list[str]:
    """The slots that both briefings have in `scope`."""
    spoken = selection.paragraphs(view.within(chosen, two, scope).replace(topic=()))
    return matched(spoken, **two.ids)["slot"].unique().tolist()


def banner(chosen: Filters, two: Pair) -> str:
    """What is compared, and how like it is."""
    spoken = {scope: _spoken(chosen, two, scope) for scope in view.scopes(chosen.scope)}
    return _joined(side_by_side.banner(two, spoken, chosen))


def _spoken(chosen: Filters, two: Pair, scope: str) -> pd.DataFrame:
    """The paragraphs of `compared`, on whatever topic."""
    return selection.paragraphs(compared(chosen, two, scope).replace(topic=()))


def slots(chosen: Filters, two: Pair) -> Panel:
    """Every turn of both briefings within `chosen`, by slot, and whether it is compared."""
    inside = view.within(chosen, two, "whole").replace(topic=())
    alike = _alike(chosen, two, chosen.scope) if chosen.scope == "statements" else SLOTS
    frame = side_by_side.compared(selection.turns(inside), chosen.scope, alike)
    reading = t(f"comparison.slots_reading.{chosen.scope}", **two.words)
    words = Words(t("comparison.slots_title"), reading)
    return Panel(frame, [], words, applied=_applied(chosen, two))


def topics(chosen: Filters, two: Pair) -> Panel:
    """The rate of each topic in both briefings, whichever of them are filtered for."""
    labels, everything = selection.labels(), chosen.replace(topic=())
    found = _readings(
        everything, two, selection.hits, by="topic_id", keep=selection.topics()["topic_id"]
    )
    said = [say(found, two, "topic_id", lambda key: pick(*labels[key])) for say in _SAID]
    caveat = _caveat(found[chosen.scope], two, t("comparison.topics_caveat"))
    words = Words(t("comparison.topics_title"), _joined(said), caveat)
    frame = view.table(found, two, "topic_id")
    return Panel(frame, _dumbbells(found, two, chosen), words, applied=_applied(chosen, two))


def terms(chosen: Filters, two: Pair) -> Panel:
    """How many times as often each term or phrase is said in one briefing as in the other.

    Whatever topic is filtered for: where one of the two lacks it, all of the other's words would
    seem to be its own. The one whose places are listed has a row however rare it is, if counted.
    """
    chosen, by = chosen.replace(topic=()), chosen.unit
    counts = {"term": statistics.content_words, "phrase": selection.phrase_counts}[by]
    everywhere = counts(two.only(Filters()))
    keep = {chosen.term} & set(everywhere[by])
    found = _readings(chosen, two, counts, by=by, keep=keep, least=LEAST)
    said = [*(say(found, two, by, str) for say in _SAID), verdicts.unlisted(found, chosen)]
    caveat = _caveat(found[chosen.scope], two, verdicts.terms_caveat(found[chosen.scope], two))
    words = Words(t("comparison.terms_title", **two.words), _joined(said), caveat)
    frame = view.table(found, two, by)
    applied = _applied(chosen, two, "unit")
    return Panel(frame, _intervals(found, two, chosen), words, applied=applied)


def facts(chosen: Filters, two: Pair) -> Panel:
    """The facts of both conferences, pair by pair."""
    caveat = t("comparison.facts_caveat", gaps=side_by_side.partly(two))
    words = Words(t("comparison.facts_title"), t("comparison.facts_reading"), caveat)
    stated = selection.table("facts", two.only(Filters()))
    applied = _applied(chosen.which, two)
    return Panel(fact_comparison(stated, **two.ids), [], words, applied=applied)


def stated(two: Pair) -> bool:
    """Whether facts of both conferences are known: what is no conference drops none of another."""
    known = selection.table("facts", two.only(Filters()))["briefing_id"]
    return set(two.ids.values()) <= set(known)


def choose(two: Pair | None) -> None:
    """Which two are compared, where there are more to choose from, or what is missing for two."""
    everything = [*selection.years()]
    if two is None:
        known = selection.known()
        by_year = len(known["briefing"]) == len(known["year"])
        missing = "years" if by_year else "briefings"
        st.markdown(t(f"comparison.needs.{missing if len(everything) > 1 else 'more'}"))
        if len(everything) > 1:
            st.button(
                t(f"comparison.all.{missing}"),
                key="bw_years",
                on_click=lambda: filters.set(year=(), briefing=()),
            )
    else:
        years, chosen = selection.years(), filters.current()
        _pickers(two, [key for key in everything if not chosen.year or years[key] in chosen.year])


def unlike(chosen: Filters, two: Pair) -> bool:
    """Whether the two have no statements in one role, whoever is filtered for."""
    return chosen.scope == "statements" and not _alike(chosen.which, two, chosen.scope)


def widen() -> None:
    """What stands in place of a comparison of statements that are not there."""
    with st.container(key="bw_empty_comparison", gap="small"):
        st.header(t("comparison.unlike_title"), anchor=False)
        st.markdown(t("comparison.unlike"))
        st.button(
            t("comparison.widen"),
            key="bw_widen",
            icon=":material/unfold_more:",
            on_click=lambda: filters.set(scope="whole"),
        )


def _pickers(two: Pair, options: Sequence[str]) -> None:
    """A list for each of the two; either leaves out what the other holds."""
    if len(options) <= len(SIDES):
        return
    ids, called = two.ids, briefings.names()

    def picked() -> None:
        filters.set(briefing=[st.session_state[f"bw_compare_{side}"] for side in SIDES])

    st.caption(t("comparison.choose", n=number(len(options))))
    with st.container(key="bw_compare", horizontal=True, gap="medium"):
        for side, other in (SIDES, SIDES[::-1]):
            st.session_state[f"bw_compare_{side}"] = ids[side]
            st.selectbox(
                t(f"comparison.pick.{side}"),
                [key for key in options if key != ids[other]],
                format_func=lambda key: called[key],
                key=f"bw_compare_{side}",
                width=420,
                on_change=picked,
            )


def _applied(chosen: Filters, two: Pair, *views: str) -> Filters:
    """What makes a frame what it is: the two, where they are not all that `chosen` selects."""
    own = chosen.only(*BRIEFING_PARAMETERS, "slot", "org", "speaker", "scope", *views)
    return own if two.among == len(SIDES) else two.only(own)


def heading(two: Pair, briefing: Any, detail: str = "") -> str:
    """The heading of one of the two in Markdown, in its colour."""
    colour = two.colours[briefing.briefing_id == two.later.briefing_id]
    return provenance.heading(briefing, detail, colour=colour)


def slot_table(chosen: Filters, two: Pair) -> pd.DataFrame:
    """The speakers of each slot side by side, in Markdown."""
    return side_by_side.slot_table(slots(chosen, two).frame, two).map(escape_markdown)


def fact_tables(chosen: Filters, two: Pair) -> list[tuple[str, pd.DataFrame]]:
    """The facts side by side, heading and rows of each table in Markdown."""
    listed = side_by_side.fact_tables(facts(chosen, two).frame, two)
    return [(heading, rows.map(escape_markdown)) for heading, rows in listed]


def _caveat(found: pd.DataFrame, two: Pair, own: str) -> str:
    """A panel's `own` caveat and that of every verdict; nothing where nothing is compared."""
    return _joined([own, verdicts.verdict_caveat(two)]) if len(found) else ""


def _joined(sentences: Sequence[str]) -> str:
    """`sentences` as one text: Chinese has no space between them."""
    said = [sentence for sentence in sentences if sentence]
    then = partial(t, "comparison.then")
    return reduce(lambda before, after: then(before=before, after=after), said) if said else ""


def _readings(
    chosen: Filters,
    two: Pair,
    counts: Callable[[Filters], pd.DataFrame],
    *,
    by: str,
    keep: Collection[str],
    least: int = 1,
) -> Readings:
    found: dict[str, pd.DataFrame] = {}
    scopes = view.scopes(chosen.scope)
    for scope in reversed(scopes):  # what the widest has, the others have too
        found[scope] = log_ratio(
            counts(compared(chosen, two, scope)),
            paragraphs=_spoken(chosen, two, scope),
            by=by,
            keep=keep,
            least=least,
            **two.ids,
        )
        keep = found[scope][by].tolist()
    # The narrower reading may be empty where the wider is not; alone, an empty one says so.
    filled = {scope: found[scope] for scope in scopes if len(found[scope])}
    return filled or {chosen.scope: found[chosen.scope]}


def _dumbbells(readings: Readings, two: Pair, chosen: Filters) -> list[Chart]:
    """Two charts: the topics with more in the later one, and those with more in the earlier."""
    parts = view.topic_charts(readings, two, chosen.topic)
    every = pd.concat([rows for _, rows in parts])
    draw = partial(
        dumbbell,
        palette=theme.palette(),
        colours=two.colours,
        longest=every[["earlier", "later"]].to_numpy().max(initial=0),
        room=label_width([*every["count_text"], *every["value_text"]]),
    )
    return [
        Chart(draw(rows), alt=view.alt(rows, heading), heading=f"**{escape_markdown(heading)}**")
        for heading, rows in parts
        if len(rows)
    ]


def _intervals(readings: Readings, two: Pair, chosen: Filters) -> list[Chart]:
    """The terms that tell the two apart, then some of those that do not, a chart for each."""
    parts = view.term_charts(readings, two, chosen.unit, chosen.term)
    every = pd.concat([rows for *_, rows in parts])
    ends = every[["low", "high"]].abs().to_numpy(dtype=float)
    extent = math.ceil(np.nanmax(ends, initial=1))
    draw = partial(
        interval_plot,
        palette=theme.palette(),
        extent=extent,
        ticks=view.ticks(extent),
        sides=(
            t("comparison.side_earlier", side=two.sides[0]),
            t("comparison.side_later", side=two.sides[1]),
        ),
        room=label_width([*every["count_text"], *every["value_text"]]),
    )
    return [
        Chart(
            draw(rows),
            alt=view.alt(rows, f"{provenance.briefing(briefing)} {detail}"),
            heading=heading(two, briefing, detail),
        )
        for briefing, detail, rows in parts
        if len(rows)
    ]
