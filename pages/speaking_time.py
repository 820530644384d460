"""Speaking time: shares of characters first, then minutes as an estimate, then each answer."""

from functools import partial

import streamlit as st

from dashboard import filters, panel, provenance, results, selection, wording
from dashboard.charts.answer_lengths import answer_lengths
from dashboard.charts.minutes_range import minutes_range
from dashboard.charts.share_bars import share_bars
from dashboard.i18n import t
from dashboard.small_multiples import small_multiples
from dashboard.stats.speaking_time import rate_range

chosen = filters.current()
slow, fast = rate_range(chosen.rate)
briefings = selection.scope(chosen)
covered = results.covered(chosen)
gaps = provenance.caveat(briefings, covered)
charts = partial(small_multiples, briefings=briefings, covered=covered)

panel.view("by", st.segmented_control, required=True)
spoken = results.spoken(chosen)
shares, estimates = wording.share_rows(spoken), wording.minute_rows(spoken)
panel.show(
    wording.named(spoken),
    charts(shares, share_bars),
    panel.Words(
        t("speaking_time.share_title"),
        wording.leaders(spoken, briefings),
        t("speaking_time.share_caveat", gaps=gaps),
    ),
    key="share",
    views=("by", "rate"),
)
panel.show(
    wording.named(spoken),
    charts(estimates, partial(minutes_range, unit=t("chart.minute_unit")), longest="high"),
    panel.Words(
        t("speaking_time.minutes_title"),
        t("speaking_time.minutes_reading", rate=chosen.rate, slow=slow, fast=fast),
        t("speaking_time.minutes_caveat", slow=slow, fast=fast),
        said_above=gaps,
    ),
    key="minutes",
    controls=panel.rate_slider,
    views=("by", "rate"),
)
asked = results.asked(chosen)
missing = partial(provenance.missing, covered)
panel.show(
    asked,
    charts(wording.answer_rows(asked), answer_lengths, missing=missing),
    panel.Words(
        t("speaking_time.answers_title"),
        wording.exchange_sentence(asked, briefings),
        t("speaking_time.answers_caveat"),
        said_above=gaps,
    ),
    key="answers",
    views=("rate",),
)
panel.ribbon(said_above=gaps)
