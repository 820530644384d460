"""Cards of the exchanges: who asked and who answered, at what length, on which topics."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import run_context
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.questions import uptake, view
from dashboard.features.questions.uptake import UptakeRow
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import passages, provenance
from dashboard.labels.announcements import join_clauses, mentioned, short_name
from dashboard.labels.exchanges import ExchangeRow, answerer, is_answered, outlet
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import minutes, number
from dashboard.labels.people import link
from dashboard.queries import answers, reading, selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.exchanges import exchange_topics

_MAX_TOPICS = 3  # topics named for each turn
_MAX_NAMED = 3  # of documents, of figures, of new wordings named on a card
_CARD_WIDTH = 570  # pixels: two fit side by side on a desktop, one fills a phone

# (briefing_id, turn) -> (topic_id, occurrences)
Topics = Mapping[tuple[str, int], list[tuple[str, int]]]
# (briefing_id, turn) -> kind of note -> what is named in the turn
Named = Mapping[tuple[str, int], Mapping[str, list[str]]]


@dataclass(slots=True)
class _TopicCount:
    """A row of stats.exchanges.exchange_topics."""

    briefing_id: str
    turn: int
    topic_id: str
    occurrences: int


@dataclass(frozen=True)
class Side:
    """A question or an answer: its label, and the chips that set filters.

    chips: (parameter, id) -> name in Markdown; the speaker, then topics.
    """

    key: str
    label: str
    chips: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Card:
    """An exchange: its heading in Markdown, its question, and its answer where one was given.

    asked: the gist of the question, "" without one. opens: the id of the first paragraph of the
    answer, else of the question. on: how much of the answer is on what was asked, in Markdown.
    notes: pairs of a name, such as that of documents, and what is named in the answer.
    """

    key: str
    briefing_id: str
    heading: str
    asked: str
    opens: str
    sides: Sequence[Side]
    on: str = ""
    notes: Sequence[tuple[str, str]] = ()


def draw() -> None:
    """Draw the exchanges of this run's selection by briefing."""
    chosen = current_run().filters
    shown = cached_for_run("cards", lambda: _cards_by_briefing(chosen))
    for heading, cards in shown:
        st.markdown(heading)
        with st.container(horizontal=True, gap="large"):
            for card in cards:
                with st.container(width=_CARD_WIDTH, gap="small"):
                    st.markdown(card.heading)
                    if card.asked:
                        st.markdown(escape_markdown(card.asked))
                    _sides(card)
                    st.button(
                        t("questions.read"),
                        key=f"bw_read_{card.key}",
                        icon=":material/menu_book:",
                        type="tertiary",
                        on_click=run_context.change_filters,
                        kwargs={"passage": card.opens},
                    )


def _sides(card: Card) -> None:
    """Draw the chips of `card`, below those of the answer how much is on what was asked, notes."""
    asked, *answered = card.sides
    _chips(asked)
    for place, side in enumerate(answered):
        _chips(side)
        if place == 0 and card.on:
            st.markdown(card.on)
    lines = [
        t("questions.noted", name=escape_markdown(name), said=escape_markdown(said))
        for name, said in card.notes
    ]
    if lines:
        st.caption("  \n".join(lines))


def _chips(side: Side) -> None:
    key, chosen = f"bw_chips_{side.key}", current_run().selected
    active = [pair for pair in side.chips if pair[1] in getattr(chosen, pair[0])]
    st.session_state[key] = active
    st.pills(
        side.label,
        list(side.chips),
        selection_mode="multi",
        format_func=lambda pair: side.chips.get(pair, ""),
        key=key,
        wrap=True,
        on_change=_on_press,
        args=(key, active),
    )


def _on_press(key: str, active: Sequence[tuple[str, str]]) -> None:
    changed = set(st.session_state[key]) ^ set(active)
    run_context.select(current_run().selected.toggled([*sorted(changed), ("term", "")]))


