"""Panels of one draft: how its page was read, the corrections, and the files to download."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from dashboard import filters, i18n, run_context, session_corpus
from dashboard.csv_export import to_csv
from dashboard.escape import escape_markdown
from dashboard.features.uploads import corrections, drafts, view
from dashboard.features.uploads.corrections import SpeakerChange
from dashboard.features.uploads.drafts import Draft, StatedFields
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.queries import identifiers, search, selection
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from loaders.contract import ADDED_SERIES, MAX_NAME
from loaders.edition.model import Edition
from loaders.edition.tei import to_tei
from loaders.schema import KINDS, SECTIONS, SLOTS
from loaders.text.dates import BRIEFING_YEARS

_SHOWN_AT_FIRST = 30  # turns, doubts, or problems, shown at first
# Columns of the table, with widths in pixels that fit a wide screen: those that identify a turn,
# those corrected most often, the rest.
_WIDTHS = {
    "seq": 44, "speaker": 104, "kind": 88, "text": 176, "join": 100, "split": 88, "paragraphs": 82,
    "section": 92, "reply_to": 92, "title": 132, "organisation": 118, "slot": 98,
}  # fmt: skip


def doubts(draft: Draft) -> None:
    """Show the parser's doubts, and whether the page is a copy of a known briefing."""
    found = view.open_doubts(draft.edition)
    if found:
        with st.container(key="bw_doubts", gap="xxsmall"):
            st.text(t("adding.doubts", n=len(found)))
            for doubt in found[:_SHOWN_AT_FIRST]:
                st.text(f"· {view.doubt_sentence(doubt, draft.edition)}")
            if len(found) > _SHOWN_AT_FIRST:
                st.text(t("adding.more_doubts", n=len(found) - _SHOWN_AT_FIRST))
    elif not draft.implausible_day or draft.edition["date_held"]:
        st.caption(t("adding.no_doubts"))
    with run_context.with_corpus(session_corpus.server_corpus()):
        copied = identifiers.copied_briefing(
            corrections.fingerprint(draft.read), corrections.stated(draft.read)
        )
        unheld = search.briefings_without_text(Filters())
    if copied:
        briefing_id, title = copied
        key = "adding.copy" if briefing_id in unheld else "adding.copy_held"
        st.info(t(key, title=escape_markdown(title)), icon=":material/content_copy:")


def summary(draft: Draft) -> None:
    """Show the captured sections and the counts."""
    now = draft.edition
    st.markdown(view.sections(now))
    with st.container(key="bw_counts_draft", gap="small"):
        for label, value in view.counts(now):
            st.metric(label, value, width="content")


def state_fields(draft: Draft) -> StatedFields:
    """Draw the title, date and series as inputs; return what the visitor states in them."""
    now, version = draft.edition, f"{draft.key}_{draft.version}"
    title = st.text_input(
        t("adding.title"), now["title"], max_chars=1000, key=f"bw_title_{version}"
    )
    left, right = st.columns(2, gap="large")
    with left:
        day = _day(now["date_held"], key=f"bw_day_{version}")
        if draft.implausible_day and not day:
            st.text(
                t(
                    "adding.strange_day",
                    day=draft.implausible_day,
                    first=BRIEFING_YEARS[0],
                    last=BRIEFING_YEARS[1],
                )
            )
        is_dated = day or now["published_at"]
        year = None if is_dated else _year(now.get("year"), version)
    with right:
        stated = _series(draft, version)
    stated |= {"title": (title or "").strip() or draft.read["title"], "date_held": day}
    if year:
        stated["year"] = year
    return stated


def about(draft: Draft) -> None:
    """Show what else is known of the page, folded."""
    with st.expander(t("adding.about")):
        st.table(view.about_table(draft), border="horizontal", hide_header=True, hide_index=True)


def _day(held: str | None, *, key: str) -> str | None:
    chosen = st.date_input(
        t("adding.day"),
        date.fromisoformat(held) if held else None,
        min_value=date(BRIEFING_YEARS[0], 1, 1),
        max_value=date(BRIEFING_YEARS[1], 12, 31),
        format="YYYY-MM-DD",
        key=key,
    )
    return chosen.isoformat() if isinstance(chosen, date) else None


def _year(current: int | None, version: str) -> int | None:
    year = st.number_input(t("adding.year"), *BRIEFING_YEARS, current, key=f"bw_year_{version}")
    return int(year) if year else None


def _series(draft: Draft, version: str) -> StatedFields:
    """Draw the choice of series; return its id and names."""
    added = tuple(i18n.text(each, "adding.series_added") for each in filters.LANGUAGES)
    names: dict[str, tuple[str, str]] = {ADDED_SERIES: (added[0], added[1])}
    for row in rows_of(selection.briefings(filters.Filters()), BriefingRow):
        names.setdefault(row.series, (row.series_zh, row.series_en))
    read = draft.read
    if "series" in read:
        stated = (read.get("series_zh") or read["series"], read.get("series_en") or read["series"])
        names.setdefault(read["series"], stated)
    current = draft.edition.get("series", ADDED_SERIES)
    names.setdefault(current, (current, current))
    shown = {name: pick(*pair) for name, pair in names.items()}
    chosen = st.selectbox(
        t("adding.series"),
        list(names),
        list(names).index(current),
        format_func=lambda each: shown.get(each, each),
        accept_new_options=True,
        key=f"bw_series_{version}",
    )
    series = (chosen or ADDED_SERIES).strip()[:100] or ADDED_SERIES
    zh, en = names.get(series, (series, series))
    return {"series": series, "series_zh": zh, "series_en": en}


