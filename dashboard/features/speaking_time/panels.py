"""Panels of speaking time: shares of characters, estimated minutes, lengths of answers."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import run_context
from dashboard.charts.answer_lengths import answer_lengths
from dashboard.charts.minutes_range import minutes_range
from dashboard.charts.share_bars import share_bars
from dashboard.components import controls, scope_choice
from dashboard.components.cache import cached_for_run
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.speaking_time import answers_view, view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import exchanges, provenance
from dashboard.labels.people import linked
from dashboard.queries import selection, statistics
from dashboard.queries.rows import ComparedRow
from dashboard.queries.scope import Scope, all_selected, compared_in_time
from dashboard.run_context import current_run
from dashboard.stats.speaking_time import rate_range


def shares(chosen: Filters) -> Panel:
    """Build the panel of each group's share of its briefing's characters.

    The groups are speakers, slots, organisations or kinds, as `chosen.by` says.
    """
    scope = compared_in_time(chosen)
    spoken = _spoken(scope, chosen)
    covered, sections = statistics.coverage(scope.base), scope.base.section
    leaders = partial(view.leaders_sentences, spoken, coverage=covered, sections=sections)
    words = PanelText(
        t("speaking_time.share_title"),
        "" if scope.is_apart() else leaders(scope.briefings()),
        t("speaking_time.share_caveat", gaps=scope_choice.caveat(scope)),
        _minutes_caveat(scope, chosen),  # of the file
    )
    draw = partial(share_bars, palette=current_run().palette)
    charts = _one_a_block(
        scope,
        view.share_rows(spoken),
        draw,
        sentence=lambda row: leaders(pd.DataFrame([row])),
    )
    return Panel(view.add_names(spoken), charts, words, applied=_applied(scope, chosen))


def minutes(chosen: Filters) -> Panel:
    """Build the panel of each group's estimated minutes at `chosen.rate`, with a range.

    The groups are those of `shares`.
    """
    scope = compared_in_time(chosen)
    spoken = _spoken(scope, chosen)
    slow, fast = rate_range(chosen.rate)
    words = PanelText(
        t("speaking_time.minutes_title"),
        t("speaking_time.minutes_reading", rate=chosen.rate, slow=slow, fast=fast),
        _minutes_caveat(scope, chosen),
        page_caveat=scope_choice.caveat(scope),
    )
    draw = partial(minutes_range, unit=t("chart.minute_unit"), palette=current_run().palette)
    charts = _one_a_block(scope, view.minute_rows(spoken), draw, axis_column="high")
    return Panel(view.add_names(spoken), charts, words, applied=_applied(scope, chosen))


def _minutes_caveat(scope: Scope, chosen: Filters) -> str:
    turns = selection.turns(scope.filters)
    return exchanges.minutes_caveat(turns, rate=chosen.rate, uses_times=True)


def answers(chosen: Filters) -> Panel:
    """Build the panel of the characters of each answer, and of its question."""
    asked = statistics.exchanges(chosen)
    scope, is_apart = all_selected(chosen), compared_in_time(chosen).is_apart()
    sentence = partial(exchanges.lengths_sentence, asked)
    between = exchanges.between_sentence(chosen)
    words = PanelText(
        t("speaking_time.answers_title"),
        f"{'' if is_apart else sentence(scope.briefings())} {between}".strip(),
        t("speaking_time.answers_caveat"),
        page_caveat=gaps(chosen),
    )
    charts = small_multiples(
        answers_view.answer_rows(asked),
        partial(answer_lengths, palette=current_run().palette),
        scope=scope,
        missing=partial(provenance.missing_note, statistics.coverage(chosen), section="q_and_a"),
        heading=lambda row: provenance.heading(
            row,
            t("speaking_time.answers_n", n=int(asked["briefing_id"].eq(row.briefing_id).sum())),
            below=sentence(pd.DataFrame([row])) if is_apart else "",
        ),
        apart=is_apart,
    )
    return Panel(asked, charts, words, views=("rate",))


def gaps(chosen: Filters) -> str:
    """Return the caveat on sections not captured and on unequal bases of the selected sections.

    "" if neither applies.
    """
    return provenance.caveat(
        selection.briefings(chosen), statistics.coverage(chosen), sections=chosen.section
    )


def everything_sentence(chosen: Filters) -> str:
    """Say who spoke most in all that was captured of each briefing of which more was than compares.

    "" where nothing is left out of what is shown.
    """
    scope, whole = compared_in_time(chosen), all_selected(chosen)
    spoken = _spoken(whole, chosen)
    shown, said = (
        frame.groupby("briefing_id")["characters"].sum()
        for frame in (_spoken(scope, chosen), spoken)
    )
    more = said.index[said > shown.reindex(said.index, fill_value=0)]
    briefings = whole.briefings()
    return view.leaders_sentences(
        spoken,
        briefings.loc[briefings["briefing_id"].isin(more)],
        coverage=statistics.coverage(whole.base),
        sections=whole.base.section,
    )


def draw_everything(chosen: Filters) -> None:
    """Draw the sentence on everything captured, with a button that shows it, and the legend."""
    if said := cached_for_run("everything", lambda: everything_sentence(chosen)):
        with st.container(key="bw_everything", gap="xsmall"):
            st.markdown(f"**{t('speaking_time.of_everything')}** {linked(said)}")
            st.button(
                t("speaking_time.everything"),
                type="tertiary",
                icon=":material/unfold_more:",
                key="bw_show_everything",
                on_click=lambda: run_context.change_filters(scope="whole"),
            )
    if chosen.by in ("speaker", "organisation"):
        slots = _spoken(compared_in_time(chosen), chosen)["slot"].unique()
        controls.slot_legend(slots.tolist())


def _spoken(scope: Scope, chosen: Filters) -> pd.DataFrame:
    spoken = statistics.speaking_time(scope.filters.replace(by=chosen.by, rate=chosen.rate))
    return view.add_bodies(spoken, statistics.bodies(scope.filters))


def _applied(scope: Scope, chosen: Filters) -> Filters:
    """Return the filters that determine a panel's frame, with those of its scope."""
    return scope.filters.replace(by=chosen.by, rate=chosen.rate, scope=chosen.scope)


def _one_a_block(
    scope: Scope,
    rows: pd.DataFrame,
    draw: Callable[..., go.Figure],
    *,
    axis_column: str = "value",
    sentence: Callable[[ComparedRow], str] = lambda _row: "",
) -> list[Chart]:
    """Draw one chart per briefing: on one scale if they compare, else each with its `sentence`."""
    apart = scope.is_apart()
    return small_multiples(
        rows,
        draw,
        scope=scope,
        axis_column=axis_column,
        heading=lambda row: scope_choice.heading(scope, row, below=sentence(row) if apart else ""),
        apart=apart,
    )
