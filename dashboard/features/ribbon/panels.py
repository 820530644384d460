"""The panel of who spoke when, which several pages show."""

from dashboard import filters, theme
from dashboard.charts import ribbon as charts
from dashboard.components import controls, panel
from dashboard.components.panel import Chart, Panel, Words
from dashboard.features.ribbon import view
from dashboard.i18n import t
from dashboard.labels import names
from dashboard.queries import selection, statistics


def show(*, caveat: str = "", said_above: str = "") -> None:
    """The panel of who spoke when: every turn of the selected years, those not selected faded."""
    chosen = filters.current()
    order = statistics.order(chosen)

    def build() -> Panel:
        inside = names.turn_keys(selection.turns(chosen))
        blocks = view.ribbon_rows(order, selected=inside)
        years = selection.scope(chosen.which)
        lines = view.ribbon_lines(years, statistics.covered(chosen), blocks)
        drawn = charts.ribbon(blocks, rows=lines, palette=theme.palette())
        words = Words(t("chart.ribbon_title"), t("chart.ribbon_reading"), caveat, said_above)
        chart = Chart(drawn, alt=view.ribbon_alt(lines))
        return Panel(order.loc[blocks["selected"]], [chart], words)

    slots = order["slot"].unique().tolist()
    panel.show(
        "ribbon", build, controls=lambda: controls.slot_legend(slots), given=(caveat, said_above)
    )
