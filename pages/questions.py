"""Questions: who asked whom, each exchange, and what was asked about beside what was said."""

from dashboard import controls, filters, panel, results
from dashboard.panels import exchange_cards, places
from dashboard.panels import questions as panels

chosen = filters.current()
slots = results.asked(chosen.only(*filters.WHICH, "rate"))["slot"].dropna().unique().tolist()


def cards() -> None:
    """The exchanges that the filters leave; a way out where they leave none that was captured."""
    if not exchange_cards.draw() and not panels.unheard(chosen):
        panel.nothing("no_exchange")


panel.show("whom", lambda: panels.whom(chosen), controls=lambda: controls.slot_legend(slots))
panel.show("exchanges", lambda: panels.exchanges(chosen), controls=cards)
panel.show("asked_about", lambda: panels.about(chosen))
places.show("question_places")