def _cards_by_briefing(chosen: Filters) -> list[tuple[str, list[Card]]]:
    """Return the heading and the cards of each briefing with a selected exchange."""
    made = cards(chosen)
    grouped = [
        (
            provenance.heading(row),
            [card for card in made if card.briefing_id == row.briefing_id],
        )
        for row in rows_of(selection.briefings(chosen), BriefingRow)
    ]
    return [(heading, own) for heading, own in grouped if own]


def cards(chosen: Filters) -> list[Card]:
    """Build a card for each exchange of `chosen`.

    A card names the topics of the question, those of them that the answer names too, the most
    frequent ones that the answer alone names, and of all of these each topic of `chosen`.
    """
    measured = statistics.topic_uptake(chosen)
    asked, named = _topics(measured), _named(chosen)
    found = uptake.topics(chosen)
    return [
        _card(
            row,
            asked.get((row.briefing_id, row.question), []),
            uptake.topics_of(found, row),
            named.get((row.briefing_id, int(row.answer)), {}) if is_answered(row) else {},
            chosen.topic,
        )
        for row in rows_of(measured, UptakeRow)
    ]


def _card(
    row: UptakeRow,
    asked: Sequence[tuple[str, int]],
    topics: Mapping[str, list[tuple[str, int]]],
    named: Mapping[str, list[str]],
    wanted: Collection[str],
) -> Card:
    given = is_answered(row)
    key = f"{row.briefing_id}_{row.question}_{row.answer if given else 0}"
    chips = _speaker_chip(row, "outlet") | _topic_chips(asked)
    sides = [Side(f"{key}_question", _question(row, asked), chips)]
    taken_up, brought_in = topics.get("taken_up", []), topics.get("brought_in", [])
    if given:
        chips = _speaker_chip(row, "answerer") | _topic_chips(taken_up)
        sides.append(Side(f"{key}_answer", _answer(row, [*taken_up, *brought_in]), chips))
    if brought_in:
        label = t(f"questions.{'brought_in' if asked else 'of_answer'}", n=len(brought_in))
        shown = _topics_to_show(brought_in, wanted)
        sides.append(Side(f"{key}_own", label, _topic_chips(shown)))
    heading = t(
        "questions.heading" if given else "questions.heading_unanswered",
        number=row.exchange,
        outlet=link(row.outlet_id),
        answerer=link(str(row.answerer_id)) if given else "",
    )
    first = reading.first_paragraphs()
    asked_in = first[row.briefing_id, row.question]
    gist = reading.gist(row.briefing_id, asked_in)
    opened = first[row.briefing_id, int(row.answer)] if given else asked_in
    missed = [filter_name("topic", topic) for topic, _ in topics.get("not_taken_up", [])]
    notes = {"not_taken_up": join(missed)} | {kind: _few(items) for kind, items in named.items()}
    return Card(
        key,
        row.briefing_id,
        heading,
        pick(*gist) if gist else "",
        passages.key(row.briefing_id, opened),
        sides,
        on=_on_asked(row),
        notes=[(t(f"questions.note.{kind}"), said) for kind, said in notes.items() if said],
    )


def _on_asked(row: UptakeRow) -> str:
    """Say how much of the answer is on what was asked; "" without an answer or a topic."""
    if not uptake.share(row):
        return ""
    return t(
        f"questions.{'on_asked' if row.uptake_paragraphs else 'on_none'}",
        share=uptake.share(row),
        on=number(row.uptake_paragraphs),
        n=int(row.answer_paragraphs),
    )


def _few(items: Sequence[str]) -> str:
    """Name the first _MAX_NAMED of `items`, which may have commas, and count the rest."""
    rest = len(items) - _MAX_NAMED
    more = t("questions.more", n=rest) if rest > 0 else ""
    return join_clauses([*items[:_MAX_NAMED], more])


