"""The panels of the comparison page.

A *scope* is one way to compare: statements or whole transcripts (queries.comparison_family).
"""

import math
from collections.abc import Sequence
from functools import partial, reduce

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import run_context
from dashboard.charts.dumbbell import dumbbell
from dashboard.charts.interval_plot import interval_plot
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.escape import escape_markdown
from dashboard.features.comparison import side_by_side, verdicts, view
from dashboard.features.comparison.view import OCCURRENCES
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import pick, t
from dashboard.labels import briefings, provenance
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import number
from dashboard.labels.pair import Pair
from dashboard.queries import identifiers, selection
from dashboard.queries.comparison_family import (
    RatiosByScope,
    common_slots,
    compared_filters,
    family,
    scope_filters,
    scopes_up_to,
)
from dashboard.queries.pair import SIDES
from dashboard.queries.rows import BriefingRow
from dashboard.run_context import current_run
from dashboard.stats.fact_comparison import fact_comparison
from dashboard.stats.log_ratio import more_often
from dashboard.stats.speaking_time import stated_seconds
from loaders.schema import SLOTS

_MAX_EXTENT = 5  # of the axis of ratios, in powers of two; a longer interval runs out of the chart


def banner(chosen: Filters, pair: Pair) -> str:
    """Return the sentences that say what is compared, and what limits the comparison."""
    paragraphs = {
        scope: _compared_paragraphs(chosen, pair, scope) for scope in scopes_up_to(chosen.scope)
    }
    return _join_sentences(side_by_side.banner_sentences(pair, paragraphs, chosen))


def nothing_compared(chosen: Filters, pair: Pair) -> str:
    """Say that one of the two has nothing within the filters to compare; "" if both have."""
    paragraphs = _compared_paragraphs(chosen, pair, chosen.scope)
    if side_by_side.is_comparable(pair, paragraphs):
        return ""
    return t(f"comparison.nothing.{chosen.scope}", **pair.placeholders)


def _compared_paragraphs(chosen: Filters, pair: Pair, scope: str) -> pd.DataFrame:
    """Return the paragraphs that `scope` compares, whatever the topic filter."""
    return selection.paragraphs(compared_filters(chosen, pair, scope).replace(topic=()))


def slots(chosen: Filters, pair: Pair) -> Panel:
    """Build the panel of the turns of both briefings, by slot, and whether each is compared."""
    within_scope = scope_filters(chosen, pair, "whole").replace(topic=())
    compared_slots = (
        common_slots(chosen, pair, chosen.scope) if chosen.scope == "statements" else SLOTS
    )
    turns = stated_seconds(selection.turns(within_scope))
    frame = side_by_side.mark_compared(turns, chosen.scope, compared_slots)
    takeaway = t(f"comparison.slots_reading.{chosen.scope}", **pair.placeholders)
    words = PanelText(t("comparison.slots_title"), takeaway)
    return Panel(frame, [], words, applied=applied_filters(chosen, pair))


def topics(chosen: Filters, pair: Pair) -> Panel:
    """Build the panel of the rate of each topic in both briefings.

    The topic filter removes no row: it fades and marks rows.
    """
    labels, compared = identifiers.labels(), family(chosen, pair)
    ratios = compared.ratios["topic_id"]

    def name(key: str) -> str:
        return pick(*labels[key])

    rows = [*ratios.values()][-1]
    is_empty = not rows[list(OCCURRENCES)].any(axis=None)
    has_level = more_often(rows.loc[rows["difference"] != 0]).eq("level").any()
    level = t("comparison.topics_level", **pair.placeholders) if has_level else ""
    sentences = [
        *verdicts.wording_sentences(compared, pair, "topic_id", name, chosen.scope),
        verdicts.widening_sentence(ratios, pair, "topic_id", name),
        t("comparison.no_topic") if is_empty and len(rows) else "",
    ]
    words = PanelText(
        t("comparison.topics_title"),
        _join_sentences(sentences),
        "" if is_empty else _join_sentences([t("comparison.topics_caveat"), level]),
        _join_sentences(
            [
                *([] if is_empty else verdicts.verdict_caveat(compared, pair, chosen)),
                banner(chosen, pair),
            ]
        ),
    )
    frame = view.table(ratios, pair, "topic_id")
    applied = _compared(chosen, pair)
    return Panel(frame, _dumbbell_charts(ratios, pair, chosen), words, applied=applied)


