"""From tidy frames to what a chart shows: names, figures and hover lines in this run's language.

Each `..._rows` function takes a frame of a statistic and returns it with the columns that its chart
asks for (name, note, value, value_text, colour, parameter, id, hover); the frame itself stays as it
is, since it is also the table and the download.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard import selection
from dashboard.charts import palette, ribbon, share_bars
from dashboard.charts.ribbon import Row
from dashboard.i18n import catalogue, join, language, pick, t
from dashboard.provenance import briefing, missing

__all__ = [
    "answer_rows",
    "bars_alt",
    "exchange_sentence",
    "leaders",
    "minute_rows",
    "minutes",
    "named",
    "number",
    "percent",
    "ribbon_alt",
    "ribbon_lines",
    "ribbon_rows",
    "share_rows",
    "turn_keys",
]

_rows = selection.rows


def number(count: float) -> str:
    """A count with thousands separators."""
    return f"{count:,.0f}"


def percent(share: float) -> str:
    """A fraction of 1 as a percentage with one decimal."""
    return f"{share:.1%}"


def minutes(value: float) -> str:
    """Minutes with one decimal."""
    return f"{value:.1f}"


def name(parameter: str, key: str) -> str:
    """The name of what `parameter`=`key` selects."""
    if not parameter:
        return t("panel.no_body")
    if parameter == "slot" and key == "press":
        return t("panel.reporters")
    if parameter in ("slot", "kind"):
        return t(f"code.{parameter}.{key}")
    return pick(*selection.labels().get(key, (key, key)))


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` of speaking_time with the column name beside id."""
    names = [name(*pair) for pair in zip(frame["parameter"], frame["id"], strict=True)]
    place = frame.columns.get_loc("id")
    out = frame.copy()
    out.insert(int(place) + 1 if isinstance(place, int) else 0, "name", names)
    return out


def share_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of share_bars: each group's share of its briefing's captured characters."""
    return _group_rows(
        frame,
        value=frame["share"],
        value_text=[
            t("chart.share_value", share=percent(row.share), characters=number(row.characters))
            for row in _rows(frame)
        ],
    )


def minute_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of minutes_range: each group's minutes at the chosen rate, and their range."""
    return _group_rows(
        frame,
        value=frame["minutes"],
        low=frame["minutes_low"],
        high=frame["minutes_high"],
        value_text=[_minutes_value(row) for row in _rows(frame)],
    )


def _group_rows(frame: pd.DataFrame, **values: Any) -> pd.DataFrame:
    listed = _rows(frame)
    return frame.assign(
        name=[name(row.parameter, row.id) for row in listed],
        note=[
            "" if row.parameter in ("slot", "kind") else t(f"code.slot.{row.slot}")
            for row in listed
        ],
        colour=[_colour(row) for row in listed],
        hover=[_group_hover(row) for row in listed],
        **values,
    )


def _colour(row: Any) -> str:
    return palette.KIND[row.id] if row.parameter == "kind" else palette.SLOT[row.slot]


def _minutes_value(row: Any) -> str:
    return t(
        "chart.minutes_value",
        minutes=minutes(row.minutes),
        low=minutes(row.minutes_low),
        high=minutes(row.minutes_high),
    )


def _group_hover(row: Any) -> str:
    return _lines(
        name(row.parameter, row.id),
        t("chart.hover_characters", characters=number(row.characters), share=percent(row.share)),
        t("chart.hover_turns", turns=row.turns),
        t("chart.hover_minutes", minutes=_minutes_value(row)),
        t("chart.hover_click") if row.parameter else "",
    )


