"""Add a briefing: bring pages, choose among those that were read, have every page show one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.escape import escape_markdown
from dashboard.features.uploads import drafts, view
from dashboard.features.uploads.drafts import Draft
from dashboard.features.uploads.refusals import refusal
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.queries import selection, session_corpus
from dashboard.worker import client
from dashboard.worker.client import Page

_SAMPLES = Path(__file__).resolve().parents[3] / "data" / "sample"
_UPLOADER = "bw_uploader"  # how often it was emptied: what was brought stands in the drafts
_HTML = ("<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<table")


def bring() -> None:
    """Where files are dropped, text is pasted, or a sample is taken."""
    emptied = st.session_state.setdefault(_UPLOADER, 0)
    dropped = st.file_uploader(
        t("adding.drop"),
        accept_multiple_files=True,
        key=f"{_UPLOADER}_{emptied}",
        label_visibility="collapsed",  # the style sheet has it stand in the box
    )
    with st.container(key="bw_not_taken"):  # which shows where the browser itself refused a file
        st.markdown(t("adding.not_taken"))
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
                _take([sample])
    if dropped:
        st.session_state[_UPLOADER] += 1
        over = [each.name for each in dropped[drafts.MOST :]]
        _take([Page(each.name, each.getvalue()) for each in dropped[: drafts.MOST]], over)
    if asked:
        _take([_pasted(pasted or "")])
    client.prepare()  # after what was brought just now, which it would hold up


def _pasted(text: str) -> Page:
    html = text.lstrip()[:200].lower().startswith(_HTML)
    suffix = ".html" if html else ".txt"
    # Half a character, which no encoding holds, is what a damaged clipboard gives.
    data = text.encode("utf-8", "replace") if text.strip() else b""
    return Page(t("adding.pasted") + suffix, data)


@cache
def _samples() -> tuple[Page, ...]:
    found = (path for path in _SAMPLES.iterdir() if path.suffix in client.SUFFIXES)
    return tuple(
        Page(path.name, path.read_bytes()) for path in sorted(found) if path.stem != "README"
    )


def _take(pages: Sequence[Page], over: Sequence[str] = ()) -> None:
    with _working("adding.reading", view.name(pages[0].name)) as waiting:
        drafts.take(pages, over=over, waiting=waiting)
    st.rerun()


@contextmanager
def _working(key: str, name: str) -> Iterator[Callable[[], None]]:
    """Says that something takes a moment; gives what says that others are served first."""
    told = st.empty()
    with st.spinner(t(key, name=escape_markdown(name))):

        def waiting() -> None:
            told.caption(t("adding.waiting"))

        yield waiting
    told.empty()


def refusals() -> None:
    """What was brought last and could not be read: one sentence each, and the parser's own."""
    for number, refused in enumerate(drafts.refused()):
        with st.container(key=f"bw_refused_{number}", gap="xxsmall"):
            st.text(refusal(refused))  # not Markdown: it names a visitor's file
            if refused.sentence:
                st.text(t("adding.parser_says", sentence=refused.sentence))


def choose() -> Draft | None:
    """The draft that the visitor looks at: the newest, or another of several."""
    there = drafts.all_of_session()
    if not there:
        return None
    newest, *others = there.values()
    if not others:
        return newest
    # Named after how they were read: what is put right must not change the choice itself.
    names = {
        key: f"{number}. {view.name(draft.read['title'] or draft.page.name)}"
        for number, (key, draft) in enumerate(there.items(), 1)
    }
    chosen = st.selectbox(
        t("adding.choose", n=len(there)),
        list(names),
        format_func=lambda key: names.get(key, key),
        key=f"bw_choose_{len(there)}_{newest.key}",  # another choice begins with the newest
        width=520,
    )
    return there.get(chosen, newest)


def join(draft: Draft) -> None:
    """Add to this session; what became of it; begin again; let go."""
    now = draft.now
    dated = now["date_held"] or now["published_at"] or now.get("year")
    outcome = draft.outcome
    again = bool(outcome)
    with st.container(horizontal=True, key="bw_add", vertical_alignment="center"):
        asked = st.button(
            t("adding.add_again" if again else "adding.add"),
            type="primary",
            icon=":material/add:",
            disabled=not dated or (again and draft.added == now),
        )
        if draft.changed:
            st.button(t("adding.undo"), type="tertiary", on_click=drafts.start_again, args=(draft,))
        st.button(
            t("adding.drop_draft"), type="tertiary", on_click=drafts.throw_away, args=(draft,)
        )
    st.caption(t("adding.session_only") if dated else t("adding.undated"))
    if asked:
        _add(draft)
    if outcome:
        st.success(t(f"adding.outcome.{outcome}"), icon=":material/check:")


def _add(draft: Draft) -> None:
    now = draft.now
    try:
        with _working("adding.joining", view.name(now["title"] or draft.page.name)) as waiting:
            outcome, mine = session_corpus.add(
                now, draft.page, base=selection.served(), waiting=waiting
            )
    except client.RefusedError as refused:
        told = drafts.refused()
        told[:] = [drafts.Refusal(draft.page.name, refused.reason, str(refused))]
    else:
        drafts.refused().clear()
        draft.added = now
        draft.there_as = mine.briefing_id if outcome == "already there" else ""
        draft.unfilled = draft.there_as in selection.unheld(Filters())
    st.rerun()
