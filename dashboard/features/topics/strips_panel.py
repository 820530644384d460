"""The panel of where in each briefing each topic occurs."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from dashboard.charts.dispersion_strip import Strip, dispersion_strip
from dashboard.charts.style import label_width
from dashboard.components import scope_choice
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.ribbon import view as ribbon_view
from dashboard.features.topics import blocks, strips_view
from dashboard.features.topics.topic_counts import add_names
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import names
from dashboard.queries import selection, statistics
from dashboard.queries.scope import Scope, compared_in_words
from dashboard.run_context import current_run
from dashboard.stats.dispersion import dispersion
from dashboard.stats.topic_frequency import (
    MIN_OCCURRENCES,
)


def strips(chosen: Filters) -> Panel:
    """Build the panel of where in each briefing each topic occurs, and how evenly it is spread."""
    scope = compared_in_words(chosen)
    layouts = [strip for each in blocks.drawn_blocks(scope) for strip in _strip_layouts(each)]
    dotted = t("topics.strip_dotted") if any(strip.missing for strip in layouts) else ""
    text = PanelText(
        t("topics.strip_title"),
        strips_view.strips_reading(layouts, is_apart=scope.is_apart()),
        " ".join(filter(None, (t("topics.strip_caveat", least=MIN_OCCURRENCES), dotted))),
        page_caveat=scope_choice.caveat(scope),
    )
    charts = blocks.in_blocks(scope, partial(_strip_charts, chosen=chosen))
    listed = blocks.selected_topics(_dispersions(scope, blocks.topic_order(scope)), chosen)
    given = {name: listed[name].where(listed["sufficient"]) for name in ("dp", "dp_unnormalised")}
    frame = add_names(listed.assign(**given))
    return Panel(frame, charts, text, applied=blocks.applied_filters(scope, chosen))


def _dispersions(scope: Scope, topics: Sequence[str]) -> pd.DataFrame:
    within = blocks.without_topic(scope.filters)
    return dispersion(selection.hits(within), topics=topics, parts=selection.turns(within))


def _strip_layouts(scope: Scope) -> list[Strip]:
    covered, order = statistics.coverage(scope.base), statistics.turn_order(scope.base)
    if scope.base.section:
        covered, order = (
            frame.loc[frame["section"].isin(scope.base.section)] for frame in (covered, order)
        )
    return strips_view.strip_layouts(
        scope.briefings(),
        coverage=covered,
        turn_order=order,
        section_turns=selection.turns(scope.base),
    )


def _strip_charts(scope: Scope, *, chosen: Filters) -> list[Chart]:
    order, within = blocks.topic_order(scope), blocks.without_topic(scope.filters)
    rows = strips_view.strip_rows(
        _dispersions(scope, order),
        topics=blocks.drawn_topics(order, chosen),
        briefings=scope.briefings(),
        chosen=chosen,
        absent=blocks.absent_words(scope),
    )
    turns = ribbon_view.ribbon_rows(
        statistics.turn_order(scope.base), selected=names.turn_keys(selection.turns(within))
    )
    # A click on what the filters leave out would lead back to what the briefings share.
    hits = selection.hits(within if scope.state == "outside" else scope.base)
    ticks = strips_view.tick_rows(
        hits.loc[hits["topic_id"].isin(rows["topic_id"])],
        selected_paragraphs=selection.paragraphs(within),
        chosen=chosen,
    )
    draw = partial(
        dispersion_strip,
        strips=_strip_layouts(scope),
        blocks=turns,
        right_margin=label_width([label for labels in rows["labels"] for label in labels]),
        palette=current_run().palette,
    )
    charts = []
    for topics in blocks.halves(rows["topic_id"].tolist()):
        half = rows.loc[rows["topic_id"].isin(topics)]
        figure = draw(ticks.loc[ticks["topic_id"].isin(topics)], rows=half)
        charts.append(Chart(figure, alt=strips_view.strips_alt(half), opens=True))
    return charts
