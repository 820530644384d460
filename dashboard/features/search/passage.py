"""One passage: its speaker, the paragraphs around it, and its text in three versions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard import run_context, search_text
from dashboard.components import passages
from dashboard.components.cache import cached_for_run
from dashboard.components.passages import Block, Part
from dashboard.escape import escape_markdown, printable
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.labels import provenance
from dashboard.labels.names import filter_name, speaker_title
from dashboard.queries import search, selection
from dashboard.queries.rows import BriefingRow, TitledSpeaker, rows_of

# A function that takes a segmented text and the kind of its turn, and returns the (start, end) of
# each match, in characters of the text without its breaks.
FindSpans = Callable[[str, str], Iterable[tuple[int, int]]]

AROUND = 3  # paragraphs on either side
MAX_CHARACTERS = 4_000  # characters shown of a paragraph
_MAX_COMPARED = 1_500  # differing characters: the time grows with their square
_LINK_CHARACTERS = 24  # characters of a paragraph in the text fragment of a link


@dataclass(slots=True)
class ParagraphRow(TitledSpeaker):
    """A row of search.passage; its texts are None if they are not stored."""

    briefing_id: str
    paragraph: int
    turn: int
    kind: str
    section: str
    organisation_id: str | None
    text: str | None
    segmented: str | None
    repaired: str | None
    published: str | None


def key(briefing_id: str, paragraph: int) -> str:
    """Return the id of a passage in the URL: briefing_id:paragraph."""
    return f"{briefing_id}:{paragraph}"


def link(url: str | None, wording: str) -> str | None:
    """Return `url` with a text fragment that highlights `wording`; None without a `url`."""
    return f"{url}#:~:text={quote(wording, safe='')}" if url else None


def with_links(listed: pd.DataFrame) -> pd.DataFrame:
    """Return `listed` with source_link: the published page, at the first place of the term.

    listed: rows of stats.concordance. The link is None if the address of the page is unknown.
    """
    sources = selection.briefings(Filters()).set_index("briefing_id")["source_url"]
    links = [
        link(sources[briefing], term)
        for briefing, term in zip(listed["briefing_id"], listed["term"], strict=True)
    ]
    return listed.assign(source_link=pd.Series(links, index=listed.index, dtype=object))


def show(chosen: Filters, *, find: FindSpans) -> None:
    """Draw the passage `chosen.passage` and its neighbours, with the matches of `find` marked.

    If there is no such paragraph, or its text is not stored, a sentence says so.
    """
    briefing_id, _, number = chosen.passage.rpartition(":")
    paragraph = int(number)
    around = cached_for_run(
        "passage", lambda: search.passage(briefing_id, paragraph, around=AROUND)
    )
    here = around.loc[around["paragraph"] == paragraph]
    with st.container(key="bw_panel_passage", gap="small"):
        _navigation(around, briefing_id, paragraph)
        if here.empty:
            st.markdown(t("passage.unknown"))
            return
        (row,) = rows_of(here, ParagraphRow)
        _head(row)
        if row.text is None:
            st.markdown(t("passage.unheld"))
        else:
            passages.draw_blocks("bw_passage", blocks(around, paragraph, find=find))
            _three_versions(row)
        _source_link(row, chosen)


def _navigation(around: pd.DataFrame, briefing_id: str, paragraph: int) -> None:
    """Draw the buttons back to the list and to the neighbouring paragraphs."""
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
                    on_click=run_context.change_filters,
                    kwargs={"passage": key(briefing_id, to) if to else ""},
                )


def _head(row: ParagraphRow) -> None:
    briefings = selection.briefings(Filters())
    is_own = briefings["briefing_id"] == row.briefing_id
    (briefing,) = rows_of(briefings.loc[is_own], BriefingRow)
    st.header(t("passage.title"), anchor=False)
    titles = [speaker_title(row), row.organisation_id and filter_name("org", row.organisation_id)]
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


def blocks(around: pd.DataFrame, paragraph: int, *, find: FindSpans) -> list[Block]:
    """Return a block for each paragraph of `around`, the first of each turn headed by its speaker.

    around: rows of search.passage. paragraph: the number of the open one. find: finds the
    matches to mark.
    """
    made, turn = [], None
    for row in rows_of(around, ParagraphRow):
        speaker = pick(row.speaker_zh, row.speaker_en)
        head = t("passage.speaks", speaker=speaker, kind=t(f"code.kind.{row.kind}"))
        parts: list[Part] = [("", t("search.no_text"))]
        if row.text is not None:
            spans = list(find(row.segmented or "", row.kind))
            begin = _first_shown(row.text, spans)
            text = _truncate(row.text[begin:])
            shown = [(start - begin, end - begin) for start, end in spans]
            parts = mark_spans(text, [span for span in shown if 0 <= span[0] < len(text)])
        made.append(
            Block(parts, head=head if row.turn != turn else "", here=row.paragraph == paragraph)
        )
        turn = row.turn
    return made


def mark_spans(text: str, spans: Iterable[tuple[int, int]]) -> list[Part]:
    """Split `text` into parts of kind "find" inside `spans` and kind "" outside of them.

    A character inside several spans is in one part only.

    >>> mark_spans("湖光灯会", [(2, 3), (2, 4)])
    [('', '湖光'), ('find', '灯会')]
    """
    parts: list[Part] = []
    done = 0
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > done:
            parts += [("", text[done : max(begin, done)]), ("find", text[max(begin, done) : end])]
            done = end
    return [part for part in [*parts, ("", text[done:])] if part[1]]


def _three_versions(row: ParagraphRow) -> None:
    """Draw the text as published, repaired and simplified.

    If all are equal, or the earlier versions are not stored, a sentence says so instead.
    """
    st.header(t("passage.texts"), anchor=False)
    published, repaired = (_truncate(text or "") for text in (row.published, row.repaired))
    text = _truncate(row.text or "")
    if not published or {published, repaired} == {text}:
        st.caption(t("passage.alike" if published else "passage.one"))
        return
    made = [
        Block(parts, head=t(f"passage.{stage}"), about=t(f"passage.{stage}_about"))
        for stage, parts in versions(published, repaired, text).items()
    ]
    passages.draw_blocks("bw_versions", made, side_by_side=True)


def versions(published: str, repaired: str, text: str) -> dict[str, list[Part]]:
    """Split each version of a text into parts, with the changes marked.

    "published" marks as "gone" what the repairs removed; "repaired" and "simplified" mark as "new"
    what differs from the version before.

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
    """Split `before` (`kept_of` 0) or `after` (1) into parts; what only this text has is of `kind`.

    Nothing is marked if more than _MAX_COMPARED characters differ.
    """
    ends = _common_ends(before, after)
    inner = tuple(text[ends[0] : len(text) - ends[1]] for text in (before, after))
    whole = (before, after)[kept_of]
    if max(map(len, inner)) > _MAX_COMPARED:
        return [("", whole)]
    parts: list[Part] = [("", whole[: ends[0]])]
    for tag, *places in SequenceMatcher(None, inner[0], inner[1], autojunk=False).get_opcodes():
        stretch = inner[kept_of][slice(*places[2 * kept_of : 2 * kept_of + 2])]
        parts.append(("" if tag == "equal" else kind, stretch))
    return _merge_parts([*parts, ("", whole[len(whole) - ends[1] :])])


