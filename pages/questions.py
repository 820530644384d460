"""Questions: who asked whom, each exchange, and what was asked about beside what was said."""

from dashboard import filters
from dashboard.components import controls, panel
from dashboard.features.questions import cards as questions_cards
from dashboard.features.questions import panels
from dashboard.features.search import occurrences as search_occurrences
from dashboard.queries import statistics

chosen = filters.current()
slots = (
    statistics.asked(chosen.only(*filters.BRIEFING_PARAMETERS, "rate"))["slot"]
    .dropna()
    .unique()
    .tolist()
)


def cards() -> None:
    """The exchanges that the filters leave; a way out where they leave none that was captured."""
    if not questions_cards.draw() and not panels.unheard(chosen):
        panel.nothing("no_exchange")


panel.show("whom", lambda: panels.whom(chosen), controls=lambda: controls.slot_legend(slots))
panel.show("exchanges", lambda: panels.exchanges(chosen), controls=cards)
panel.show("asked_about", lambda: panels.about(chosen))
search_occurrences.show("question_places")
