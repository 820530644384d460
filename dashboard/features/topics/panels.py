"""Panels of the topics page: statistics, texts and figures of the selection.

All show what `scope.words` selects: like with like, or each briefing in a block of its own.

`rates`, `matrix` and `strips` draw all of that scope and fade what the reader's filters exclude
(`matrix` leaves out other kinds), so that a click never removes its surroundings. All three list
the topics in the same order.
"""

from dashboard.features.topics.blocks import MAX_LEADING_TOPICS
from dashboard.features.topics.coverage_panels import coverage, longest_uncovered
from dashboard.features.topics.matrix_panel import matrix
from dashboard.features.topics.rates_panel import rates
from dashboard.features.topics.strips_panel import strips

__all__ = ["MAX_LEADING_TOPICS", "coverage", "longest_uncovered", "matrix", "rates", "strips"]
