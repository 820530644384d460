"""Panels of Add a briefing: upload pages, choose a draft, add it to this session."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

from dashboard import session_corpus
from dashboard.escape import escape_markdown
from dashboard.features.uploads import drafts, view
from dashboard.features.uploads.drafts import Draft
from dashboard.features.uploads.refusals import MEGABYTES_OF_A_PAGE, parser_sentence, refusal
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.queries import search, selection
from dashboard.run_context import current_run
from dashboard.worker import client
from dashboard.worker.client import Page
from loaders.contract import SUFFIXES

_SAMPLES = Path(__file__).resolve().parents[3] / "data" / "sample"
_UPLOADER = "bw_uploader"  # counts how often the uploader was emptied; its files become drafts
_HTML = ("<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<table")


def inputs() -> None:
    """Draw the inputs (files to drop, text to paste, samples), and read the pages submitted."""
    st.markdown(t("adding.how", megabytes=MEGABYTES_OF_A_PAGE))
    show_refusals()
    emptied = st.session_state.setdefault(_UPLOADER, 0)
    dropped = st.file_uploader(
        t("adding.drop"),
        accept_multiple_files=True,
        key=f"{_UPLOADER}_{emptied}",
        label_visibility="collapsed",  # the style sheet shows the label in the box
    )
    with st.container(key="bw_not_taken"):  # shown when the browser itself refused a file
        st.markdown(t("adding.not_taken", megabytes=MEGABYTES_OF_A_PAGE))
    with st.form("bw_paste", border=False), st.expander(t("adding.paste")):
        pasted = st.text_area(
            t("adding.paste_label"), key="bw_pasted", height=160, persist_state="session"
        )
        asked = st.form_submit_button(t("adding.paste_read"))
    with st.container(horizontal=True, vertical_alignment="center", key="bw_samples"):
        st.caption(t("adding.sample"), width="content")
        for sample in _samples():
            if st.button(
                t(f"adding.samples.{Path(sample.name).stem}"), key=f"sample_{sample.name}"
            ):
                _read_and_rerun([sample])
    if dropped:
        st.session_state[_UPLOADER] += 1
        over = [each.name for each in dropped[drafts.MAX_PAGES :]]
        _read_and_rerun(
            [Page(each.name, each.getvalue()) for each in dropped[: drafts.MAX_PAGES]], over
        )
    if asked:
        _read_and_rerun([_pasted_page(pasted or "")])
    client.prepare()  # after the upload, which a starting worker would delay


def _pasted_page(text: str) -> Page:
    html = text.lstrip()[:200].lower().startswith(_HTML)
    suffix = ".html" if html else ".txt"
    # A damaged clipboard gives lone surrogates, which UTF-8 cannot encode.
    data = text.encode("utf-8", "replace") if text.strip() else b""
    return Page(t("adding.pasted") + suffix, data)


@cache
def _samples() -> tuple[Page, ...]:
    found = (path for path in _SAMPLES.iterdir() if path.suffix in SUFFIXES)
    return tuple(
        Page(path.name, path.read_bytes()) for path in sorted(found) if path.stem != "README"
    )


def _read_and_rerun(pages: Sequence[Page], over: Sequence[str] = ()) -> None:
    with _busy("adding.reading", view.file_name(pages[0].name)) as waiting:
        drafts.read_pages(pages, over=over, waiting=waiting)
    st.rerun()


@contextmanager
def _busy(key: str, name: str) -> Iterator[Callable[[], None]]:
    """Show a spinner; yield a callback that notes that other visitors' pages are read first."""
    note = st.empty()
    with st.spinner(t(key, name=escape_markdown(name))):

        def waiting() -> None:
            note.caption(t("adding.waiting"))

        yield waiting
    note.empty()


def show_refusals() -> None:
    """Show why each page of the last upload was refused: our sentence, then the parser's."""
    for number, refused in enumerate(drafts.session_refusals()):
        with st.container(key=f"bw_refused_{number}", gap="xxsmall"):
            st.text(refusal(refused))  # not Markdown: it names a visitor's file
            if told := parser_sentence(refused):
                st.text(t("adding.parser_says", sentence=told))


def choose_draft() -> Draft | None:
    """Return the newest draft, or the one chosen in a select box; None without a draft.

    The select box is drawn if there are several drafts.
    """
    by_key = drafts.session_drafts()
    if not by_key:
        return None
    newest, *others = by_key.values()
    if not others:
        return newest
    # Named by the title as read: a correction must not change the options.
    names = {
        key: f"{number}. {view.file_name(draft.read['title'] or draft.page.name)}"
        for number, (key, draft) in enumerate(by_key.items(), 1)
    }
    chosen = st.selectbox(
        t("adding.choose", n=len(by_key)),
        list(names),
        format_func=lambda key: names.get(key, key),
        key=f"bw_choose_{len(by_key)}_{newest.key}",  # other drafts reset the choice to the newest
        width=520,
    )
    return by_key.get(chosen, newest)


def add_controls(draft: Draft) -> None:
    """Draw the buttons to add, reset and discard `draft`, and the outcome of adding it."""
    now = draft.edition
    dated = now["date_held"] or now["published_at"] or now.get("year")
    outcome = draft.outcome()
    again = bool(outcome)
    with st.container(horizontal=True, key="bw_add", vertical_alignment="center"):
        asked = st.button(
            t("adding.add_again" if again else "adding.add"),
            type="primary",
            icon=":material/add:",
            disabled=not dated or (again and draft.added == now),
        )
        if draft.is_changed:
            st.button(
                t("adding.undo"),
                type="tertiary",
                on_click=drafts.discard_corrections,
                args=(draft,),
            )
        st.button(t("adding.drop_draft"), type="tertiary", on_click=drafts.discard, args=(draft,))
    st.caption(t("adding.session_only") if dated else t("adding.undated"))
    if asked:
        _add(draft)
    if outcome:
        st.success(_outcome_sentence(draft, outcome), icon=":material/check:")


def _outcome_sentence(draft: Draft, outcome: str) -> str:
    mine = current_run().session.find_added(draft.page_digest)
    shown = set(selection.briefings(current_run().filters)["briefing_id"])
    is_left_out = mine is not None and mine.briefing_id not in shown
    if outcome == "read_with_warnings" and not view.open_doubts(draft.edition):
        outcome = "read"
    left_out = t("adding.outcome.left_out") if is_left_out else ""
    return f"{t(f'adding.outcome.{outcome}')} {left_out}".strip()


def _add(draft: Draft) -> None:
    now = draft.edition
    try:
        with _busy("adding.joining", view.file_name(now["title"] or draft.page.name)) as waiting:
            mine = session_corpus.add(now, draft.page, waiting=waiting)
    except client.RefusedError as refused:
        refusals = drafts.session_refusals()
        refusals[:] = [drafts.Refusal(draft.page.name, refused.reason, refused.stated)]
    else:
        drafts.session_refusals().clear()
        draft.added = now
        draft.duplicate_of = mine.briefing_id if mine.outcome == "already_there" else ""
        draft.is_unfilled = draft.duplicate_of in search.briefings_without_text(Filters())
    st.rerun()
