"""Announcements: documents, releases, campaigns and figures, and what became of them."""

from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.components.jump_links import jump_links
from dashboard.features.announcements import controls, panels, tables
from dashboard.i18n import t
from dashboard.run_context import current_run

chosen = current_run().filters


def draw_ledger() -> None:
    """Draw the choices of kind, status and tense, and the table of announcements."""
    controls.draw()
    tables.draw("ledger", lambda: tables.ledger(panels.listed(chosen)))


jump_links({key: t(f"announcements.{key}_title") for key in ("ledger", "figures", "dates")})
# As a table, a panel keeps its controls where these choices leave no row.
panel.show(
    "ledger",
    lambda: panels.ledger_panel(chosen),
    controls=draw_ledger,
    as_table=cached_for_run("narrowed", lambda: panels.is_narrowed_to_none(chosen)),
)
panel.show(
    "figures",
    lambda: panels.figures_panel(chosen),
    controls=lambda: tables.draw("figures", lambda: tables.figures(*panels.figures_known(chosen))),
)
panel.show(
    "dates",
    lambda: panels.dates_panel(chosen),
    controls=lambda: tables.draw_dates(lambda: panels.dated(chosen)),
)
