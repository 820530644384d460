"""Downloads and citations, with the filters, corpus version, source and caveat."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import filters
from dashboard.csv_export import to_csv
from dashboard.i18n import join, t
from dashboard.labels import provenance
from dashboard.queries import selection
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

_MAX_SLUG = 60  # characters


def download(
    frame: pd.DataFrame,
    *,
    key: str,
    name: str,
    applied: filters.Filters,
    caveat: str = "",
    source: str = "",
) -> None:
    """Draw the button that saves `frame` as CSV, with its filters, version, source and caveat.

    key: unique on the page. name: part of the file name. applied: the filters that determined the
    frame, without those that do not apply to it. source: of what is from no briefing.
    """
    metadata = dict(file_metadata(applied, caveat))  # now: the callback runs after this run
    metadata["source"] = source or metadata["source"]
    st.download_button(
        t("panel.csv"),
        lambda: to_csv(frame, about=metadata),
        file_name=f"briefing-watch-{name}{filter_slug(applied)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key=f"csv_{key}",
    )


def citation(title: str) -> str:
    """Return a citation of the panel called `title`, in the state of this run.

    It names the sources, the corpus version, today's date (UTC) and the link of the page.
    """
    return t(
        "panel.citation",
        title=title,
        sources=_source_labels(current_run().filters),
        version=current_run().corpus.version,
        date=datetime.now(UTC).date().isoformat(),
        url=_link(),
    )


def filter_slug(applied: filters.Filters) -> str:
    """Return a file name suffix of the filters, at most _MAX_SLUG characters, "" without filters.

    A longer one ends with a hash, so that two views have two names.
    """
    stated = "".join(f"-{name}-{value}" for name, value in applied.query().items())
    slug = re.sub(r"[^\w]+", "-", stated).rstrip("-")
    if len(slug) <= _MAX_SLUG:
        return slug
    return f"{slug[: _MAX_SLUG - 7].rstrip('-')}-{sha256(slug.encode()).hexdigest()[:6]}"


def file_metadata(applied: filters.Filters, caveat: str) -> Mapping[str, str]:
    """Return the provenance of figures under the filters `applied`, as text by name.

    The names are filters, corpus_version, source, caveat and link (the page of this run).
    """
    return {
        "filters": urlencode(applied.query(), safe=",") or t("filter.all"),
        "corpus_version": current_run().corpus.version,
        "source": _source_labels(applied),
        "caveat": caveat,
        "link": _link(),
    }


def _link() -> str:
    query = urlencode(current_run().filters.query(), safe=",")
    return f"{st.context.url or ''}{'?' if query else ''}{query}"


def _source_labels(applied: filters.Filters) -> str:
    return join([_source_label(row) for row in rows_of(selection.briefings(applied), BriefingRow)])


def _source_label(row: BriefingRow) -> str:
    full = t("panel.source", title=row.title, publisher=provenance.publisher(row))
    source = full if row.publisher else t("panel.source_unsigned", title=row.title)
    is_session_upload = row.briefing_id in current_run().session.only_ids
    return t("adding.source", source=source) if is_session_upload else source
