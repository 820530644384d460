"""Cards of the exchanges: who asked and who answered, at what length, on which topics."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import run_context
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.questions import view
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import passages, provenance
from dashboard.labels.exchanges import ExchangeRow, answerer, is_answered, outlet
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import minutes, number
from dashboard.queries import reading, selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.exchanges import exchange_topics

_MAX_TOPICS = 3  # topics named for each turn
_CARD_WIDTH = 570  # pixels: two fit side by side on a desktop, one fills a phone

Topics = Mapping[
    tuple[str, int], list[tuple[str, int]]
]  # (briefing_id, turn) -> (topic_id, occurrences)


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

    chips: (parameter, id) -> name in Markdown; the speaker, then the most frequent topics.
    """

    key: str
    label: str
    chips: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Card:
    """An exchange: its heading in Markdown, its question, and its answer where one was given.

    asked: the gist of the question, "" without one. opens: the id of its first paragraph.
    """

    key: str
    heading: str
    asked: str
    opens: str
    sides: Sequence[Side]


def draw() -> bool:
    """Draw the exchanges of this run's selection by briefing; return whether there are any."""
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
                    for side in card.sides:
                        _chips(side)
                    st.button(
                        t("questions.read"),
                        key=f"bw_read_{card.key}",
                        icon=":material/menu_book:",
                        type="tertiary",
                        on_click=run_context.change_filters,
                        kwargs={"passage": card.opens},
                    )
    return bool(shown)


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
    exchanges = statistics.exchanges(chosen)
    made, of = cards(exchanges, topics=chosen.topic), exchanges["briefing_id"].tolist()
    grouped = [
        (
            provenance.heading(row),
            [card for card, own in zip(made, of, strict=True) if own == row.briefing_id],
        )
        for row in rows_of(selection.briefings(chosen), BriefingRow)
    ]
    return [(heading, own) for heading, own in grouped if own]


def cards(exchanges: pd.DataFrame, *, topics: Collection[str] = ()) -> list[Card]:
    """Build a card for each row of `exchanges`.

    A card names the most frequent topics of each turn, and each of `topics` that occurs in it.
    """
    found = _topics(exchanges)
    return [_card(row, found, topics) for row in rows_of(exchanges, ExchangeRow)]


def _card(row: ExchangeRow, topics: Topics, wanted: Collection[str]) -> Card:
    given = is_answered(row)
    key = f"{row.briefing_id}_{row.question}_{row.answer if given else 0}"
    asked = topics.get((row.briefing_id, row.question), [])
    sides = [
        Side(
            f"{key}_question",
            _question(row, asked),
            _chip_names(row, "outlet", _topics_to_show(asked, wanted)),
        )
    ]
    if given:
        said = topics.get((row.briefing_id, int(row.answer)), [])
        sides.append(
            Side(
                f"{key}_answer",
                _answer(row, said),
                _chip_names(row, "answerer", _topics_to_show(said, wanted)),
            )
        )
    heading = t(
        "questions.heading" if given else "questions.heading_unanswered",
        number=row.exchange,
        outlet=escape_markdown(outlet(row)),
        answerer=escape_markdown(answerer(row)),
    )
    first = reading.first_paragraphs()[row.briefing_id, row.question]
    asked = reading.gist(row.briefing_id, first)
    return Card(
        key, heading, pick(*asked) if asked else "", passages.key(row.briefing_id, first), sides
    )


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


def _chip_names(
    row: ExchangeRow, side: str, topics: Sequence[tuple[str, int]]
) -> dict[tuple[str, str], str]:
    asks = side == "outlet"
    who, speaker_id = (outlet(row), row.outlet_id) if asks else (answerer(row), row.answerer_id)
    speaker = {("speaker", str(speaker_id)): f"**{escape_markdown(who)}**"}
    return speaker | {
        ("topic", topic): escape_markdown(_topic_with_count(topic, n)) for topic, n in topics
    }


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
