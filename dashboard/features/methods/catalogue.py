"""The records of all measures, in the order in which the page Methods shows them."""

from collections.abc import Mapping

from dashboard.stats import (
    announcement_series,
    concordance,
    coverage,
    cross_tabulation,
    dispersion,
    distinctiveness,
    exchanges,
    fact_comparison,
    keyness,
    log_ratio,
    multiple_tests,
    nested_forms,
    random_deals,
    ratio_interval,
    sequence,
    speaking_time,
    term_frequency,
    topic_coverage,
    topic_frequency,
    topic_uptake,
    wording_changes,
)
from loaders.methods import TEXTS, Method

# Part of the page -> its measures.
MEASURES: Mapping[str, tuple[Method, ...]] = {
    "statistics": (
        coverage.METHOD,
        sequence.METHOD,
        speaking_time.METHOD,
        exchanges.METHOD,
        cross_tabulation.METHOD,
        topic_frequency.METHOD,
        topic_coverage.METHOD,
        topic_uptake.METHOD,
        dispersion.METHOD,
        concordance.METHOD,
        term_frequency.METHOD,
        keyness.METHOD,
        log_ratio.METHOD,
        ratio_interval.METHOD,
        random_deals.METHOD,
        multiple_tests.METHOD,
        distinctiveness.METHOD,
        nested_forms.METHOD,
        wording_changes.METHOD,
        fact_comparison.METHOD,
        announcement_series.METHOD,
    ),
    "texts": TEXTS,
}
