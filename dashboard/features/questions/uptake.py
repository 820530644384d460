"""View of the exchanges in order: strips of the answers, and how much is on what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.answer_strips import Strip
from dashboard.charts.style import wrapped
from dashboard.features.questions import view
from dashboard.filters import Filters
from dashboard.i18n import catalogue, join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages
from dashboard.labels.exchanges import ExchangeRow, answerer, is_answered, outlet
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import join_lines, number, percent
from dashboard.queries import reading, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.topic_uptake import UPTAKES

_HOVER_WIDTH = 340  # pixels of a line of a gist in a hover text
_MAX_GIST_LINES = 5

# (briefing_id, question, answer) -> uptake -> topic ids with occurrences in the answer
Topics = Mapping[tuple[str, int, int], Mapping[str, list[tuple[str, int]]]]


@dataclass(slots=True)
class UptakeRow(ExchangeRow):
    """A row of statistics.topic_uptake; what there is none of is null."""

    answer_paragraphs: float
    uptake_paragraphs: float
    uptake_characters: float
    uptake_share: float


@dataclass(slots=True)
class _Block:
    """A row of statistics.answer_paragraphs."""

    briefing_id: str
    question: int
    answer: int
    paragraph: int
    characters: int
    names_asked: bool


def topics(chosen: Filters) -> Topics:
    """Return the topics of each answered exchange of `chosen` by what became of them."""
    rows = statistics.uptake_topics(chosen)
    names = ("briefing_id", "question", "answer", "uptake", "topic_id", "occurrences")
    found: dict[tuple[str, int, int], dict[str, list[tuple[str, int]]]] = {}
    columns = (rows[name] for name in names)
    for briefing_id, question, answer, uptake, topic, n in zip(*columns, strict=True):
        own = found.setdefault((briefing_id, question, answer), {})
        own.setdefault(uptake, []).append((topic, n))
    return found


def topics_of(found: Topics, row: ExchangeRow) -> Mapping[str, list[tuple[str, int]]]:
    """Return the topics of one exchange by uptake: empty without an answer, or without a topic."""
    if not is_answered(row):
        return {}
    return found.get((row.briefing_id, row.question, int(row.answer)), {})


def share(row: UptakeRow) -> str:
    """Return the share of an answer on what was asked, "" for none."""
    return "" if pd.isna(row.uptake_share) else percent(row.uptake_share)


def frame(chosen: Filters) -> pd.DataFrame:
    """Return statistics.topic_uptake with the topics of each exchange by uptake, as text."""
    measured, found = statistics.topic_uptake(chosen), topics(chosen)
    listed = [topics_of(found, row) for row in rows_of(measured, UptakeRow)]
    named = {
        uptake: [
            join([t("questions.topic", topic=filter_name("topic", key), n=n) for key, n in each])
            for each in (own.get(uptake, []) for own in listed)
        ]
        for uptake in UPTAKES
    }
    return measured.assign(**named)


def strips(own: pd.DataFrame, asked: Mapping[tuple[str, int], Sequence[str]]) -> list[Strip]:
    """Return the rows of charts.answer_strips for the exchanges `own` of one briefing.

    asked: (briefing_id, question) -> the names of the topics asked about.
    """
    return [Strip(_pair(row), _asked(row, asked), _length(row)) for row in rows_of(own, UptakeRow)]


def _pair(row: UptakeRow) -> str:
    key = "pair" if is_answered(row) else "pair_unanswered"
    return t(f"questions.{key}", number=row.exchange, outlet=outlet(row), answerer=answerer(row))


def _asked(row: UptakeRow, asked: Mapping[tuple[str, int], Sequence[str]]) -> str:
    names = asked.get((row.briefing_id, row.question), ())
    key = "asked_by" if names else "asked_by_no_topic"
    kind = view.class_name(row.outlet_class)
    return t(f"questions.{key}", kind=kind, topics=join([*names]))


def _length(row: UptakeRow) -> str:
    if not is_answered(row):
        return ""
    key = "length_share" if row.uptake_share > 0 else "length_none" if share(row) else "length"
    return t(f"questions.{key}", characters=number(row.answer_characters), share=share(row))


def blocks(own: pd.DataFrame, spoken: pd.DataFrame, *, inside: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks of charts.answer_strips for the exchanges `own` of one briefing.

    spoken: rows of statistics.answer_paragraphs. inside: the exchanges within the filters; all
    others are faded. A block is pale if its paragraph names no topic that was asked about, and
    opens in the reader.
    """
    listed, colours = rows_of(own, UptakeRow), current_run().palette
    left = _keys(inside)
    place = {key: n for n, key in enumerate(_keys(own))}
    made, ends = [], [0] * len(listed)
    for each in rows_of(spoken, _Block):
        row = place.get((each.briefing_id, each.question, each.answer))
        if row is None:
            continue
        full = colours.slot.get(listed[row].slot or "", colours.muted)
        is_in = (each.briefing_id, each.question, each.answer) in left
        made.append(
            {
                "row": row,
                "begin": ends[row],
                "characters": each.characters,
                "colour": (full if each.names_asked else colours.pale(full))
                if is_in
                else colours.faded,
                "click": ["passage", passages.key(each.briefing_id, each.paragraph)],
                "hover": _hover(listed[row], each),
            }
        )
        ends[row] += each.characters
    return pd.DataFrame(made, columns=["row", "begin", "characters", "colour", "click", "hover"])


def _keys(exchanges: pd.DataFrame) -> list[tuple[str, int, int]]:
    answers = exchanges["answer"].fillna(0).astype("int64")
    return list(zip(exchanges["briefing_id"], exchanges["question"], answers, strict=True))


def _hover(row: UptakeRow, block: _Block) -> str:
    gist = reading.gist(block.briefing_id, block.paragraph)
    lines = wrapped(pick(*gist), _HOVER_WIDTH, most=_MAX_GIST_LINES) if gist else []
    body = filter_name("org", row.organisation_id) if row.organisation_id else ""
    return join_lines(
        t(
            "questions.hover_paragraph",
            answerer=answerer(row),
            n=block.paragraph,
            characters=number(block.characters),
        ),
        body,
        t(f"questions.hover_{'names' if block.names_asked else 'names_none'}"),
        *lines,
        t("questions.hover_read"),
    )


def alt_text(rows: Sequence[Strip]) -> str:
    """Return the alt text of the strips: each row in words."""
    words = catalogue(current_run().language)
    items = [f"{row.name}, {row.note}: {row.value}".rstrip(": ") for row in rows]
    return " ".join(words["chart.alt_separator"].join(items).split())


def sentence(measured: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """Say for each briefing how many answers name what was asked, and if they are too few.

    measured: statistics.topic_uptake of all that these briefings have.
    """
    return labels_briefings.sentences(briefings, measured, _uptake_of)


def _uptake_of(row: BriefingRow, own: pd.DataFrame) -> str:
    if own.empty:
        return ""
    comparable = own.loc[own["uptake_share"].notna()]
    named = int((comparable["uptake_share"] > 0).sum())
    silent = len(own) - len(comparable)
    is_enough = view.outlet_class_table(own)["sufficient"].all()
    parts = [
        t(
            "questions.uptake",
            briefing=labels_briefings.name(row),
            n=len(comparable),
            named=named,
            none=len(comparable) - named,
        )
        if len(comparable)
        else "",
        t("questions.uptake_unknown", n=silent) if silent and len(comparable) else "",
        "" if is_enough else t("questions.too_few", n=int(own["answer_characters"].notna().sum())),
    ]
    return " ".join(filter(None, parts))
