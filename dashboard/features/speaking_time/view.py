"""Speaking time in words: rows of shares and of minutes, and who spoke most.

Each `..._rows` function takes a frame of a statistic and returns it with the columns that its chart
asks for (name, note, value, value_text, colour, parameter, id, hover); the frame itself stays as it
is, since it is also the table and the download.
"""

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.i18n import t
from dashboard.labels.names import name
from dashboard.labels.numbers import lines, minutes, number, percent
from dashboard.labels.provenance import briefing
from dashboard.queries import selection

_rows = selection.rows


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
    listed, colours = _rows(frame), theme.palette()
    return frame.assign(
        name=[name(row.parameter, row.id) for row in listed],
        note=[
            "" if row.parameter in ("slot", "kind") else t(f"code.slot.{row.slot}")
            for row in listed
        ],
        colour=[
            colours.kind[row.id] if row.parameter == "kind" else colours.slot[row.slot]
            for row in listed
        ],
        hover=[_group_hover(row) for row in listed],
        **values,
    )


def _minutes_value(row: Any) -> str:
    return t(
        "chart.minutes_value",
        minutes=minutes(row.minutes),
        low=minutes(row.minutes_low),
        high=minutes(row.minutes_high),
    )


def _group_hover(row: Any) -> str:
    return lines(
        name(row.parameter, row.id),
        t("chart.hover_characters", characters=number(row.characters), share=percent(row.share)),
        t("chart.hover_turns", turns=row.turns),
        t("chart.hover_minutes", minutes=_minutes_value(row)),
        t("chart.hover_click") if row.parameter else "",
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
