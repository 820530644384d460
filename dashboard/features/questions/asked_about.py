"""Rows and sentences on the topics of questions, next to those of answers and statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.cross_table import Head
from dashboard.filters import Filters
from dashboard.i18n import join_some, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.briefings import selecting_filter
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import join_lines, number, per_10k
from dashboard.queries import selection
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.topic_frequency import COLUMNS, MIN_OCCURRENCES, topic_frequency

KINDS = ("question", "answer", "statement")  # the order of the columns
_MAX_LISTED = 3  # topics named in a sentence; the rest are counted


@dataclass(slots=True)
class _TopicCount:
    """A row of `frequencies`."""

    briefing_id: str
    topic_id: str
    kind: str
    occurrences: int
    paragraphs: int
    per_10k: float
    sufficient: bool


def frequencies(chosen: Filters) -> pd.DataFrame:
    """Count the topics in the questions, answers and statements of each briefing.

    Returns rows of stats.topic_frequency with year and kind, for the topics of at least one
    question and those with enough occurrences in the statements. The topic with the most
    occurrences in questions comes first. The base of a rate is all captured characters of a kind in
    the briefing, whatever the other filters of `chosen`. A briefing without a captured question has
    no row; if the corpus has no topics, no briefing has one.
    """
    spoken = selection.paragraphs(chosen.briefings_only)
    asked = spoken.loc[spoken["kind"].eq("question"), "briefing_id"].unique()
    parts = spoken.loc[spoken["kind"].isin(KINDS) & spoken["briefing_id"].isin(asked)]
    keys = ["briefing_id", "year", "kind"]
    groups = parts.groupby(keys, sort=False)["characters"].sum().rename("base_characters")
    topics = selection.topics()["topic_id"].tolist()
    if groups.empty or not topics:
        return pd.DataFrame(columns=[*keys, *COLUMNS])
    found = topic_frequency(
        selection.hits(chosen), topics=topics, groups=groups.reset_index(), by=keys
    )
    return _order_topics(found)


def _order_topics(found: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by briefing and topic, the pair most asked about first, then by kind as in KINDS.

    A topic is dropped in a briefing where no question mentions it and the statements seldom do.
    """
    counts = found.pivot_table(
        index=["briefing_id", "topic_id"], columns="kind", values="occurrences", sort=False
    ).reindex(columns=list(KINDS))
    frequent = found["kind"].eq("statement") & found["sufficient"].astype(bool)
    said = set(
        zip(found.loc[frequent, "briefing_id"], found.loc[frequent, "topic_id"], strict=True)
    )
    order = counts.fillna(0).sort_values(
        ["question", "statement", "answer"], ascending=False, kind="stable"
    )
    kept = [key for key, n in order["question"].items() if n > 0 or key in said]
    places = {key: place for place, key in enumerate(kept)}
    keys = list(zip(found["briefing_id"], found["topic_id"], strict=True))
    column = found["kind"].map(KINDS.index)
    placed = found.assign(row=[places.get(key, -1) for key in keys], column=column)
    shown = placed.loc[placed["row"] >= 0].sort_values(["row", "column"], ignore_index=True)
    return shown.drop(columns=["row", "column"])


def cells(
    own: pd.DataFrame, *, inside: pd.DataFrame, highest: float, freed: Sequence[str]
) -> pd.DataFrame:
    """Build the cells of charts.cross_table for one briefing.

    own: the rows of `frequencies` of the briefing. highest: the rate of the largest square; the
    area of a square is its rate as a share of that. inside: the topic hits within the filters; a
    square without such a hit is faded. freed: the filters that a click clears (from
    labels.names.cleared_params).
    """
    topics, colours = list(dict.fromkeys(own["topic_id"])), current_run().palette
    left = set(zip(inside["briefing_id"], inside["topic_id"], inside["kind"], strict=True))
    shown = own.loc[own["occurrences"] > 0]
    listed = rows_of(shown, _TopicCount)
    lit = [(row.briefing_id, row.topic_id, row.kind) in left for row in listed]
    return pd.DataFrame(
        {
            "row": [topics.index(row.topic_id) for row in listed],
            "column": [KINDS.index(row.kind) for row in listed],
            "text": [number(row.occurrences) for row in listed],
            "size": (shown["per_10k"].astype(float) / highest).tolist(),
            "colour": [
                colours.kind[row.kind] if on else colours.faded
                for row, on in zip(listed, lit, strict=True)
            ],
            "hollow": [not row.sufficient for row in listed],
            "click": [
                [
                    "topic",
                    row.topic_id,
                    "kind",
                    row.kind,
                    *selecting_filter(row.briefing_id),
                    *freed,
                ]
                for row in listed
            ],
            "hover": [_hover(row) for row in listed],
        }
    )