def turns(draft: Draft) -> None:
    """Show the turns with all corrections: _SHOWN_AT_FIRST of them, and a button for the rest."""
    all_turns = draft.edition["turns"]
    whole = f"bw_all_turns_{draft.key}"
    shown = all_turns if st.session_state.get(whole) else all_turns[:_SHOWN_AT_FIRST]
    if any(turn.get("line") and turn["repairs"] is None for turn in all_turns):
        st.caption(t("adding.mended_uncounted"))
    with st.container(key="bw_turns"):
        st.markdown(view.turns_markdown(shown))
    if len(shown) < len(all_turns):
        st.button(
            t("adding.all_turns", n=len(all_turns)),
            key=f"show_{whole}",
            on_click=lambda: st.session_state.update({whole: True}),
        )


def correction_table(draft: Draft) -> None:
    """Draw the table for correcting speakers, kinds, sections, replies, merges and splits."""
    key = f"bw_table_{draft.key}_{draft.version}"
    if key not in st.session_state and draft.edits is not None:
        return  # they could not be stored, and a table without them would take their place
    st.data_editor(
        corrections.turn_table(draft.base),
        hide_index=True,
        key=key,
        column_config=_columns(),
        column_order=tuple(_WIDTHS),
        disabled=["seq", "paragraphs", "text"],
        alt=t("adding.table"),
        placeholder="",
    )
    for found in draft.problems[:_SHOWN_AT_FIRST]:
        st.text(view.problem_sentence(found))
    if len(draft.problems) > _SHOWN_AT_FIRST:
        st.text(t("adding.more_problems", n=len(draft.problems) - _SHOWN_AT_FIRST))
    for number, (change, turns) in enumerate(draft.pending_changes.items()):
        st.button(
            view.change_label(change, turns),
            key=f"bw_alike_{number}_{draft.version}",
            icon=":material/done_all:",
            on_click=_on_correct_alike,
            args=(draft, change),
        )


def _on_correct_alike(draft: Draft, change: SpeakerChange) -> None:
    with draft.opened(), drafts.noting_refusal(draft):
        _apply_table(draft)  # the click may also have committed a cell
        draft.correct_alike(change)


def apply_table(draft: Draft) -> None:
    """Apply the edits of the correction table; rerun the page if a new table was started.

    Call it before anything of the draft is drawn.
    """
    refused = len(drafts.session_refusals())
    with drafts.noting_refusal(draft):
        if _apply_table(draft):
            st.rerun()
    if len(drafts.session_refusals()) > refused:
        st.rerun()  # to show it


def _apply_table(draft: Draft) -> bool:
    """Apply the edits of the correction table; return whether a new table was started."""
    state = st.session_state.get(f"bw_table_{draft.key}_{draft.version}")
    if state is not None:
        return draft.correct(state["edited_rows"])
    if draft.edits is not None:  # the visitor was on another page, and the table forgot its edits
        draft.commit_edits()
    return False


def _code_name(column: str) -> Callable[[object], str]:
    return lambda code: t(f"code.{column}.{code}")


def _columns() -> Mapping[str, Any]:
    column = st.column_config
    texts = {
        "speaker": column.TextColumn(t("column.speaker"), max_chars=MAX_NAME),
        "title": column.TextColumn(t("adding.stated_title"), max_chars=MAX_NAME),
        "organisation": column.TextColumn(
            t("column.organisation"), max_chars=MAX_NAME, help=t("adding.organisation_help")
        ),
    }
    codes = {
        name: column.SelectboxColumn(
            t(f"column.{name}"),
            options=list(choices),
            required=True,
            format_func=_code_name(name),
        )
        for name, choices in (("slot", SLOTS), ("kind", KINDS), ("section", SECTIONS))
    }
    others = {
        "seq": column.NumberColumn(t("column.turn"), pinned=True),
        "text": column.TextColumn(t("adding.begins")),
        "reply_to": column.NumberColumn(t("adding.reply_to"), min_value=1, step=1),
        "join": column.CheckboxColumn(t("adding.join"), help=t("adding.join_help")),
        "split": column.NumberColumn(
            t("adding.split"), min_value=2, step=1, help=t("adding.split_help")
        ),
        "paragraphs": column.NumberColumn(t("column.paragraphs")),
    }
    every = texts | codes | others
    return {name: {**every[name], "width": width} for name, width in _WIDTHS.items()}


def downloads(draft: Draft) -> None:
    """Draw the downloads of the corrected edition: JSON, CSV of its turns, TEI XML."""
    now = draft.edition
    today = datetime.now(UTC).date()
    stem = f"briefing-watch-reading-{now['date_held'] or draft.key}"
    source = {
        "title": now["title"],
        "publisher": now["publisher"] or "",
        "published_at": now["published_at"] or "",
        "language": current_run().language,
        "caveat": t("adding.file_caveat"),
    }
    # Made when they are asked for: what refers to an edition would hold it in memory until then.
    forms = {
        "json": ("application/json", lambda: _as_json(draft.saved)),
        "csv": ("text/csv", lambda: to_csv(view.turns_csv(draft.edition), about=source)),
        "tei": ("application/tei+xml", lambda: to_tei(draft.edition, made=today)),
    }
    with st.container(horizontal=True, gap="small"):
        for form, (mime, make) in forms.items():
            st.download_button(
                t(f"adding.download.{form}"),
                make,
                file_name=f"{stem}.{'xml' if form == 'tei' else form}",
                mime=mime,
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
                key=f"save_{form}",
            )


def _as_json(edition: Edition) -> bytes:
    return json.dumps(edition, ensure_ascii=False, indent=1).encode()