def _common_ends(before: str, after: str) -> tuple[int, int]:
    """Return the lengths, in characters, of the common prefix and suffix of two texts."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return start, end


def _merge_parts(parts: list[Part]) -> list[Part]:
    """Drop empty parts and merge neighbours of one kind."""
    joined: list[Part] = []
    for kind, text in parts:
        if text and joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        elif text:
            joined.append((kind, text))
    return joined


def _truncate(text: str) -> str:
    """Return `text` cut to MAX_CHARACTERS, with control characters replaced by U+FFFD."""
    return printable(text, limit=MAX_CHARACTERS)


def _first_shown(text: str, spans: Iterable[tuple[int, int]]) -> int:
    """Return the offset in `text` of the first character that is shown.

    It is 0 unless `text` has over MAX_CHARACTERS; then half that many precede the first of `spans`.
    """
    if len(text) <= MAX_CHARACTERS:
        return 0
    first = min((begin for begin, _ in spans), default=0)
    return max(0, first - MAX_CHARACTERS // 2)


def _source_link(row: ParagraphRow, chosen: Filters) -> None:
    """Draw the link to the published page, scrolled to the paragraph or else to the searched term.

    Draws nothing if the address of the page is unknown.
    """
    sources = selection.briefings(Filters()).set_index("briefing_id")["source_url"]
    terms = [*search_text.terms(chosen.q), chosen.term]
    begins = (row.published or row.text or terms[0])[:_LINK_CHARACTERS]
    url = sources[row.briefing_id]
    if url:
        address = link(url, begins) if begins else url
        st.link_button(t("passage.source"), str(address), icon=":material/open_in_new:")