def answer_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of answer_lengths: each answer of `frame` (of exchanges), outlet and answerer."""
    listed = _rows(frame)
    return frame.assign(
        name=[t("chart.asked_by", number=row.exchange, outlet=_outlet(row)) for row in listed],
        note=[_answerer(row) for row in listed],
        value=frame["answer_characters"].astype(float).fillna(0.0),
        question=frame["question_characters"],
        value_text=[_answer_value(row) for row in listed],
        colour=[palette.SLOT[row.slot] if _given(row) else palette.FADED for row in listed],
        parameter=["speaker"] * len(listed),
        id=[row.answerer_id if _given(row) else row.outlet_id for row in listed],
        hover=[_answer_hover(row) for row in listed],
    )


def exchange_sentence(frame: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """One sentence a briefing: the questions of `frame` (of exchanges), and the longest answer.

    A briefing without an answer has none.
    """
    sentences = [
        _exchanges_of(row, frame.loc[frame["briefing_id"] == row.briefing_id])
        for row in _rows(briefings)
    ]
    return " ".join(filter(None, sentences))


def _exchanges_of(row: Any, own: pd.DataFrame) -> str:
    given = own.loc[own["answer_characters"].notna()]
    if given.empty:
        return ""
    lengths = given["answer_characters"].astype(float)
    longest = _rows(given.loc[[lengths.idxmax()]])[0]
    return t(
        "speaking_time.answers_reading",
        briefing=briefing(row),
        questions=own["question"].nunique(),
        median=number(lengths.median()),
        characters=number(lengths.max()),
        answerer=_answerer(longest),
        outlet=_outlet(longest),
    )


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _given(row: Any) -> bool:
    return bool(pd.notna(row.answer_characters))


def _outlet(row: Any) -> str:
    return pick(row.outlet_zh, row.outlet_en)


def _answerer(row: Any) -> str:
    return pick(row.answerer_zh, row.answerer_en) if _given(row) else t("chart.unanswered")


def _answer_value(row: Any) -> str:
    if not _given(row):
        return "—"
    characters = number(row.answer_characters)
    return t("chart.answer_value", characters=characters, minutes=minutes(row.minutes))


def _answer_hover(row: Any) -> str:
    return _lines(
        t("chart.asked_by", number=row.exchange, outlet=_outlet(row)),
        t(f"code.outlet_class.{row.outlet_class}") if row.outlet_class else "",
        t("chart.hover_question", characters=number(row.question_characters)),
        t("chart.hover_answer", answerer=_answerer(row), value=_answer_value(row)),
        t("chart.hover_click"),
    )


def ribbon_rows(frame: pd.DataFrame, *, selected: Iterable[tuple[str, int]]) -> pd.DataFrame:
    """Blocks of the ribbon: `frame` of sequence, those whose key is in `selected` in colour."""
    kept = set(selected)
    listed = _rows(frame)
    return frame.assign(
        name=[pick(row.speaker_zh, row.speaker_en) for row in listed],
        parameter=["speaker"] * len(listed),
        id=frame["speaker_id"],
        selected=[(row.briefing_id, row.turn) in kept for row in listed],
        hover=[_turn_hover(row) for row in listed],
    )


def _turn_hover(row: Any) -> str:
    return _lines(
        pick(row.speaker_zh, row.speaker_en),
        row.title or "",
        join([t(f"code.slot.{row.slot}"), t(f"code.kind.{row.kind}")]),
        t("chart.hover_turn", turn=row.turn, characters=number(row.characters)),
        t("chart.hover_click"),
    )


def ribbon_lines(
    briefings: pd.DataFrame, coverage: pd.DataFrame, blocks: pd.DataFrame
) -> list[Row]:
    """What stands around `blocks` (of ribbon_rows): headings, sections, what was not captured."""
    return [_ribbon_line(row, coverage, blocks) for row in _rows(briefings)]


def _ribbon_line(row: Any, coverage: pd.DataFrame, blocks: pd.DataFrame) -> Row:
    own = blocks.loc[blocks["briefing_id"] == row.briefing_id]
    chosen = own.loc[own["selected"]]
    spans = {
        section: (int(inside["begin"].min()), int(inside["finish"].max()))
        for section, inside in own.groupby("section", sort=False)
    }
    return Row(
        briefing_id=row.briefing_id,
        heading=briefing(row),
        note=t(
            "chart.ribbon_note_selected" if 0 < len(chosen) < len(own) else "chart.ribbon_note",
            characters=number(row.characters),
            turns=row.turns,
            selected=number(chosen["characters"].sum()),
        ),
        sections=[(t(f"code.section.{section}"), *span) for section, span in spans.items()],
        characters=int(own["characters"].sum()),
        missing=missing(coverage, row.briefing_id),
        mark=spans["q_and_a"][0] if "q_and_a" in spans else None,
    )


def ribbon_alt(lines: Sequence[Row]) -> str:
    """The ribbon in words."""
    words = catalogue(language())
    item, gap = words["chart.ribbon_alt_item"], words["chart.ribbon_alt_gap"]
    return ribbon.alt(lines, item=item, gap=gap, separator=words["chart.alt_separator"])


def turn_keys(turns: pd.DataFrame) -> list[tuple[str, int]]:
    """The keys (briefing_id, turn) of `turns`."""
    return list(zip(turns["briefing_id"], turns["turn"], strict=True))


def bars_alt(rows: pd.DataFrame, *, heading: str) -> str:
    """The rows of a bar chart in words."""
    words = catalogue(language())
    return share_bars.alt(
        rows,
        heading=heading,
        sentence=words["chart.bars_alt"],
        item=words["chart.bars_alt_item"],
        separator=words["app.list_separator"],
    )


def leaders(frame: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """One sentence a briefing: who holds the largest share of `frame` (of speaking_time).

    Where the rows are not the whole of what was captured, the sentence gives their sum too.
    """
    own = {row.briefing_id: frame["briefing_id"] == row.briefing_id for row in _rows(briefings)}
    return " ".join(
        _leader(row, frame.loc[own[row.briefing_id]])
        for row in _rows(briefings)
        if own[row.briefing_id].any()
    )


def _leader(row: Any, own: pd.DataFrame) -> str:
    first = _rows(own.iloc[:1])[0]
    total = int(own["characters"].sum())
    key = "leader" if total == row.base_characters else "leader_selected"
    return t(
        f"speaking_time.{'only' if len(own) == 1 else key}",
        briefing=briefing(row),
        name=name(first.parameter, first.id),
        share=percent(first.share),
        characters=number(total),
        total=percent(float(own["share"].sum())),
        minutes=minutes(float(own["minutes"].sum())),
    )
