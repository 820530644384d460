"""The panel of what is new, gone and otherwise worded between the two compared briefings."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dashboard.components.change_table import Change, change_chart, turn_row, wording_row
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.escape import escape_markdown
from dashboard.features.comparison.panels import applied_filters
from dashboard.filters import Filters
from dashboard.i18n import join_sentences, t
from dashboard.labels import provenance, wordings
from dashboard.labels.pair import Pair
from dashboard.queries import wording

_MAX_CHANGES = 8  # wordings of a chart; the table and the page Wording have all


def wordings_changed(chosen: Filters, pair: Pair) -> Panel:
    """Build the panel of the wordings that are new, turned and gone, in what both have."""
    years = pair.restrict(Filters())
    is_alike = wording.compared_part(years).is_alike
    ledger = wording.ledger(years) if is_alike else wording.ledger(years).iloc[:0]
    new, gone = (wordings.of_status(ledger, status) for status in ("new", "gone"))
    turned = wordings.turns(ledger)
    fresh, dropped = (
        [row for row in wordings.without_turns(rows, turned) if row.kind != "document"]
        for rows in (new, gone)
    )
    said_by = partial(wordings.said_by, wording.speakers(years))
    parts = {
        "new": [wording_row(row, pair, said_by(row.wording)) for row in fresh],
        "turned": [turn_row(*turn, pair) for turn in turned],
        "gone": [wording_row(row, pair, said_by(row.wording)) for row in dropped],
    }
    sizes = {"new": len(new), "gone": len(gone), "turned": len(turned)}
    words = PanelText(
        t("comparison.changed_title", **pair.placeholders),
        join_sentences(
            t("comparison.changed_whole") if chosen.narrows_briefings else "",
            t("comparison.changed_reading", **sizes, **pair.placeholders),
        ),
        join_sentences(
            t("comparison.changed_caveat", most=_MAX_CHANGES, **pair.placeholders),
            t("comparison.changed_gap", **pair.placeholders) if pair.gaps[0] else "",
        ),
        provenance.missing_within(years),
        nothing=t(f"comparison.changed_{'nothing' if is_alike else 'unlike'}", **pair.placeholders),
    )
    charts = [_change_chart(key, rows, pair) for key, rows in parts.items() if rows]
    frame = ledger.loc[ledger["status"].isin(["new", "gone"])].reset_index(drop=True)
    return Panel(frame, charts, words, applied=applied_filters(chosen.briefings_only, pair))


def _listed_here(row: Change) -> Change:
    """Return `row`, the squares of which list their places below the panel."""
    earlier, later = ((*click, "at", "changed") if click else () for click in row.clicks)
    return replace(row, clicks=(earlier, later))


def _change_chart(key: str, rows: Sequence[Change], pair: Pair) -> Chart:
    heading = t(f"comparison.changed_{key}", **pair.placeholders)
    chart = change_chart([_listed_here(row) for row in rows[:_MAX_CHANGES]], pair)
    return replace(chart, heading=f"**{escape_markdown(heading)}**")
