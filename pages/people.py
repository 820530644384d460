"""People and bodies: everyone, or the page of one: roles, turns, exchanges, topics, wordings."""

from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.features.people import everyone, exchanges, panels
from dashboard.features.search import occurrences as search_occurrences
from dashboard.labels.names import filter_name
from dashboard.queries.people import said_by
from dashboard.run_context import current_run

chosen = current_run().filters
who = chosen.who


def draw_words() -> None:
    """Draw the topics, and in a column beside them the wordings of one's own."""
    left, right = panel.column_containers(2)
    with left:
        topics = cached_for_run("topics", lambda: panels.topics_panel(who, chosen))
        panel.draw("topics", topics, is_narrow=True)
    with right:
        own = cached_for_run("wordings", lambda: panels.wordings_panel(who, chosen))
        panel.draw("wordings", own, is_narrow=True)


def draw_said() -> None:
    """Draw what was said: questions and answers, topics and wordings, places."""
    if has_exchanges:
        panel.show(
            "exchanges",
            lambda: exchanges.exchanges_panel(who, chosen),
            controls=lambda: exchanges.draw_lines(who, chosen),
        )
    draw_words()
    search_occurrences.show(
        "people_places", within=said_by(who, chosen), of=filter_name("speaker", who)
    )


everyone.choice()
if not who:
    panel.show("everyone", lambda: everyone.panel(chosen))
else:
    has_turns = panels.has_turns(who, chosen)
    has_exchanges = exchanges.has_exchanges(who, chosen)
    if has_turns:
        panels.draw_links(who, chosen, has_exchanges=has_exchanges)
    panel.show(
        "roles",
        lambda: panels.roles_panel(who, chosen),
        controls=lambda: panels.draw_roles(who, chosen),
    )
    panel.show("turns", lambda: panels.turns_panel(who, chosen))
    if has_turns:
        draw_said()
