"""One way to show a result: title, reading, charts, caveat, and its table, file and citation."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import filters, results, selection, wording
from dashboard.charts import ribbon as charts
from dashboard.charts.palette import SLOT
from dashboard.charts.style import CONFIG
from dashboard.csv_export import to_csv
from dashboard.i18n import catalogue, join, language, pick, t
from dashboard.inert import markdown

__all__ = [
    "Chart",
    "Words",
    "download",
    "grid",
    "nothing",
    "rate_slider",
    "ribbon",
    "show",
    "spots",
    "view",
]

_SIDE_BY_SIDE = 2
_FORMATS = {"share": "percent"} | dict.fromkeys(
    ("minutes", "minutes_low", "minutes_high", "seconds"), "%.1f"
)
# Columns that refer to a person or a body, and what they are called once the name stands there.
_REFERRED = {"speaker_id": "speaker", "organisation_id": "organisation"}


@dataclass(frozen=True)
class Chart:
    """One figure of a panel, what it says in words, and its heading in Markdown.

    Without a figure the `note` stands in its place.
    """

    figure: go.Figure | None
    alt: str = ""
    heading: str = ""
    note: str = ""


@dataclass(frozen=True)
class Words:
    """What stands around the charts of a panel: plain text, in this run's language.

    `reading` says in a sentence what the charts show, `caveat` what they rest on. `said_above` is
    what the page has said of that already, but the file and the citation have not.
    """

    title: str
    reading: str = ""
    caveat: str = ""
    said_above: str = ""

    @property
    def whole_caveat(self) -> str:
        """All that has to travel with the figures."""
        return " ".join(filter(None, (self.caveat, self.said_above)))


def show(
    frame: pd.DataFrame,
    charts: Sequence[Chart],
    words: Words,
    *,
    key: str,
    controls: Callable[[], None] | None = None,
    views: Sequence[str] = (),
) -> None:
    """Show `charts` side by side (below each other on a phone) and the `frame` behind them.

    `frame` is the table, the download and what a citation names: rows of every filter, and figures
    that `views` change (parameters such as "rate"). `key` names the panel on its page.
    Marks that carry (parameter, id) as custom data set that filter when clicked. Where the filters
    leave nothing to draw, the panel says so and offers the way out.
    """
    with st.container(key=f"bw_panel_{key}", gap="small"):
        st.header(words.title, anchor=False)
        if frame.empty and not any(chart.figure for chart in charts):
            nothing(key, caveat=words.whole_caveat)
            return
        if words.reading:
            st.markdown(markdown(words.reading))
        if controls:
            controls()
        for place, (spot, chart) in enumerate(zip(spots(len(charts)), charts, strict=True)):
            with spot:
                _draw(chart, f"{key}_{place}")
        if words.caveat:
            st.caption(markdown(words.caveat))
        _actions(frame, words, key=key, views=views)


def nothing(key: str, *, caveat: str = "") -> None:
    """The state of a selection without a row: what happened, what was not captured, a way out."""
    with st.container(key=f"bw_empty_{key}", gap="small"):
        st.markdown(t("panel.nothing"))
        if caveat:
            st.caption(markdown(caveat))
        st.button(
            t("filter.clear"), icon=":material/close:", key=f"clear_{key}", on_click=filters.clear
        )


def ribbon(*, caveat: str = "", said_above: str = "") -> None:
    """The panel of who spoke when: every turn of the selected years, those not selected faded."""
    chosen = filters.current()
    order = results.order(chosen)
    years = filters.Filters(year=chosen.year)
    inside = wording.turn_keys(selection.turns(chosen))
    blocks = wording.ribbon_rows(order, selected=inside)
    lines = wording.ribbon_lines(selection.scope(years), results.covered(chosen), blocks)
    show(
        order.loc[blocks["selected"]],
        [Chart(charts.ribbon(blocks, rows=lines), alt=wording.ribbon_alt(lines))],
        Words(t("chart.ribbon_title"), t("chart.ribbon_reading"), caveat, said_above),
        key="ribbon",
        controls=lambda: _slot_legend(order["slot"].unique().tolist()),
    )


def rate_slider() -> None:
    """The syllables a minute that estimates rest on; the choice stands in the URL."""
    st.session_state["bw_rate"] = filters.current().rate
    st.slider(
        t("panel.rate"),
        min_value=filters.RATES[0],
        max_value=filters.RATES[-1],
        step=5,
        key="bw_rate",
        width=420,
        on_change=lambda: filters.set(rate=st.session_state["bw_rate"]),
    )


def view(parameter: str, widget: Callable[..., Any], **looks: Any) -> None:
    """A `widget` that chooses how a page shows what is selected; the choice stands in the URL."""
    key = f"bw_{parameter}"
    st.session_state[key] = getattr(filters.current(), parameter)
    widget(
        t(f"view.{parameter}.label"),
        filters.VIEWS[parameter],
        format_func=lambda choice: t(f"view.{parameter}.{choice}"),
        key=key,
        on_change=lambda: filters.set(**{parameter: st.session_state[key]}),
        **looks,
    )


def _slot_legend(slots: Sequence[str]) -> None:
    entries = [
        f':color[■]{{foreground="{SLOT[slot]}"}} {t(f"code.slot.{slot}")}'
        for slot in SLOT
        if slot in slots
    ]
    with st.container(horizontal=True, gap="small"):
        for entry in entries:
            st.caption(entry, width="content")


def download(
    frame: pd.DataFrame, *, key: str, name: str, applied: filters.Filters, caveat: str = ""
) -> None:
    """The button that saves `frame` as CSV, with its filters, corpus version, source and caveat.

    applied: the filters that made the frame what it is, without those that did not reach it.
    """
    about = _about(applied, caveat)
    st.download_button(
        t("panel.csv"),
        lambda: to_csv(frame, about=about),
        file_name=f"briefing-watch-{name}{_slug(applied)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key=f"csv_{key}",
    )


def grid(frame: pd.DataFrame, *, height: int | Literal["auto"] = "auto") -> None:
    """Show `frame` as a table with its columns, codes, people and bodies named for the reader.

    What has no name keeps its id; the download always holds ids.
    """
    words = catalogue(language())
    shown = _spelled_out(frame, words)
    st.dataframe(
        shown,
        hide_index=True,
        height=height,
        placeholder="",
        column_config={name: _column(name, words) for name in map(str, shown.columns)},
    )


def _column(name: str, words: Mapping[str, str]) -> Any:
    label = words.get(f"column.{name}", name)
    form = _FORMATS.get(name)
    return st.column_config.NumberColumn(label, format=form) if form else label


def _spelled_out(frame: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """`frame` with names for its codes, and for the ids of people and bodies that it refers to."""
    coded = {key.rpartition(".")[0] for key in words}
    names = {
        name: {code: words.get(f"code.{name}.{code}", code) for code in frame[name].unique()}
        for name in frame.columns
        if f"code.{name}" in coded
    }
    listed = {key: pick(*pair) for key, pair in selection.labels().items()}
    referred = {} if {"name", "name_zh"} & set(frame.columns) else _REFERRED
    names |= {name: listed for name in referred if name in frame.columns}
    spelled = {
        name: frame[name].map(lambda key, of=of: of.get(key, key)) for name, of in names.items()
    }
    return frame.assign(**spelled).rename(columns=referred)


def spots(count: int) -> Sequence[DeltaGenerator]:
    """`count` places side by side, two in a row; on a phone they stand below each other."""
    if count == 1:
        return [st.container()]
    rows = [st.columns(_SIDE_BY_SIDE, gap="large") for _ in range(0, count, _SIDE_BY_SIDE)]
    return [spot for row in rows for spot in row][:count]


def _draw(chart: Chart, key: str) -> None:
    if chart.heading:
        st.markdown(chart.heading)
    if chart.figure is None:
        st.caption(markdown(chart.note))
        return
    # A new selection is a new chart: the old one would keep its mark and swallow the next click.
    state = urlencode(filters.current().rows_only.query())
    chart_key = f"chart_{key}?{state}"
    st.plotly_chart(
        chart.figure,
        theme=None,
        key=chart_key,
        alt=chart.alt,
        config=dict(CONFIG),
        selection_mode="points",
        on_select=lambda: _clicked(chart_key),
    )


def _clicked(chart_key: str) -> None:
    for point in st.session_state[chart_key].selection.points:
        parameter, value = (*point.get("customdata", ()), "", "")[:2]
        if parameter in filters.ID_PARAMETERS:
            filters.toggle(parameter, value)
            return


def _actions(frame: pd.DataFrame, words: Words, *, key: str, views: Sequence[str]) -> None:
    with st.container(key=f"bw_actions_{key}", horizontal=True, gap="small"):
        opened = st.session_state.get(f"bw_table_{key}", False)
        st.button(
            t("panel.table_close" if opened else "panel.table"),
            type="tertiary",
            icon=":material/table_rows:",
            key=f"table_{key}",
            on_click=lambda: st.session_state.update({f"bw_table_{key}": not opened}),
        )
        download(
            frame,
            key=key,
            name=key.replace("_", "-"),
            applied=filters.current().only(*filters.ID_PARAMETERS, *views),
            caveat=words.whole_caveat,
        )
        cite = st.popover(
            t("panel.cite"),
            type="tertiary",
            icon=":material/format_quote:",
            key=f"cite_{key}",
            on_change="rerun",
        )
        if cite.open:
            with cite:
                st.code(_citation(words.title), language=None, wrap_lines=True)
    if opened:
        grid(frame)


def _citation(title: str) -> str:
    return t(
        "panel.citation",
        title=title,
        sources=_sources(filters.current()),
        version=selection.corpus().version,
        date=datetime.now(UTC).date().isoformat(),
        url=_link(),
    )


def _slug(applied: filters.Filters) -> str:
    """What tells the files of two selections apart by their names."""
    return re.sub(r"[^a-z0-9_]+", "-", f"-{urlencode(applied.query())}".rstrip("-"))[:60]


def _about(applied: filters.Filters, caveat: str) -> Mapping[str, str]:
    return {
        "filters": urlencode(applied.query(), safe=",") or t("filter.all"),
        "corpus_version": selection.corpus().version,
        "source": _sources(applied),
        "caveat": caveat,
        "link": _link(),
    }


def _link() -> str:
    query = urlencode(filters.current().query(), safe=",")
    return f"{st.context.url or ''}{'?' if query else ''}{query}"


def _sources(applied: filters.Filters) -> str:
    rows = selection.rows(selection.scope(applied))
    return join(
        [
            t("panel.source", title=row.title, publisher=row.publisher)
            if row.publisher
            else t("panel.source_unsigned", title=row.title)
            for row in rows
        ]
    )
