"""Panel of the words near a word: those that share windows of five words with it, by briefing."""

from dataclasses import dataclass, replace
from functools import partial
from math import log2

import pandas as pd
import streamlit as st

from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import broken_name
from dashboard.components import panel
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import join, join_sentences, join_some, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.numbers import join_lines, number, times
from dashboard.queries import near_words, selection, statistics
from dashboard.queries.matches import terms_of
from dashboard.queries.rows import ComparedRow, rows_of
from dashboard.queries.scope import EVERYTHING, Scope
from dashboard.run_context import current_run

_MAX_WORDS, _MAX_NAMED = 12, 3  # of a briefing: bars, and words in the takeaway
_COLUMNS = ["near", "english", "year", "briefing_id", "windows", "by_chance", "ratio"]
_COLUMNS += ["sufficient", "host_name"]


@dataclass(slots=True)
class _Near:
    """A row of near_words.near_words."""

    near: str
    briefing_id: str
    windows: int
    ratio: float
    sufficient: bool
    host_name: bool
    english: str | None


def show(chosen: Filters) -> None:
    """Draw the panel of the only term that is searched for, or say why its words are not counted.

    Draws nothing for several terms or a topic.
    """
    terms = terms_of(chosen) or []
    if len(terms) != 1:
        return
    if reason := near_words.why_none(terms[0]):
        with st.container(key="bw_no_near", gap="small"):
            st.header(t("search.near.title"), anchor=False)
            said = t(f"search.near.no_{reason}", term=_quoted(terms[0]))
            st.markdown(escape_markdown(said))
    else:
        panel.show("near", lambda: near_panel(terms[0], chosen))


def near_panel(word: str, chosen: Filters) -> Panel:
    """Build the panel of the words near `word`; a click on one searches for it."""
    shown = near_words.shown(chosen)
    frame = near_words.near_words(word, shown)
    scope = Scope(shown, shown, EVERYTHING, ())
    words = PanelText(
        t("search.near.title"),
        _takeaway(word, frame, scope),
        _caveat(chosen, scope),
        nothing=t("search.near.none_at_all", term=_quoted(word)),
    )
    charts = _charts(frame, scope) if len(frame) else []
    return Panel(frame[_COLUMNS], charts, words, applied=shown)


def _takeaway(word: str, frame: pd.DataFrame, scope: Scope) -> str:
    """Name the words with the most windows in each briefing, and the briefings without any."""
    said, without = list[str](), list[str]()
    for row in rows_of(scope.briefings(), ComparedRow):
        own = rows_of(frame.loc[frame["briefing_id"] == row.briefing_id], _Near)
        if own:
            said.append(_sentence(word, own, labels_briefings.name(row)))
        elif row.compared_characters:
            without.append(labels_briefings.name(row))
    none = t("search.near.none", briefings=join(without)) if without else ""
    return join_sentences(*said, none)


def _sentence(word: str, rows: list[_Near], briefing: str) -> str:
    """Name the first words of one briefing, as the word clouds do: without names of the hosts."""
    others = [row for row in rows if not row.host_name]
    named = [
        t(
            f"search.near.{'next' if place else 'first'}",
            word=pick(_quoted(row.near), row.near),
            n=row.windows,
        )
        for place, row in enumerate(others)
    ]
    form = "reading" if len(others) == len(rows) else "reading_hosts" if others else "only_hosts"
    words = join_some(named, _MAX_NAMED, more="search.near.and_more")
    values = {"term": _quoted(word), "n": len(others), "words": words}
    return t(f"search.near.{form}", briefing=briefing, **values)


def _caveat(chosen: Filters, scope: Scope) -> str:
    """Say what is counted, of which briefings, what was not captured, and what no filter limits."""
    selected = selection.briefings(chosen.briefings_only)
    briefings, coverage = scope.briefings(), statistics.missing_sections(scope.base)
    unreached = [t(f"filter.{name}.label") for name in near_words.unreached(chosen)]
    is_part = len(briefings) < len(selected)
    numbers = {"shown": number(len(briefings)), "n": number(len(selected))}
    return join_sentences(
        t("search.near.caveat", least=near_words.MIN_WINDOWS),
        t("search.near.some_shown", **numbers) if is_part else "",
        t("search.near.unreached", filters=join(unreached)) if unreached else "",
        provenance.caveat(briefings, coverage, is_alike=True),  # that sizes differ is said above
    )


def _charts(frame: pd.DataFrame, scope: Scope) -> list[Chart]:
    briefings, coverage = scope.briefings(), statistics.missing_sections(scope.base)
    silent = set(briefings.loc[briefings["compared_characters"] == 0, "briefing_id"])
    charts = small_multiples(
        _bars(frame.loc[frame.groupby("briefing_id").cumcount() < _MAX_WORDS]),
        partial(share_bars, palette=current_run().palette),
        scope=scope,
        heading=lambda row: _heading(row, frame),
        missing=lambda key: provenance.missing_note(coverage, key) if key in silent else "",
        apart=scope.is_apart(),
    )
    notes = [
        "" if key in silent
        else join_sentences(t("search.near.no_chart"), provenance.missing_note(coverage, key))
        for key in briefings["briefing_id"]
    ]  # fmt: skip
    return [
        replace(chart, note=note) if note and not chart.has_graphic else chart
        for chart, note in zip(charts, notes, strict=True)
    ]


def _bars(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the charts (see charts.share_bars) of rows of near_words.near_words."""
    rows = rows_of(frame, _Near)
    names = [broken_name(row.near, pick("", row.english or "")) for row in rows]
    return frame.assign(
        name=[name for name, _ in names],
        note=[note for _, note in names],
        value=frame["windows"],
        value_text=[_value(row) for row in rows],
        colour=frame["briefing_id"].map(labels_briefings.colours()),
        hover=[
            join_lines(
                row.near,
                pick("", row.english or ""),
                t("search.near.windows", n=row.windows),
                _chance(row, "hover"),
                t("search.near.click"),
            )
            for row in rows
        ],
        parameter="term",
        id=frame["near"],
    )


def _value(row: _Near) -> str:
    host = t("search.near.host") if row.host_name else ""
    return t("search.near.separator").join(
        filter(None, [number(row.windows), _chance(row, "value"), host])
    )


def _chance(row: _Near, form: str) -> str:
    """Compare the windows of `row` with chance; "" if they are too few to."""
    if not row.sufficient:
        return t(f"search.near.few_{form}") if form == "hover" else ""
    return t(f"search.near.chance_{form}", ratio=times(log2(row.ratio)))


def _heading(row: ComparedRow, frame: pd.DataFrame) -> str:
    n = int(frame["briefing_id"].eq(row.briefing_id).sum())
    form = "some" if n > _MAX_WORDS else "all"
    characters = number(row.compared_characters)
    said = t(f"search.near.{form}", characters=characters, n=number(n), most=_MAX_WORDS)
    return provenance.heading(row, said)


def _quoted(word: str) -> str:
    return t("places.quoted", term=word)
