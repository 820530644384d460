"""What a reader takes away: files and citations, which all say where they come from."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import filters
from dashboard.csv_export import to_csv
from dashboard.i18n import join, t
from dashboard.queries import selection, session_corpus


def download(
    frame: pd.DataFrame, *, key: str, name: str, applied: filters.Filters, caveat: str = ""
) -> None:
    """The button that saves `frame` as CSV, with its filters, corpus version, source and caveat.

    applied: the filters that made the frame what it is, without those that did not reach it.
    """
    source = about(applied, caveat)  # of this run: the file is made outside of one
    st.download_button(
        t("panel.csv"),
        lambda: to_csv(frame, about=source),
        file_name=f"briefing-watch-{name}{slug(applied)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key=f"csv_{key}",
    )


def citation(title: str) -> str:
    """How to cite the panel called `title` as it stands now."""
    return t(
        "panel.citation",
        title=title,
        sources=_sources(filters.current()),
        version=selection.corpus().version,
        date=datetime.now(UTC).date().isoformat(),
        url=_link(),
    )


def slug(applied: filters.Filters) -> str:
    """What tells the files of two selections apart by their names."""
    return re.sub(r"[^a-z0-9_]+", "-", f"-{urlencode(applied.query())}".rstrip("-"))[:60]


def about(applied: filters.Filters, caveat: str) -> Mapping[str, str]:
    """Where figures under the filters `applied` come from: corpus version, source, link."""
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
    return join([_source(row) for row in selection.rows(selection.scope(applied))])


def _source(row: Any) -> str:
    signed = t("panel.source", title=row.title, publisher=row.publisher)
    told = signed if row.publisher else t("panel.source_unsigned", title=row.title)
    mine = row.briefing_id in session_corpus.joined()
    return t("adding.source", source=told) if mine else told
