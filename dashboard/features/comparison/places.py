"""The way to the panels of the comparison page, and to the places that a click on a mark lists."""

from dashboard.components.jump_links import jump_links
from dashboard.features.comparison import panels
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels.pair import Pair
from dashboard.queries.comparison_family import compared_filters

KEY = "term_places"  # the panel of the places


def draw_jumps(chosen: Filters, pair: Pair) -> None:
    """Draw the links to the panels, and lead to the places of a mark that was clicked."""
    is_clicked = bool(chosen.term or chosen.topic) and chosen.at == panel_of_places(chosen)
    jump_links(_parts(chosen, pair), answer=KEY if is_clicked else "")


def _parts(chosen: Filters, pair: Pair) -> dict[str, str]:
    """Return the panels that the page links to at its top, those that it draws: key -> name."""
    is_compared = not (
        panels.has_no_common_statements(chosen, pair) or panels.nothing_compared(chosen, pair)
    )
    keys = ["changed", "slots", *(["topics", "terms"] if is_compared else [])]
    return {key: t(f"comparison.jump.{key}") for key in keys}


def panel_of_places(chosen: Filters) -> str:
    """Return the key of the panel below which places are listed: the clicked one, else the last."""
    if chosen.term:
        return "changed" if chosen.at == "changed" else "terms"
    return "topics" if chosen.topic else "terms"


def listed_filters(chosen: Filters, pair: Pair) -> Filters:
    """Return the filters of the passages to list: of the clicked term, or else of the topics.

    A term is listed in all that is compared, whatever the topic filter; one that is new or gone, in
    the statements that both have, whatever the filters, as it is counted there.
    """
    if panel_of_places(chosen) == "changed":
        chosen = Filters(term=chosen.term)
    compared = compared_filters(chosen, pair, chosen.scope)
    return compared.replace(term=chosen.term, topic=()) if chosen.term else compared