def _named(chosen: Filters) -> Named:
    """Return the documents, figures and new wordings of each answer in the briefings of `chosen`.

    Each is named once, in the order of the text.
    """
    found: dict[tuple[str, int], dict[str, list[str]]] = {}
    frame = answers.mentions(chosen.briefings_only)
    rows = mentioned(frame)
    for kind in answers.NAMED:
        for turn, row in zip(frame["turn"], rows, strict=True):
            own = found.setdefault((row.briefing_id, int(turn)), {})
            if row.kind == kind and short_name(row) not in own.setdefault(kind, []):
                own[kind].append(short_name(row))
    for key, words in answers.new_wordings(chosen.briefings_only).items():
        found.setdefault(key, {})["new"] = words
    return found


def _question(row: ExchangeRow, topics: Sequence[object]) -> str:
    return t(
        "questions.question_label",
        kind=view.class_name(row.outlet_class),
        characters=number(row.question_characters),
        topics="" if topics else t("questions.untouched"),
    )


def _answer(row: ExchangeRow, topics: Sequence[object]) -> str:
    body = filter_name("org", row.organisation_id) if row.organisation_id else t("panel.no_body")
    return t(
        "questions.answer_label",
        body=escape_markdown(body),
        slot=t(f"code.slot.{row.slot}"),
        characters=number(row.answer_characters),
        minutes=minutes(row.minutes),
        low=minutes(row.minutes_low),
        high=minutes(row.minutes_high),
        topics="" if topics else t("questions.untouched"),
    )


def _speaker_chip(row: ExchangeRow, side: str) -> dict[tuple[str, str], str]:
    asks = side == "outlet"
    who, speaker_id = (outlet(row), row.outlet_id) if asks else (answerer(row), row.answerer_id)
    return {("speaker", str(speaker_id)): f"**{escape_markdown(who)}**"}


def _topic_chips(topics: Sequence[tuple[str, int]]) -> dict[tuple[str, str], str]:
    return {("topic", topic): escape_markdown(_topic_with_count(topic, n)) for topic, n in topics}


def _topics_to_show(
    topics: Sequence[tuple[str, int]], wanted: Collection[str]
) -> list[tuple[str, int]]:
    """Return the first _MAX_TOPICS of `topics`, and the `wanted`, for which the card is shown."""
    return [pair for place, pair in enumerate(topics) if place < _MAX_TOPICS or pair[0] in wanted]


def _topic_with_count(topic: str, n: int) -> str:
    return t("questions.topic", topic=filter_name("topic", topic), n=n)


def _topics(exchanges: pd.DataFrame) -> Topics:
    """Return the topics of each turn of `exchanges`, the most frequent topic first."""
    whole = Filters(year=tuple(sorted({str(year) for year in exchanges["year"]})))
    found: dict[tuple[str, int], list[tuple[str, int]]] = {}
    counted = exchange_topics(exchanges, hits=selection.hits(whole))
    for row in rows_of(counted, _TopicCount):
        found.setdefault((row.briefing_id, row.turn), []).append((row.topic_id, row.occurrences))
    return found


def asked_topics(exchanges: pd.DataFrame) -> Mapping[tuple[str, int], list[str]]:
    """Return (briefing_id, question) -> the names of the topics that it asks about."""
    return {
        key: [filter_name("topic", topic) for topic, _ in own]
        for key, own in _topics(exchanges).items()
    }


def with_topics(exchanges: pd.DataFrame) -> pd.DataFrame:
    """Return `exchanges` with the columns question_topics and answer_topics.

    Both are text: all topics of the turn with their occurrences, the most frequent first.
    """
    found = _topics(exchanges)
    return exchanges.assign(
        **{
            f"{side}_topics": [
                join([_topic_with_count(*topic) for topic in found.get((briefing_id, turn), [])])
                for briefing_id, turn in zip(
                    exchanges["briefing_id"], exchanges[side].fillna(0), strict=True
                )
            ]
            for side in ("question", "answer")
        }
    )
