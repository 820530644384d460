"""The panel of who spoke when, which several pages show."""

from dashboard import controls, filters, panel, results, selection, theme
from dashboard.charts import ribbon as charts
from dashboard.i18n import t
from dashboard.panel import Chart, Panel, Words
from dashboard.wording import names
from dashboard.wording import ribbon as wording

__all__ = ["show"]


def show(*, caveat: str = "", said_above: str = "") -> None:
    """The panel of who spoke when: every turn of the selected years, those not selected faded."""
    chosen = filters.current()
    order = results.order(chosen)

    def build() -> Panel:
        inside = names.turn_keys(selection.turns(chosen))
        blocks = wording.ribbon_rows(order, selected=inside)
        years = selection.scope(chosen.which)
        lines = wording.ribbon_lines(years, results.covered(chosen), blocks)
        drawn = charts.ribbon(blocks, rows=lines, palette=theme.palette())
        words = Words(t("chart.ribbon_title"), t("chart.ribbon_reading"), caveat, said_above)
        chart = Chart(drawn, alt=wording.ribbon_alt(lines))
        return Panel(order.loc[blocks["selected"]], [chart], words)

    slots = order["slot"].unique().tolist()
    panel.show(
        "ribbon", build, controls=lambda: controls.slot_legend(slots), given=(caveat, said_above)
    )
