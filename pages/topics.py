"""Topics: how much was said on each, by whom and where, and which speech is on no topic."""

from dashboard.components import panel, scope_choice
from dashboard.features.search import occurrences as search_occurrences
from dashboard.features.topics import (
    controls,
    coverage_panels,
    matrix_panel,
    rates_panel,
    strips_panel,
)
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.scope import compared_in_words
from dashboard.run_context import current_run

chosen = current_run().filters
scope = compared_in_words(chosen)

scope_choice.show(scope, of="words")
if selection.paragraphs(scope.filters.replace(topic=())).empty:
    caveat = provenance.caveat(
        selection.briefings(chosen), statistics.coverage(chosen), sections=chosen.section
    )
    panel.show_empty("topics", caveat=caveat)
else:
    controls.measure_and_rows(chosen)
    panel.show(
        "topic_rates",
        lambda: rates_panel.rates(chosen),
        controls=lambda: controls.briefing_legend(scope),
    )
    panel.show(
        "topic_matrix",
        lambda: matrix_panel.matrix(chosen),
        controls=lambda: controls.matrix_slot_legend(scope),
    )
    panel.show(
        "topic_strips",
        lambda: strips_panel.strips(chosen),
        controls=lambda: controls.strips_slot_legend(chosen),
    )
    search_occurrences.show("topic_places", within=scope.filters.replace(term=chosen.term))
    if chosen.topic:
        controls.coverage_under_topic()
    else:
        panel.show("topic_coverage", lambda: coverage_panels.coverage(chosen))
        panel.show(
            "topic_uncovered", lambda: coverage_panels.longest_uncovered(chosen), as_table=True
        )
