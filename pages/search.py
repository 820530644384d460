"""Search: words, phrases or topics, paragraph by paragraph; a click opens the reader."""

from dashboard.components import panel
from dashboard.features.search import panels
from dashboard.queries.matches import terms_of
from dashboard.run_context import current_run

chosen = current_run().filters

panels.search_box()
if terms_of(chosen) is not None:
    panel.show(
        "search", lambda: panels.counts_panel(chosen), controls=lambda: panels.show_page(chosen)
    )
else:
    panels.show_empty(chosen)