def terms(chosen: Filters, pair: Pair) -> Panel:
    """Build the panel of the ratio of each term's (or phrase's) rates in the two briefings.

    The topic filter is ignored. `chosen.term`, whose passages are listed, has a row however rare it
    is, if either briefing has a count of it.
    """
    chosen, by = chosen.replace(topic=()), chosen.unit
    compared, listed = family(chosen, pair), family(chosen.replace(term=""), pair)
    ratios = compared.ratios[by]
    sentences = [
        *verdicts.wording_sentences(listed, pair, by, str, chosen.scope),
        verdicts.widening_sentence(ratios, pair, by, str),
        verdicts.unlisted_sentence(ratios, chosen),
    ]
    rows = [*listed.ratios[by].values()][-1]
    caveats = [
        *verdicts.terms_caveat(rows, pair, by),
        *verdicts.verdict_caveat(compared, pair, chosen),
    ]
    words = PanelText(
        t("comparison.terms_title", **pair.placeholders),
        _join_sentences(sentences),
        _join_sentences(caveats) if len(rows) else "",
        banner(chosen, pair),
    )
    frame = view.table(ratios, pair, by)
    applied = _compared(chosen, pair, "unit")
    return Panel(frame, _interval_charts(ratios, pair, chosen), words, applied=applied)


def facts(chosen: Filters, pair: Pair) -> Panel:
    """Build the panel of the facts stated of both conferences, matched by meaning."""
    caveat = t("comparison.facts_caveat", gaps=side_by_side.partial_capture_note(pair))
    stated = selection.table("facts", pair.restrict(Filters()))
    frame = fact_comparison(stated, **pair.ids)
    reading = side_by_side.pairing_sentence(frame)
    words = PanelText(t("comparison.facts_title"), reading, caveat)
    return Panel(frame, [], words, applied=applied_filters(chosen.briefings_only, pair))


def has_facts(pair: Pair) -> bool:
    """Return whether table facts has rows of both briefings."""
    with_facts = selection.table("facts", pair.restrict(Filters()))["briefing_id"]
    return set(pair.ids.values()) <= set(with_facts)


def draw_choice(pair: Pair | None) -> None:
    """Draw the select boxes for the two briefings.

    If `pair` is None, draw what is missing for a comparison instead.
    """
    briefing_ids = [*identifiers.years()]
    if pair is None:
        ids = identifiers.known_ids()
        is_one_a_year = len(ids["briefing"]) == len(ids["year"])
        by_year = is_one_a_year and not current_run().filters.briefing
        unit = "years" if by_year else "briefings"
        st.markdown(t(f"comparison.needs.{unit if len(briefing_ids) > 1 else 'more'}"))
        if len(briefing_ids) > 1:
            st.button(
                t(f"comparison.all.{unit}"),
                key="bw_years",
                on_click=lambda: run_context.change_filters(year=(), briefing=()),
            )
    else:
        years, chosen = identifiers.years(), current_run().filters
        _draw_pickers(
            pair, [key for key in briefing_ids if not chosen.year or years[key] in chosen.year]
        )


def has_no_common_statements(chosen: Filters, pair: Pair) -> bool:
    """Return whether statements are compared, and the two briefings have none in a common slot.

    Filters other than year and briefing are ignored.
    """
    return chosen.scope == "statements" and not common_slots(
        chosen.briefings_only, pair, chosen.scope
    )


def draw_widen_offer() -> None:
    """Draw a notice that no statements can be compared, and a button to compare transcripts."""
    with st.container(key="bw_empty_comparison", gap="small"):
        st.header(t("comparison.unlike_title"), anchor=False)
        st.markdown(t("comparison.unlike"))
        st.button(
            t("comparison.widen"),
            key="bw_widen",
            icon=":material/unfold_more:",
            on_click=lambda: run_context.change_filters(scope="whole"),
        )


def _draw_pickers(pair: Pair, options: Sequence[str]) -> None:
    """Draw a select box for each side of the pair, without the briefing chosen in the other box.

    options: briefing ids; with two or fewer, nothing is drawn.
    """
    if len(options) <= len(SIDES):
        return
    ids, names = pair.ids, briefings.names()

    def apply() -> None:
        run_context.change_filters(
            briefing=[st.session_state[f"bw_compare_{side}"] for side in SIDES]
        )

    st.caption(t("comparison.choose", n=number(len(options))))
    with st.container(key="bw_compare", horizontal=True, gap="medium"):
        for side, other in (SIDES, SIDES[::-1]):
            st.session_state[f"bw_compare_{side}"] = ids[side]
            st.selectbox(
                t(f"comparison.pick.{side}"),
                [key for key in options if key != ids[other]],
                format_func=lambda key: names[key],
                key=f"bw_compare_{side}",
                width=420,
                on_change=apply,
            )


def applied_filters(chosen: Filters, pair: Pair, *views: str) -> Filters:
    """Return the filters that determine a panel's frame.

    The filters name the two briefings if `pair` was chosen from more than two. views: further
    parameters to keep.
    """
    applied = chosen.only(*BRIEFING_PARAMETERS, "slot", "org", "speaker", "scope", *views)
    return applied if pair.candidate_count == len(SIDES) else pair.restrict(applied)


