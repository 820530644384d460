"""Search: words, phrases or topics, paragraph by paragraph, and the words near a word."""

from dashboard.components import panel
from dashboard.features.search import near, panels, see_also
from dashboard.queries.matches import terms_of
from dashboard.run_context import current_run

chosen = current_run().filters

panels.search_box()
see_also.draw(chosen)
if terms_of(chosen) is not None:
    panel.show(
        "search", lambda: panels.counts_panel(chosen), controls=lambda: panels.show_page(chosen)
    )
    near.show(chosen)
else:
    panels.show_empty(chosen)
