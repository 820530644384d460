"""Questions: who asked whom, each exchange, and topics of questions next to those of answers."""

from dashboard import filters
from dashboard.components import controls, panel
from dashboard.components.cache import cached_for_run
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

absent = panels.uncaptured_briefings(chosen)
captured = set(selection.briefings(chosen.briefings_only)["briefing_id"]) - absent


def draw_order() -> None:
    """Draw the exchanges in order, and in a column beside them who asked whom."""
    order = cached_for_run("order", lambda: panels.order_panel(chosen))
    if not captured:
        panel.draw("order", order)
        return
    left, right = panel.column_containers(2)
    with left:
        panel.draw("order", order, controls=lambda: controls.slot_legend(slots), is_narrow=True)
    with right:
        whom = cached_for_run("whom", lambda: panels.asked_whom_panel(chosen))
        panel.draw("whom", whom, is_narrow=True)


draw_order()
if captured:
    panel.show("exchanges", lambda: panels.exchanges_panel(chosen), controls=questions_cards.draw)
    panel.show("asked_about", lambda: panels.asked_about_panel(chosen))
search_occurrences.show("question_places")