def _compared(chosen: Filters, pair: Pair, *views: str) -> Filters:
    """Return applied_filters, and the sections, kinds and slots that alone are compared."""
    if chosen.scope != "statements":
        return applied_filters(chosen, pair, *views)
    compared = compared_filters(chosen, pair, chosen.scope).replace(topic=())
    return compared.replace(**{name: getattr(chosen, name) for name in views})


def heading(pair: Pair, briefing: BriefingRow, detail: str = "") -> str:
    """Return the Markdown heading of one of the two briefings, with a dot in its colour."""
    colour = pair.colours[briefing.briefing_id == pair.later.briefing_id]
    return provenance.heading(briefing, detail, colour=colour)


def legend(chosen: Filters, pair: Pair) -> list[str]:
    """Return the entries of the legend of the topics, in Markdown: the briefings, then the marks.

    Of solid and hollow marks those that are drawn have an entry.
    """
    rows = topics(chosen, pair).frame
    holds = rows.loc[rows[list(OCCURRENCES)].any(axis=1), "conclusive"].fillna(False).astype(bool)
    marks = {"solid": holds.any(), "hollow": (~holds).any()}
    return [
        *(heading(pair, row) for row in pair[:2]),
        *(f":gray[{t(f'comparison.legend_{mark}')}]" for mark, drawn in marks.items() if drawn),
    ]


def slot_table(chosen: Filters, pair: Pair) -> pd.DataFrame:
    """Return the table of who spoke in each slot, a column per briefing, in Markdown."""
    return side_by_side.slot_table(slots(chosen, pair).frame, pair, chosen).map(escape_markdown)


def fact_tables(chosen: Filters, pair: Pair) -> list[tuple[str, pd.DataFrame]]:
    """Return the facts side by side: the heading and the rows of each table, in Markdown."""
    return side_by_side.fact_tables(facts(chosen, pair).frame, pair)


def same_facts(chosen: Filters, pair: Pair) -> str:
    """Return what both briefings state alike, in Markdown; "" if nothing."""
    return side_by_side.same_facts(facts(chosen, pair).frame)


def _join_sentences(sentences: Sequence[str]) -> str:
    """Join `sentences` by the rule of the language: Chinese puts no space between them."""
    parts = [sentence for sentence in sentences if sentence]
    join_two = partial(t, "comparison.then")
    return (
        reduce(lambda before, after: join_two(before=before, after=after), parts) if parts else ""
    )


def _dumbbell_charts(ratios: RatiosByScope, pair: Pair, chosen: Filters) -> list[Chart]:
    """Draw the topics in a chart for each side that has them more often, by count and by rate."""
    parts = view.topic_charts(ratios, pair, chosen.topic)
    if not parts:
        return []
    all_rows = pd.concat([rows for _, rows in parts])
    draw = partial(
        dumbbell,
        palette=current_run().palette,
        colours=pair.colours,
        axis_max=all_rows[["earlier", "later"]].to_numpy().max(initial=0),
        right_margin=label_width([*all_rows["count_text"], *all_rows["value_text"]]),
    )
    return [
        Chart(draw(rows), alt=view.alt(rows, heading), heading=f"**{escape_markdown(heading)}**")
        for heading, rows in parts
    ]


def _interval_charts(ratios: RatiosByScope, pair: Pair, chosen: Filters) -> list[Chart]:
    """Draw the terms, then the names of the hosts.

    Each of these two parts has a chart of the terms with the higher rate in the earlier briefing,
    and one of those with the higher rate in the later briefing.
    """
    parts = view.term_charts(ratios, pair, chosen.unit, chosen.term)
    all_rows = pd.concat([rows for *_, rows in parts])
    bounds = all_rows[["low", "high"]].abs().to_numpy(dtype=float)
    extent = min(math.ceil(np.nanmax(bounds, initial=1)), _MAX_EXTENT)
    draw = partial(
        interval_plot,
        palette=current_run().palette,
        extent=extent,
        ticks=view.ticks(extent),
        sides=(
            t("comparison.side_earlier", side=pair.axis_labels[0]),
            t("comparison.side_later", side=pair.axis_labels[1]),
        ),
        right_margin=label_width([*all_rows["count_text"], *all_rows["value_text"]]),
    )
    return [
        Chart(
            draw(rows),
            alt=view.alt(rows, f"{labels_briefings.name(briefing)} {detail}"),
            heading=heading(pair, briefing, detail),
        )
        for briefing, detail, rows in parts
        if len(rows)
    ]
