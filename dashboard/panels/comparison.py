"""The panels of the comparison page: what compares, and what the statistics of it tell.

A *reading* is one way to compare, as `scope` chooses it; see wording.comparison.
"""

import math
from collections.abc import Callable, Collection, Sequence
from functools import partial, reduce

import numpy as np
import pandas as pd

from dashboard import provenance, results, selection, theme
from dashboard.charts.dumbbell import dumbbell
from dashboard.charts.interval_plot import interval_plot
from dashboard.charts.style import room
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.inert import markdown
from dashboard.panel import Chart, Panel, Words
from dashboard.stats.fact_comparison import fact_comparison
from dashboard.stats.log_ratio import log_ratio, matched
from dashboard.wording import comparison, side_by_side, verdicts
from dashboard.wording.comparison import LEAST, Pair, Readings
from loaders.schema import SLOTS

__all__ = [
    "banner",
    "compared",
    "fact_tables",
    "facts",
    "listed",
    "slot_table",
    "slots",
    "terms",
    "topics",
]

_SAID = (verdicts.told, verdicts.widened)
_NOBODY = "nobody"  # a slot that no one has: where none is common, nothing compares


def compared(chosen: Filters, two: Pair, scope: str) -> Filters:
    """The filters of what `scope` compares: of statements, those of slots that both years have."""
    inside = comparison.within(chosen, two, scope)
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
    spoken = selection.paragraphs(comparison.within(chosen, two, scope).replace(topic=()))
    return matched(spoken, **two.ids)["slot"].unique().tolist()


def banner(chosen: Filters, two: Pair) -> str:
    """What is compared, and how like it is."""
    spoken = {scope: _spoken(chosen, two, scope) for scope in comparison.scopes(chosen.scope)}
    return _joined(side_by_side.banner(two, spoken, chosen))


def _spoken(chosen: Filters, two: Pair, scope: str) -> pd.DataFrame:
    """The paragraphs of `compared`, on whatever topic."""
    return selection.paragraphs(compared(chosen, two, scope).replace(topic=()))


def slots(chosen: Filters, two: Pair) -> Panel:
    """Every turn of both briefings within `chosen`, by slot, and whether it is compared."""
    inside = comparison.within(chosen, two, "whole").replace(topic=())
    alike = _alike(chosen, two, chosen.scope) if chosen.scope == "statements" else SLOTS
    frame = side_by_side.compared(selection.turns(inside), chosen.scope, alike)
    words = Words(t("comparison.slots_title"), t(f"comparison.slots_reading.{chosen.scope}"))
    applied = chosen.only("year", "slot", "org", "speaker", "scope")
    return Panel(frame, [], words, applied=applied)


def topics(chosen: Filters, two: Pair) -> Panel:
    """The rate of each topic in both briefings, whichever of them are filtered for."""
    labels, everything = selection.labels(), chosen.replace(topic=())
    found = _readings(
        everything, two, selection.hits, by="topic_id", keep=selection.topics()["topic_id"]
    )
    said = [say(found, two, "topic_id", lambda key: pick(*labels[key])) for say in _SAID]
    caveat = _caveat(found[chosen.scope], t("comparison.topics_caveat"))
    words = Words(t("comparison.topics_title"), _joined(said), caveat)
    frame = comparison.table(found, two, "topic_id")
    applied = chosen.only("year", "slot", "org", "speaker", "scope")
    return Panel(frame, _dumbbells(found, two, chosen), words, applied=applied)


def terms(chosen: Filters, two: Pair) -> Panel:
    """How many times as often each term or phrase is said in one briefing as in the other.

    Whatever topic is filtered for: where one year lacks it, all of the other's words would seem to
    be its own. The one whose places are listed has a row however rare it is, if it is counted.
    """
    chosen, by = chosen.replace(topic=()), chosen.unit
    counts = {"term": results.content_words, "phrase": selection.phrase_counts}[by]
    everywhere = counts(Filters(year=tuple(map(str, two.years))))
    keep = {chosen.term} & set(everywhere[by])
    found = _readings(chosen, two, counts, by=by, keep=keep, least=LEAST)
    said = [*(say(found, two, by, str) for say in _SAID), verdicts.unlisted(found, chosen)]
    caveat = _caveat(found[chosen.scope], verdicts.terms_caveat(found[chosen.scope]))
    words = Words(t("comparison.terms_title"), _joined(said), caveat)
    frame = comparison.table(found, two, by)
    applied = chosen.only("year", "slot", "org", "speaker", "scope", "unit")
    return Panel(frame, _intervals(found, two, chosen), words, applied=applied)


def facts(chosen: Filters, two: Pair) -> Panel:
    """The facts of both conferences, pair by pair."""
    words = [t(f"comparison.facts_{part}") for part in ("title", "reading", "caveat")]
    stated = selection.table("facts", chosen.only("year"))
    return Panel(fact_comparison(stated, **two.ids), [], Words(*words), applied=chosen.only("year"))


def slot_table(chosen: Filters, two: Pair) -> pd.DataFrame:
    """The speakers of each slot side by side, in Markdown."""
    return side_by_side.slot_table(slots(chosen, two).frame, two).map(markdown)


def fact_tables(chosen: Filters, two: Pair) -> list[tuple[str, pd.DataFrame]]:
    """The facts side by side, heading and rows of each table in Markdown."""
    listed = side_by_side.fact_tables(facts(chosen, two).frame, two)
    return [(heading, rows.map(markdown)) for heading, rows in listed]


def _caveat(found: pd.DataFrame, own: str) -> str:
    """A panel's `own` caveat and that of every verdict; nothing where nothing is compared."""
    return _joined([own, verdicts.verdict_caveat()]) if len(found) else ""


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
    scopes = comparison.scopes(chosen.scope)
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
    """Two charts: the topics with more in the later year, and those with more in the earlier."""
    parts = comparison.topic_charts(readings, two, chosen.topic)
    every = pd.concat([rows for _, rows in parts])
    draw = partial(
        dumbbell,
        palette=theme.palette(),
        years=two.years,
        longest=every[["earlier", "later"]].to_numpy().max(initial=0),
        room=room([*every["count_text"], *every["value_text"]]),
    )
    return [
        Chart(draw(rows), alt=comparison.alt(rows, heading), heading=f"**{markdown(heading)}**")
        for heading, rows in parts
        if len(rows)
    ]


def _intervals(readings: Readings, two: Pair, chosen: Filters) -> list[Chart]:
    """The terms that tell the years apart, then some of those that do not, a chart a year."""
    parts = comparison.term_charts(readings, two, chosen.unit, chosen.term)
    every = pd.concat([rows for *_, rows in parts])
    ends = every[["low", "high"]].abs().to_numpy(dtype=float)
    extent = math.ceil(np.nanmax(ends, initial=1))
    first, last = two.years
    draw = partial(
        interval_plot,
        palette=theme.palette(),
        extent=extent,
        ticks=comparison.ticks(extent),
        sides=(
            t("comparison.side_earlier", year=first),
            t("comparison.side_later", year=last),
        ),
        room=room([*every["count_text"], *every["value_text"]]),
    )
    return [
        Chart(
            draw(rows),
            alt=comparison.alt(rows, f"{provenance.briefing(briefing)} {detail}"),
            heading=provenance.heading(briefing, detail),
        )
        for briefing, detail, rows in parts
        if len(rows)
    ]
