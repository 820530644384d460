"""Chart rows of speaking time, as shares and as minutes, and sentences on who spoke most.

Each `..._rows` function takes the frame of a statistic and returns a copy with the columns that the
chart needs (name, note, value, value_text, colour, parameter, id, hover). The frame itself is not
changed, since it is also the panel's table and download.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.style import broken_name
from dashboard.i18n import join, join_sentences, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import join_lines, minutes, number, percent
from dashboard.labels.provenance import captured_sections
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run


@dataclass(slots=True)
class _SpokenRow:
    """A row of stats.speaking_time."""

    parameter: str
    id: str
    slot: str
    characters: int
    turns: int
    share: float
    minutes: float
    minutes_low: float
    minutes_high: float
    organisation_zh: str | None
    organisation_en: str | None

    @property
    def name(self) -> str:
        """The name of the group in this run's language."""
        return filter_name(self.parameter, self.id)

    @property
    def body(self) -> str:
        """The body that a speaker speaks for, "" if none is stated, or of another group."""
        return pick(self.organisation_zh or "", self.organisation_en or self.organisation_zh or "")

    @property
    def who(self) -> str:
        """The name, and the body of a speaker."""
        return t("speaking_time.person", name=self.name, body=self.body) if self.body else self.name


_BODY = ["organisation_zh", "organisation_en"]


def add_bodies(frame: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` (rows of stats.speaking_time) with the body of each speaker, else null.

    bodies: from queries.statistics.bodies.
    """
    keys = pd.MultiIndex.from_frame(frame[["briefing_id", "id"]])
    is_speaker = frame["parameter"].eq("speaker").to_numpy()
    found = bodies.reindex(keys).set_axis(frame.index).astype(object)
    return frame.join(found.where(found.notna() & is_speaker[:, None], None))


def add_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` (from add_bodies) with each group's name in a column after id.

    The body of a speaker follows, if the groups are speakers.
    """
    names = [filter_name(*pair) for pair in zip(frame["parameter"], frame["id"], strict=True)]
    place = frame.columns.get_loc("id")
    named = frame.drop(columns=_BODY)
    after = int(place) + 1 if isinstance(place, int) else 0
    named.insert(after, "name", names)
    for column in _BODY if frame["parameter"].eq("speaker").any() else ():
        after += 1
        named.insert(after, column, frame[column])
    return named


def share_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of charts.share_bars: each group's share of its briefing's characters.

    frame: from add_bodies. A share, from 0 to 1, is of what was captured.
    """
    return _group_rows(
        frame,
        value=frame["share"],
        value_text=[
            t("chart.share_value", share=percent(row.share), characters=number(row.characters))
            for row in rows_of(frame, _SpokenRow)
        ],
    )


def minute_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of charts.minutes_range: each group's minutes, as a figure and a range.

    frame: from add_bodies, at the chosen rate.
    """
    return _group_rows(
        frame,
        value=frame["minutes"],
        low=frame["minutes_low"],
        high=frame["minutes_high"],
        value_text=[_minutes_text(row) for row in rows_of(frame, _SpokenRow)],
    )


def _group_rows(frame: pd.DataFrame, **values: pd.Series | list[str]) -> pd.DataFrame:
    listed, colours = rows_of(frame, _SpokenRow), current_run().palette
    labels = [broken_name(row.name, _note(row)) for row in listed]
    return frame.assign(
        name=[name for name, _ in labels],
        note=[note for _, note in labels],
        colour=[
            colours.kind[row.id] if row.parameter == "kind" else colours.slot[row.slot]
            for row in listed
        ],
        hover=[_group_hover(row) for row in listed],
        **values,
    )


def _note(row: _SpokenRow) -> str:
    """Return the body of a speaker, or the role of a speaker or body without one."""
    return row.body or ("" if row.parameter in ("slot", "kind") else t(f"code.slot.{row.slot}"))


def _minutes_text(row: _SpokenRow) -> str:
    return t(
        "chart.minutes_value",
        minutes=minutes(row.minutes),
        low=minutes(row.minutes_low),
        high=minutes(row.minutes_high),
    )


def _group_hover(row: _SpokenRow) -> str:
    return join_lines(
        row.name,
        row.body,
        "" if row.parameter in ("slot", "kind") else t(f"code.slot.{row.slot}"),
        t("chart.hover_characters", characters=number(row.characters), share=percent(row.share)),
        t("chart.hover_turns", turns=row.turns),
        t(
            f"chart.hover_minutes{'_timed' if 0 < row.minutes_high == row.minutes_low else ''}",
            minutes=_minutes_text(row),
        ),
        t("chart.hover_click") if row.parameter else "",
    )


def leaders_sentences(
    frame: pd.DataFrame,
    briefings: pd.DataFrame,
    *,
    coverage: pd.DataFrame,
    sections: Sequence[str],
) -> str:
    """Return one sentence per briefing that names the group with the largest share.

    Each names the captured sections among `sections` (ids, empty for all): who spoke most in what
    was not captured is unknown. frame: rows of stats.speaking_time. coverage: rows of
    stats.coverage. Groups of one size are all named. If the filters leave out captured text, the
    sentence also gives the sum of the rows. A briefing without a row gets no sentence.
    """
    listed = rows_of(briefings, BriefingRow)
    is_of_briefing = {row.briefing_id: frame["briefing_id"] == row.briefing_id for row in listed}
    return join_sentences(
        *(
            _leader_sentence(
                row,
                frame.loc[is_of_briefing[row.briefing_id]],
                captured_sections(coverage, row.briefing_id, sections),
            )
            for row in listed
            if is_of_briefing[row.briefing_id].any()
        )
    )


def _leader_sentence(row: BriefingRow, rows: pd.DataFrame, sections: Sequence[str]) -> str:
    is_largest = rows["characters"] == rows["characters"].max()
    largest = rows_of(rows.loc[is_largest], _SpokenRow)
    total = int(rows["characters"].sum())
    key = "leader" if total == row.base_characters else "leader_selected"
    sums = (float(rows[f"minutes{end}"].sum()) for end in ("", "_low", "_high"))
    return t(
        f"speaking_time.{'only' if len(rows) == 1 else key}",
        briefing=t(
            "scope.section_of", briefing=labels_briefings.name(row), sections=join(list(sections))
        ),
        who=join([each.who for each in largest]),
        n=len(largest),
        share=percent(largest[0].share),
        base=number(row.base_characters),
        characters=number(total),
        total=percent(float(rows["share"].sum())),
        minutes=join(
            [_duration(each.minutes, each.minutes_low, each.minutes_high) for each in largest]
        ),
        all_minutes=_duration(*sums),
    )


def _duration(value: float, low: float, high: float) -> str:
    """Return minutes for a sentence: an estimate with its range, or the time of the source."""
    key = "timed" if 0 < low == high else "about"
    return t(f"speaking_time.{key}", minutes=minutes(value), low=minutes(low), high=minutes(high))
