"""Panels of Add a briefing: upload pages, choose a draft, add it to this session."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import session_corpus
from dashboard.escape import escape_markdown
from dashboard.features.uploads import drafts, view
from dashboard.features.uploads.drafts import Draft, Refusal
from dashboard.features.uploads.refusals import MEGABYTES_OF_A_PAGE, parser_sentence, refusal
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.middleware import uploads as middleware
from dashboard.queries import search, selection
from dashboard.run_context import current_run
from dashboard.worker import client
from dashboard.worker.client import Page
from loaders.contract import MAX_PAGES, SUFFIXES

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
    with st.container(key="bw_not_taken"):  # shown when a file was refused on its way
        st.markdown(t("adding.not_taken", megabytes=MEGABYTES_OF_A_PAGE, most=MAX_PAGES))
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
                _read_and_rerun(sample.name, [sample])
    if dropped:
        st.session_state[_UPLOADER] += 1
        over = [Refusal(each.name, "too_many") for each in dropped[MAX_PAGES:]]
        over += [Refusal(*each) for each in middleware.take_refused()]
        _read_and_rerun(dropped[0].name, _taken(dropped), over)
    if asked:
        pasted_page = _pasted_page(pasted or "")
        _read_and_rerun(pasted_page.name, [pasted_page])
    client.prepare()  # after the upload, which a starting worker would delay


def _taken(files: Sequence[UploadedFile]) -> Iterator[Page]:
    """Yield the first MAX_PAGES of `files` as pages; drop each from memory once it is read."""
    middleware.claim([each.file_id for each in files])
    try:
        for each in files[:MAX_PAGES]:
            yield Page(each.name, each.getvalue())
            middleware.release([each.file_id])
            each.close()
    finally:  # also where the visitor left before all were read
        middleware.release([each.file_id for each in files])


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


def _read_and_rerun(
    first_name: str, pages: Iterable[Page], refused: Sequence[Refusal] = ()
) -> None:
    with _busy("adding.reading", view.file_name(first_name)) as waiting:
        drafts.read_pages(pages, refused=refused, waiting=waiting)
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
        key: f"{number}. {view.file_name(draft.title or draft.name)}"
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
            disabled=not dated or (again and draft.added == drafts.digest(now)),
        )
        if draft.is_changed:
            st.button(
                t("adding.undo"),
                type="tertiary",
                on_click=draft.discard_corrections,
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
        with _busy("adding.joining", view.file_name(now["title"] or draft.name)) as waiting:
            mine = session_corpus.add(now, draft.page, waiting=waiting)
    except client.RefusedError as refused:
        refusals = drafts.session_refusals()
        refusals[:] = [Refusal(draft.name, refused.reason, refused.stated)]
    else:
        drafts.session_refusals().clear()
        draft.added = drafts.digest(now)
        draft.duplicate_of = mine.briefing_id if mine.outcome == "already_there" else ""
        draft.is_unfilled = draft.duplicate_of in search.briefings_without_text(Filters())
    st.rerun()
