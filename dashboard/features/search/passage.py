"""One passage in its turn: who says it, what stands around it, and its three texts."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Any, Literal
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard import filters, query
from dashboard.components import passages
from dashboard.components.cache import cached_for_run
from dashboard.components.passages import Block, Part
from dashboard.escape import escape_markdown, printable
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.labels import provenance
from dashboard.labels.names import name
from dashboard.queries import selection

# Where the finds in a text begin and end.
Find = Callable[[str], Iterable[tuple[int, int]]]

AROUND = 3  # paragraphs on either side
LONGEST = 4_000  # characters of a paragraph that are shown
_COMPARED = 1_500  # characters that may differ: the time grows with their square
_LINKED = 24  # characters of a paragraph by which its page is opened


def key(briefing_id: str, paragraph: int) -> str:
    """The passage as it stands in the URL."""
    return f"{briefing_id}:{paragraph}"


def link(url: str | None, wording: str) -> str | None:
    """The published page, scrolled to the first place of `wording` by a browser that knows how."""
    return f"{url}#:~:text={quote(wording, safe='')}" if url else None


def with_links(listed: pd.DataFrame) -> pd.DataFrame:
    """Rows of a concordance with source_link: the published page at the first place of the term."""
    sources = selection.scope(Filters()).set_index("briefing_id")["source_url"]
    links = [
        link(sources[briefing], term)
        for briefing, term in zip(listed["briefing_id"], listed["term"], strict=True)
    ]
    return listed.assign(source_link=pd.Series(links, index=listed.index, dtype=object))


def show(chosen: Filters, *, find: Find) -> None:
    """The passage that `chosen` has open, the finds of `find` marked, and the way back."""
    briefing_id, _, number = chosen.passage.rpartition(":")
    paragraph = int(number)
    around = cached_for_run(
        "passage", lambda: selection.passage(briefing_id, paragraph, around=AROUND)
    )
    here = around.loc[around["paragraph"] == paragraph]
    with st.container(key="bw_panel_passage", gap="small"):
        _ways(around, briefing_id, paragraph)
        if here.empty:
            st.markdown(t("passage.unknown"))
            return
        (row,) = selection.rows(here)
        _head(row)
        if row.text is None:
            st.markdown(t("passage.unheld"))
        else:
            passages.texts("bw_passage", blocks(around, paragraph, find=find))
            _texts(row)
        _source(row, chosen)


def _ways(around: pd.DataFrame, briefing_id: str, paragraph: int) -> None:
    """Back to the list, and on to the paragraphs beside."""
    there = set(around["paragraph"])
    with st.container(horizontal=True, gap="small"):
        for way, to, icon in (
            ("back", None, "arrow_back"),
            ("before", paragraph - 1, "arrow_upward"),
            ("after", paragraph + 1, "arrow_downward"),
        ):
            if to is None or to in there:
                st.button(
                    t(f"passage.{way}"),
                    key=f"bw_passage_{way}",
                    icon=f":material/{icon}:",
                    type="tertiary",
                    on_click=filters.set,
                    kwargs={"passage": key(briefing_id, to) if to else ""},
                )


def _head(row: Any) -> None:
    briefings = selection.scope(Filters())
    (briefing,) = selection.rows(briefings.loc[briefings["briefing_id"] == row.briefing_id])
    st.header(t("passage.title"), anchor=False)
    titles = [row.title, row.organisation_id and name("org", row.organisation_id)]
    facts = [
        *dict.fromkeys(filter(None, titles)),
        t(f"code.kind.{row.kind}"),
        t(f"code.section.{row.section}"),
        t("passage.place", turn=row.turn, paragraph=row.paragraph, of=briefing.paragraphs),
    ]
    held = briefing.date_held or (briefing.published_at or "").replace("T", " ")
    speaker = escape_markdown(pick(row.speaker_zh, row.speaker_en))
    st.markdown(f"**{speaker}**  {escape_markdown(t('passage.separator').join(facts))}")
    st.markdown(provenance.heading(briefing, t("passage.separator").join([held, briefing.title])))


def blocks(around: pd.DataFrame, paragraph: int, *, find: Find) -> list[Block]:
    """The paragraphs `around`, each turn under who speaks, the one that is opened marked."""
    made, turn = [], None
    for row in selection.rows(around):
        speaker = pick(row.speaker_zh, row.speaker_en)
        head = t("passage.speaks", speaker=speaker, kind=t(f"code.kind.{row.kind}"))
        parts: list[Part] = [("", t("search.no_text"))]
        if row.text is not None:
            text = _near(row.text, find)
            parts = marked(text, find(text))
        made.append(
            Block(parts, head=head if row.turn != turn else "", here=row.paragraph == paragraph)
        )
        turn = row.turn
    return made


def marked(text: str, spans: Iterable[tuple[int, int]]) -> list[Part]:
    """`text` in parts, its `spans` as finds; where two of them overlap, as one.

    >>> marked("湖光灯会", [(2, 3), (2, 4)])
    [('', '湖光'), ('find', '灯会')]
    """
    parts: list[Part] = []
    done = 0
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > done:
            parts += [("", text[done : max(begin, done)]), ("find", text[max(begin, done) : end])]
            done = end
    return [part for part in [*parts, ("", text[done:])] if part[1]]


def _texts(row: Any) -> None:
    """The text as published, as repaired and as simplified; once where they are all the same."""
    st.header(t("passage.texts"), anchor=False)
    published, repaired = (_cut(text or "") for text in (row.published, row.repaired))
    text = _cut(row.text)
    if not published or {published, repaired} == {text}:
        st.caption(t("passage.alike" if published else "passage.one"))
        return
    made = [
        Block(parts, head=t(f"passage.{stage}"), about=t(f"passage.{stage}_about"))
        for stage, parts in versions(published, repaired, text).items()
    ]
    passages.texts("bw_versions", made, beside=True)


def versions(published: str, repaired: str, text: str) -> dict[str, list[Part]]:
    """The three texts in parts: what the repairs took away, and what is new in the next text.

    >>> versions("湖(hú)光燈會", "湖光燈會", "湖光灯会")["published"]
    [('', '湖'), ('gone', '(hú)'), ('', '光燈會')]
    """
    return {
        "published": _differences(published, repaired, kept_of=0, kind="gone"),
        "repaired": _differences(published, repaired, kept_of=1, kind="new"),
        "simplified": _differences(repaired, text, kept_of=1, kind="new"),
    }


def _differences(
    before: str, after: str, *, kept_of: Literal[0, 1], kind: Literal["gone", "new"]
) -> list[Part]:
    """One of two texts in parts, those of `kind` that the other does not have.

    Where too much differs to tell what, nothing is marked.
    """
    ends = _common(before, after)
    inner = tuple(text[ends[0] : len(text) - ends[1]] for text in (before, after))
    whole = (before, after)[kept_of]
    if max(map(len, inner)) > _COMPARED:
        return [("", whole)]
    parts: list[Part] = [("", whole[: ends[0]])]
    for tag, *places in SequenceMatcher(None, inner[0], inner[1], autojunk=False).get_opcodes():
        stretch = inner[kept_of][slice(*places[2 * kept_of : 2 * kept_of + 2])]
        parts.append(("" if tag == "equal" else kind, stretch))
    return _joined([*parts, ("", whole[len(whole) - ends[1] :])])


def _common(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts share at their beginning, and how many at the end."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return start, end


def _joined(parts: list[Part]) -> list[Part]:
    """`parts` without empty ones, neighbours of one kind as one."""
    joined: list[Part] = []
    for kind, text in parts:
        if text and joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        elif text:
            joined.append((kind, text))
    return joined


def _cut(text: str) -> str:
    """What is shown of a text: nothing unseen, and not without end."""
    return printable(text, limit=LONGEST)


def _near(text: str, find: Find) -> str:
    """A text as it is shown, one without end from a little before its first find."""
    if len(text) <= LONGEST:
        return _cut(text)
    first = min((begin for begin, _ in find(text)), default=0)
    return _cut(text[max(0, first - LONGEST // 2) :])


def _source(row: Any, chosen: Filters) -> None:
    """The way to the published page, at the paragraph, or else at what was looked for."""
    sources = selection.scope(Filters()).set_index("briefing_id")["source_url"]
    terms = [*query.terms(chosen.q), chosen.term]
    begins = (row.published or row.text or terms[0])[:_LINKED]
    url = sources[row.briefing_id]
    if url:
        address = link(url, begins) if begins else url
        st.link_button(t("passage.source"), str(address), icon=":material/open_in_new:")
