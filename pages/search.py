"""Search: words, phrases or topics in their context, or one passage within its turn."""

from dashboard.components import panel
from dashboard.features.search import panels, passage
from dashboard.run_context import current_run

chosen = current_run().filters

panels.search_box()
if chosen.passage:
    passage.show(chosen, find=panels.span_finder(chosen))
elif panels.terms_of(chosen) is not None:
    panel.show(
        "search", lambda: panels.counts_panel(chosen), controls=lambda: panels.show_page(chosen)
    )
else:
    panels.show_empty(chosen)
