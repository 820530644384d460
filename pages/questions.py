"""Questions: who asked whom, each exchange, and topics of questions next to those of answers."""

from dashboard import filters
from dashboard.components import controls, panel
from dashboard.features.questions import cards as questions_cards
from dashboard.features.questions import panels
from dashboard.features.search import occurrences as search_occurrences
from dashboard.queries import selection, statistics
from dashboard.run_context import current_run

chosen = current_run().filters
slots = (
    statistics.exchanges(chosen.only(*filters.BRIEFING_PARAMETERS, "rate"))["slot"]
    .dropna()
    .unique()
    .tolist()
)


def cards() -> None:
    """Draw the exchanges; if there are none although any were captured, the notice that says so."""
    if questions_cards.draw():
        return
    selected = set(selection.briefings(chosen.briefings_only)["briefing_id"])
    if selected - panels.uncaptured_briefings(chosen):
        panel.show_empty("no_exchange", nothing=panels.no_exchange(chosen))


panel.show(
    "whom", lambda: panels.asked_whom_panel(chosen), controls=lambda: controls.slot_legend(slots)
)
panel.show("exchanges", lambda: panels.exchanges_panel(chosen), controls=cards)
panel.show("asked_about", lambda: panels.asked_about_panel(chosen))
search_occurrences.show("question_places")
