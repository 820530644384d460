"""The panel of who spoke when, which several pages show."""

from dashboard.charts import ribbon as charts
from dashboard.components import controls, panel
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.ribbon import view
from dashboard.i18n import t
from dashboard.labels import names
from dashboard.queries import selection, statistics
from dashboard.run_context import current_run
from dashboard.stats.speaking_time import stated_seconds


def show(*, caveat: str = "", page_caveat: str = "") -> None:
    """Draw the ribbon of every turn in the selected years.

    Turns outside the other filters are faded. caveat, page_caveat: as in PanelText.
    """
    chosen = current_run().filters
    turn_order = statistics.turn_order(chosen)

    def build() -> Panel:
        selected_keys = names.turn_keys(selection.turns(chosen))
        blocks = view.ribbon_rows(turn_order, selected=selected_keys)
        briefings = selection.briefings(chosen.briefings_only)
        layouts = view.ribbon_layouts(briefings, statistics.coverage(chosen), blocks)
        figure = charts.ribbon(blocks, rows=layouts, palette=current_run().palette)
        reading = view.explanation(layouts, is_faded=not blocks["selected"].all())
        text = PanelText(t("chart.ribbon_title"), reading, caveat, page_caveat)
        chart = Chart(figure, alt=view.ribbon_alt(layouts), opens=True)
        return Panel(stated_seconds(turn_order.loc[blocks["selected"]]), [chart], text)

    slots = turn_order["slot"].unique().tolist()
    panel.show(
        "ribbon",
        build,
        controls=lambda: controls.slot_legend(slots),
        depends_on=(caveat, page_caveat),
    )
