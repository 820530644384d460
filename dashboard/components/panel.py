"""One way to show a result: title, reading, charts, caveat, and its table, files and citation.

What a panel shows is built once for equal filters, language and theme, and kept for the readers
that come after: a run of a page then does little more than pass it on.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import filters
from dashboard.charts.style import CONFIG, SerializedFigure
from dashboard.components import downloads
from dashboard.components.cache import cached_for_run
from dashboard.components.grid import grid
from dashboard.components.picture import picture
from dashboard.escape import escape_markdown
from dashboard.i18n import t

_SIDE_BY_SIDE = 2
_AT_ONCE = 10  # rows of a table that stands open before it scrolls


@dataclass(frozen=True)
class Image:
    """A picture: the PNG that a page shows, and what makes the files that a reader saves.

    Their names end in `name`, which tells it from the others of its panel.
    """

    name: str
    shown: bytes
    png: Callable[[], bytes]
    svg: Callable[[], bytes]


@dataclass(frozen=True)
class Chart:
    """One figure or image of a panel, what it says in words, and its heading in Markdown.

    Without a figure or an image the `note` stands in its place.
    """

    figure: go.Figure | None
    alt: str = ""
    heading: str = ""
    note: str = ""
    image: Image | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is something to see."""
        return self.figure is not None or self.image is not None

    @cached_property
    def sent(self) -> go.Figure:
        """The figure for st.plotly_chart; only for a chart that has one."""
        return SerializedFigure(self.figure)


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


@dataclass(frozen=True)
class Panel:
    """What a panel shows: `charts`, the `frame` behind them, and words.

    frame: the table, the download and what a citation names: rows of every filter, and figures that
    `views` change (parameters such as "rate"). columns: those of it that the table shows, in that
    order; all, where none is named. applied: the filters that made the frame what it is, where they
    are not this run's own.
    """

    frame: pd.DataFrame
    charts: Sequence[Chart]
    words: Words
    views: Sequence[str] = ()
    columns: Sequence[str] = ()
    applied: filters.Filters | None = None

    @property
    def table(self) -> pd.DataFrame:
        """What a reader sees of the frame."""
        return self.frame[list(self.columns)] if self.columns else self.frame


def show(
    key: str,
    build: Callable[[], Panel],
    *,
    controls: Callable[[], None] | None = None,
    given: Hashable = (),
    listed: bool = False,
) -> None:
    """Show what `build` gives: charts side by side (below each other on a phone), words, files.

    build is called where no run before had these filters, this language and theme, and `given` (see
    `kept`): it may depend on nothing else. `key` names the panel on its page. `controls` draws what
    stands above the charts. With `listed` the table stands open, in place of charts. Marks that
    carry parameters and ids as custom data set these filters when clicked. Where the filters leave
    nothing to draw, the panel says so and offers the way out.
    """
    panel = cached_for_run(key, build, given)
    with st.container(key=f"bw_panel_{key}", gap="small"):
        st.header(escape_markdown(panel.words.title), anchor=False)
        if panel.frame.empty and not listed and not any(chart.drawn for chart in panel.charts):
            nothing(key, caveat=panel.words.whole_caveat)
            return
        if panel.words.reading:
            st.markdown(escape_markdown(panel.words.reading))
        if controls:
            controls()
        drawn = zip(spots(len(panel.charts)), panel.charts, strict=True)
        for place, (spot, chart) in enumerate(drawn):
            with spot:
                _draw(chart, f"{key}_{place}")
        if listed and len(panel.frame):
            grid(panel.table, height="auto" if len(panel.frame) <= _AT_ONCE else 420)
        if panel.words.caveat:
            st.caption(escape_markdown(panel.words.caveat))
        _actions(panel, key, with_table=not listed)


def nothing(key: str, *, caveat: str = "") -> None:
    """The state of a selection without a row: what happened, what was not captured, a way out."""
    with st.container(key=f"bw_empty_{key}", gap="small"):
        st.markdown(t("panel.nothing"))
        if caveat:
            st.caption(escape_markdown(caveat))
        st.button(
            t("filter.clear"), icon=":material/close:", key=f"clear_{key}", on_click=filters.clear
        )


