"""Speaking time: shares of characters first, then minutes as an estimate, then each answer."""

from functools import partial

import streamlit as st

from dashboard import filters, theme
from dashboard.charts.answer_lengths import answer_lengths
from dashboard.charts.minutes_range import minutes_range
from dashboard.charts.share_bars import share_bars
from dashboard.components import controls, panel
from dashboard.components.panel import Panel, Words
from dashboard.components.small_multiples import small_multiples
from dashboard.features.questions import exchanges as questions_exchanges
from dashboard.features.ribbon import panels as ribbon_panels
from dashboard.features.speaking_time import view
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.stats.speaking_time import rate_range

chosen = filters.current()
slow, fast = rate_range(chosen.rate)
briefings = selection.scope(chosen)
covered = statistics.covered(chosen)
gaps = provenance.caveat(briefings, covered)
charts = partial(small_multiples, briefings=briefings, covered=covered)


def shares() -> Panel:
    """Each group's share of the characters."""
    spoken = statistics.spoken(chosen)
    rows = view.share_rows(spoken)
    words = Words(
        t("speaking_time.share_title"),
        view.leaders(spoken, briefings),
        t("speaking_time.share_caveat", gaps=gaps),
    )
    drawn = charts(rows, partial(share_bars, palette=theme.palette()))
    return Panel(view.named(spoken), drawn, words, views=("by", "rate"))


def minutes() -> Panel:
    """Each group's minutes at the chosen rate, as a range."""
    spoken = statistics.spoken(chosen)
    draw = partial(minutes_range, unit=t("chart.minute_unit"), palette=theme.palette())
    words = Words(
        t("speaking_time.minutes_title"),
        t("speaking_time.minutes_reading", rate=chosen.rate, slow=slow, fast=fast),
        t("speaking_time.minutes_caveat", slow=slow, fast=fast),
        said_above=gaps,
    )
    drawn = charts(view.minute_rows(spoken), draw, longest="high")
    return Panel(view.named(spoken), drawn, words, views=("by", "rate"))


def answers() -> Panel:
    """The length of each answer, and of its question."""
    asked = statistics.asked(chosen)
    words = Words(
        t("speaking_time.answers_title"),
        questions_exchanges.exchange_sentence(asked, briefings),
        t("speaking_time.answers_caveat"),
        said_above=gaps,
    )
    draw = partial(answer_lengths, palette=theme.palette())
    missing = partial(provenance.missing, covered)
    drawn = charts(questions_exchanges.answer_rows(asked), draw, missing=missing)
    return Panel(asked, drawn, words, views=("rate",))


controls.view("by", st.segmented_control, required=True)
panel.show("share", shares)
panel.show("minutes", minutes, controls=controls.rate_slider)
panel.show("answers", answers)
ribbon_panels.show(said_above=gaps)
