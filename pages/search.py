"""Search: words, phrases or topics in their context, and each passage in its turn."""

from dashboard import filters, panel
from dashboard.panels import passage, search

chosen = filters.current()

search.ask()
if chosen.passage:
    passage.show(chosen, find=search.spans(chosen))
elif search.looked_for(chosen) is not None:
    panel.show("search", lambda: search.found(chosen), controls=lambda: search.whole(chosen))
else:
    search.nothing(chosen)