def _hover(row: _TopicCount) -> str:
    return join_lines(
        t(
            "questions.hover_topic",
            topic=filter_name("topic", row.topic_id),
            kind=filter_name("kind", row.kind),
        ),
        t(
            "questions.hover_rate",
            n=number(row.occurrences),
            rate=per_10k(row.per_10k),
            paragraphs=number(row.paragraphs),
        ),
        "" if row.sufficient else t("questions.hover_few"),
        t("chart.hover_click"),
    )


def heads(own: pd.DataFrame) -> tuple[list[Head], list[Head]]:
    """Return the headings of the rows (topics) and of the columns (kinds, with their base).

    own: the rows of `frequencies` of one briefing. The base is in characters.
    """
    bases = own.drop_duplicates("kind").set_index("kind")["base_characters"].to_dict()
    columns = [
        Head(
            t(f"questions.head_{kind}"), t("questions.base", characters=number(bases.get(kind, 0)))
        )
        for kind in KINDS
    ]
    return [Head(filter_name("topic", topic)) for topic in dict.fromkeys(own["topic_id"])], columns


def sentence(frame: pd.DataFrame, briefings: pd.DataFrame, exchanges: pd.DataFrame) -> str:
    """Say for each briefing which topics were only asked about, and which only stated.

    frame: rows of `frequencies`. exchanges: all exchanges of these briefings, since the sentences
    are about all that was captured. A briefing without a question gets no sentence.
    """
    said = [
        _comparison_sentence(
            row,
            frame.loc[frame["briefing_id"] == row.briefing_id],
            set(exchanges.loc[exchanges["briefing_id"] == row.briefing_id, "question"]),
        )
        for row in rows_of(briefings, BriefingRow)
    ]
    return " ".join(filter(None, said))


def _comparison_sentence(row: BriefingRow, own: pd.DataFrame, questions: set[int]) -> str:
    if own.empty:
        return ""
    counts = own.pivot(index="topic_id", columns="kind", values="occurrences").reindex(
        index=own["topic_id"].unique(), columns=list(KINDS), fill_value=0
    )
    asked, stated = counts["question"] > 0, counts["statement"] > 0
    unasked = counts.loc[~asked].sort_values("statement", ascending=False, kind="stable")
    about = {
        "briefing": labels_briefings.name(row),
        "questions": len(questions),
        "n": int(asked.sum()),
    }
    said = [t("questions.asked_about", **about)]
    alone = {
        "asked_alone": counts.index[asked & ~stated].tolist(),
        "stated_alone": unasked.index.tolist(),
    }
    said += [
        t(f"questions.{key}", topics=_topic_list(topics), least=MIN_OCCURRENCES)
        for key, topics in alone.items()
        if topics
    ]
    untouched = len(questions) - _count_with_topic(row.briefing_id, questions)
    if untouched:
        said.append(t("questions.asked_otherwise", n=untouched))
    return " ".join(said)


def _topic_list(topics: Sequence[str]) -> str:
    """Name the first _MAX_LISTED of `topics`, and count the rest."""
    return join_some([filter_name("topic", topic) for topic in topics], _MAX_LISTED)


def _count_with_topic(briefing_id: str, turns: set[int]) -> int:
    """Return how many of `turns` (those of questions) mention a topic."""
    hits = selection.hits(Filters())
    own = hits.loc[hits["briefing_id"].eq(briefing_id) & hits["turn"].isin(turns)]
    return int(own["turn"].nunique())