def spots(count: int) -> Sequence[DeltaGenerator]:
    """`count` places side by side, two in a row; on a phone they stand below each other."""
    if count == 1:
        return [st.container()]
    rows = [st.columns(_SIDE_BY_SIDE, gap="large") for _ in range(0, count, _SIDE_BY_SIDE)]
    return [spot for row in rows for spot in row][:count]


def _draw(chart: Chart, key: str) -> None:
    if chart.heading:
        st.markdown(chart.heading)
    if chart.image is not None:
        st.image(chart.image.shown, width="stretch", alt=chart.alt)
        return
    if chart.figure is None:
        st.caption(escape_markdown(chart.note))
        return
    # A new selection is a new chart: the old one would keep its mark and swallow the next click.
    state = urlencode(filters.current().without_view.query())
    chart_key = f"chart_{key}?{state}"
    st.plotly_chart(
        chart.sent,
        theme=None,
        width="stretch",
        key=chart_key,
        alt=chart.alt,
        config=dict(CONFIG),
        selection_mode="points",
        on_select=lambda: _clicked(chart_key),
    )


def _clicked(chart_key: str) -> None:
    for point in st.session_state[chart_key].selection.points:
        data = point.get("customdata", ())
        pairs = list(zip(data[::2], data[1::2], strict=False))
        if pairs and all(parameter in filters.CLICKED for parameter, _ in pairs):
            filters.change(filters.stated().toggled(pairs))
            return


def _actions(panel: Panel, key: str, *, with_table: bool) -> None:
    with st.container(key=f"bw_actions_{key}", horizontal=True, gap="small"):
        opened = with_table and st.session_state.get(f"bw_table_{key}", False)
        if with_table:
            st.button(
                t("panel.table_close" if opened else "panel.table"),
                type="tertiary",
                icon=":material/table_rows:",
                key=f"table_{key}",
                on_click=lambda: st.session_state.update({f"bw_table_{key}": not opened}),
            )
        saved = st.popover(
            t("panel.download"),
            type="tertiary",
            icon=":material/download:",
            key=f"files_{key}",
            on_change="rerun",
        )
        if saved.open:
            with saved:
                _files(panel, key)
        cite = st.popover(
            t("panel.cite"),
            type="tertiary",
            icon=":material/format_quote:",
            key=f"cite_{key}",
            on_change="rerun",
        )
        if cite.open:
            with cite:
                st.code(downloads.citation(panel.words.title), language=None, wrap_lines=True)
    if opened:
        grid(panel.table)


def _files(panel: Panel, key: str) -> None:
    """What can be saved of `panel`: its frame, and its charts as they are drawn or as images."""
    applied = panel.applied or filters.current().only(*filters.ID_PARAMETERS, *panel.views)
    name = key.replace("_", "-")
    file_name = f"briefing-watch-{name}{downloads.slug(applied)}"
    downloads.download(
        panel.frame, key=key, name=name, applied=applied, caveat=panel.words.whole_caveat
    )
    images = any(chart.image is not None for chart in panel.charts)
    if any(chart.figure is not None for chart in panel.charts):
        if images:
            st.markdown(t("panel.whole"))
        _picture(panel, key, file_name=file_name)
    for place, chart in enumerate(panel.charts):
        if chart.image is not None:
            if chart.heading:
                st.markdown(chart.heading)
            _image_files(chart.image, f"{key}_{place}", f"{file_name}-{chart.image.name}")


def _picture(panel: Panel, key: str, *, file_name: str) -> None:
    words, about = panel.words, downloads.about(filters.current(), panel.words.whole_caveat)
    notes = [
        words.reading,
        words.whole_caveat,
        t("panel.picture_source", source=about["source"], version=about["corpus_version"]),
        about["link"],
    ]
    labels = {name: t(f"panel.{name}") for name in ("png", "svg", "failed")}
    picture(key, title=words.title, notes=notes, file_name=file_name, labels=labels)


def _image_files(image: Image, key: str, file_name: str) -> None:
    with st.container(horizontal=True, gap="small"):
        for form, data in (("png", image.png), ("svg", image.svg)):
            st.download_button(
                t(f"panel.{form}"),
                data,
                file_name=f"{file_name}.{form}",
                mime="image/png" if form == "png" else "image/svg+xml",
                on_click="ignore",
                type="tertiary",
                icon=":material/image:",
                key=f"{form}_{key}",
            )
