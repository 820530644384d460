"""Search: words, phrases or topics in their context, and each passage in its turn."""

from dashboard import filters
from dashboard.components import panel
from dashboard.features.search import panels, passage

chosen = filters.current()

panels.ask()
if chosen.passage:
    passage.show(chosen, find=panels.spans(chosen))
elif panels.looked_for(chosen) is not None:
    panel.show("search", lambda: panels.found(chosen), controls=lambda: panels.whole(chosen))
else:
    panels.nothing(chosen)
