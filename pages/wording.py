"""Wording: what is new, kept and gone in the set phrases of two briefings, and who says it."""

from dashboard.components import panel
from dashboard.features.wording import drawing
from dashboard.features.wording.calendar import calendar, has_calendar
from dashboard.run_context import current_run

chosen = current_run().filters

drawing.draw()
if has_calendar(chosen):
    panel.show("calendar", lambda: calendar(chosen), as_table=True)
