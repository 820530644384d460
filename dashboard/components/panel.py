"""A panel shows one result: title, takeaway, charts, caveat, table, downloads and citation.

A panel is built once for equal filters, language and theme, and cached for all users.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import filters, run_context
from dashboard.charts.style import CONFIG, SerializedFigure
from dashboard.components import downloads
from dashboard.components.cache import cached_for_run
from dashboard.components.grid import grid
from dashboard.components.picture import picture
from dashboard.escape import escape_markdown
from dashboard.i18n import t
from dashboard.labels.people import linked
from dashboard.run_context import current_run

_CHARTS_PER_ROW = 2
_CLICKED = (*filters.CLICK_PARAMETERS, "passage", "who", "at")  # a click on a mark can set these
_MAX_UNSCROLLED_ROWS = 10  # of a table in place of charts; a longer table scrolls


@dataclass(frozen=True)
class Image:
    """A picture: `preview` is the PNG shown on the page, `png` and `svg` build the files.

    The names of these files end in `name`, which is unique within the panel.
    """

    name: str
    preview: bytes
    png: Callable[[], bytes]
    svg: Callable[[], bytes]


@dataclass(frozen=True)
class Chart:
    """One figure or image of a panel, its alt text, and its heading in Markdown.

    Without a figure or an image, `note` is shown instead. opens: whether a click on a mark opens a
    passage in the reader.
    """

    figure: go.Figure | None
    alt: str = ""
    heading: str = ""
    note: str = ""
    image: Image | None = None
    opens: bool = False

    @property
    def has_graphic(self) -> bool:
        """True if the chart has a figure or an image."""
        return self.figure is not None or self.image is not None

    @cached_property
    def serialized(self) -> go.Figure:
        """The figure in the form for st.plotly_chart; valid only if `figure` is not None."""
        return SerializedFigure(self.figure)


@dataclass(frozen=True)
class PanelText:
    """The text around the charts of a panel: plain text, in this run's language.

    takeaway: what the charts show, in a sentence. caveat: the limits of the data. page_caveat: a
    caveat that the page already shows elsewhere, but that the downloads must include. nothing: what
    the page has none of, where the panel is empty; "" for general words.
    """

    title: str
    takeaway: str = ""
    caveat: str = ""
    page_caveat: str = ""
    nothing: str = ""

    @property
    def full_caveat(self) -> str:
        """The caveat that downloads include: `caveat` and `page_caveat`, in one text."""
        return " ".join(filter(None, (self.caveat, self.page_caveat)))


@dataclass(frozen=True)
class Panel:
    """The content of a panel: `charts`, the `frame` behind them, and `text`.

    frame: the rows of the table and of the download, under every filter. views: the view
    parameters, such as "rate", that change the figures of the frame. columns: the columns that the
    table shows, in that order; all of them if empty. applied: the filters that determined the
    frame; None for those of this run.
    """

    frame: pd.DataFrame
    charts: Sequence[Chart]
    text: PanelText
    views: Sequence[str] = ()
    columns: Sequence[str] = ()
    applied: filters.Filters | None = None

    @property
    def table(self) -> pd.DataFrame:
        """The frame with only the columns that the table on the page shows."""
        return self.frame[list(self.columns)] if self.columns else self.frame


def show(
    key: str,
    build: Callable[[], Panel],
    *,
    controls: Callable[[], None] | None = None,
    depends_on: Hashable = (),
    as_table: bool = False,
) -> None:
    """Draw the panel that `build` returns (see `draw`).

    key: the name of the panel on its page. build: called unless its result is cached for these
    filters, language, theme and `depends_on` (see `cached_for_run`); it may depend on nothing else.
    controls: draws widgets above the charts. as_table: show the table in place of charts.
    """
    draw(key, cached_for_run(key, build, depends_on), controls=controls, as_table=as_table)


def draw(
    key: str,
    panel: Panel,
    *,
    controls: Callable[[], None] | None = None,
    as_table: bool = False,
    is_narrow: bool = False,
) -> None:
    """Draw `panel`: text, charts (two in a row), downloads, citation.

    key, controls, as_table: as in `show`. is_narrow: the panel is in a column, with one chart in a
    row. A click on a mark whose custom data is a list of
    parameter, id, parameter, id ... sets these filters, or clears them if they are set. Without
    as_table, if the frame is empty and there is no chart, the panel says so and offers to clear the
    filters.
    """
    with st.container(key=f"bw_panel_{key}", gap="small"):
        st.header(escape_markdown(panel.text.title), anchor=False)
        if (
            panel.frame.empty
            and not as_table
            and not any(chart.has_graphic for chart in panel.charts)
        ):
            show_empty(key, caveat=panel.text.full_caveat, nothing=panel.text.nothing)
            return
        if panel.text.takeaway:
            st.markdown(linked(panel.text.takeaway))
        if controls:
            controls()
        places = (
            [st.container() for _ in panel.charts]
            if is_narrow
            else column_containers(len(panel.charts))
        )
        pairs = zip(places, panel.charts, strict=True)
        for number, (container, chart) in enumerate(pairs):
            with container:
                _draw_chart(chart, f"{key}_{number}")
        if as_table and len(panel.frame):
            grid(panel.table, height="auto" if len(panel.frame) <= _MAX_UNSCROLLED_ROWS else 420)
        if panel.text.caveat:
            st.caption(escape_markdown(panel.text.caveat))
        _actions(panel, key, with_table=not as_table)


def show_empty(key: str, *, caveat: str = "", nothing: str = "") -> None:
    """Show that there is nothing, the caveat, and if filters are set a button that clears them.

    nothing: what there is nothing of, as a sentence; "" for general words.
    """
    is_filtered = current_run().selected.is_filtered
    with st.container(key=f"bw_empty_{key}", gap="small"):
        general = t("panel.nothing" if is_filtered else "panel.nothing_recorded")
        st.markdown(escape_markdown(nothing) or general)
        if caveat:
            st.caption(escape_markdown(caveat))
        if is_filtered:
            st.button(
                t("filter.clear"),
                icon=":material/close:",
                key=f"clear_{key}",
                on_click=run_context.clear_filters,
            )


def column_containers(count: int) -> Sequence[DeltaGenerator]:
    """Create `count` containers, two side by side in each row; Streamlit stacks them on a phone."""
    if count == 1:
        return [st.container()]
    rows = [st.columns(_CHARTS_PER_ROW, gap="large") for _ in range(0, count, _CHARTS_PER_ROW)]
    return [container for row in rows for container in row][:count]


def _draw_chart(chart: Chart, key: str) -> None:
    if chart.heading:
        st.markdown(chart.heading)
    if chart.image is not None:
        st.image(chart.image.preview, width="stretch", alt=chart.alt)
        return
    if chart.figure is None:
        st.caption(escape_markdown(chart.note))
        return
    # A new selection needs a new key: a chart that is reused keeps its mark and ignores the next
    # click.
    read = ("passage",) if chart.opens else ()
    state = urlencode(current_run().selected.only(*filters.CLICK_PARAMETERS, *read).query())
    chart_key = f"chart_{key}?{state}"
    st.plotly_chart(
        chart.serialized,
        theme=None,
        width="stretch",
        key=chart_key,
        alt=chart.alt,
        config=dict(CONFIG),
        selection_mode="points",
        on_select=lambda: _apply_click(chart_key),
    )


def _apply_click(chart_key: str) -> None:
    for point in st.session_state[chart_key].selection.points:
        data = point.get("customdata", ())
        pairs = list(zip(data[::2], data[1::2], strict=False))
        if pairs and all(parameter in _CLICKED for parameter, _ in pairs):
            run_context.select(current_run().selected.toggled(pairs))
            return


def _actions(panel: Panel, key: str, *, with_table: bool) -> None:
    with st.container(key=f"bw_actions_{key}", horizontal=True, gap="small"):
        is_open = with_table and st.session_state.get(f"bw_table_{key}", False)
        if with_table:
            st.button(
                t("panel.table_close" if is_open else "panel.table"),
                type="tertiary",
                icon=":material/table_rows:",
                key=f"table_{key}",
                on_click=lambda: st.session_state.update({f"bw_table_{key}": not is_open}),
            )
        downloads_popover = st.popover(
            t("panel.download"),
            type="tertiary",
            icon=":material/download:",
            key=f"files_{key}",
            on_change="rerun",
        )
        if downloads_popover.open:
            with downloads_popover:
                _download_buttons(panel, key)
        citation_popover = st.popover(
            t("panel.cite"),
            type="tertiary",
            icon=":material/format_quote:",
            key=f"cite_{key}",
            on_change="rerun",
        )
        if citation_popover.open:
            with citation_popover:
                st.code(downloads.citation(panel.text.title), language=None, wrap_lines=True)
    if is_open:
        grid(panel.table)


def _download_buttons(panel: Panel, key: str) -> None:
    """Draw the download buttons of `panel`: the CSV, one picture of the figures, each image."""
    applied = panel.applied or current_run().filters.only(*filters.ID_PARAMETERS, *panel.views)
    name = key.replace("_", "-")
    file_name = f"briefing-watch-{name}{downloads.filter_slug(applied)}"
    downloads.download(
        panel.frame, key=key, name=name, applied=applied, caveat=panel.text.full_caveat
    )
    has_images = any(chart.image is not None for chart in panel.charts)
    if any(chart.figure is not None for chart in panel.charts):
        if has_images:
            st.markdown(t("panel.whole"))
        _picture_buttons(panel, key, file_name=file_name)
    for number, chart in enumerate(panel.charts):
        if chart.image is not None:
            if chart.heading:
                st.markdown(chart.heading)
            _image_buttons(chart.image, f"{key}_{number}", f"{file_name}-{chart.image.name}")


def _picture_buttons(panel: Panel, key: str, *, file_name: str) -> None:
    text, metadata = (
        panel.text,
        downloads.file_metadata(current_run().filters, panel.text.full_caveat),
    )
    notes = [
        text.takeaway,
        text.full_caveat,
        t("panel.picture_source", source=metadata["source"], version=metadata["corpus_version"]),
        metadata["link"],
    ]
    labels = {name: t(f"panel.{name}") for name in ("png", "svg", "failed")}
    picture(key, title=text.title, notes=notes, file_name=file_name, labels=labels)


def _image_buttons(image: Image, key: str, file_name: str) -> None:
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
