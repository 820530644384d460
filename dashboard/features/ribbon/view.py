"""Rows and layouts of the ribbon: a block per turn, and the labels of each briefing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from dashboard.charts import ribbon
from dashboard.charts.ribbon import Row
from dashboard.i18n import catalogue, join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import speaker_title
from dashboard.labels.numbers import join_lines, number
from dashboard.labels.passages import key
from dashboard.labels.provenance import missing_note
from dashboard.queries import reading
from dashboard.queries.rows import BriefingRow, TitledSpeaker, rows_of
from dashboard.run_context import current_run

_TITLE_WIDTH = 48  # characters a line: a hover text wider than a phone is cut off


@dataclass(slots=True)
class _TurnRow(TitledSpeaker):
    briefing_id: str
    turn: int
    kind: str
    slot: str
    characters: int


def ribbon_rows(frame: pd.DataFrame, *, selected: Iterable[tuple[str, int]]) -> pd.DataFrame:
    """Return the blocks of charts.ribbon, one per turn.

    frame: rows of stats.sequence. selected: keys (briefing_id, turn) of the turns drawn in colour;
    the others are faded. A click on a block opens its turn in the reader.
    """
    first = reading.first_paragraphs()
    selected_keys = set(selected)
    listed = rows_of(frame, _TurnRow)
    return frame.assign(
        name=[pick(row.speaker_zh, row.speaker_en) for row in listed],
        parameter=["passage"] * len(listed),
        id=[key(row.briefing_id, first[row.briefing_id, row.turn]) for row in listed],
        selected=[(row.briefing_id, row.turn) in selected_keys for row in listed],
        hover=[_turn_hover(row) for row in listed],
    )


def _turn_hover(row: _TurnRow) -> str:
    return join_lines(
        pick(row.speaker_zh, row.speaker_en),
        *wrap(speaker_title(row), _TITLE_WIDTH),
        join([t(f"code.slot.{row.slot}"), t(f"code.kind.{row.kind}")]),
        t("chart.hover_turn", turn=row.turn, characters=number(row.characters)),
        t("chart.hover_read"),
    )


def ribbon_layouts(
    briefings: pd.DataFrame, coverage: pd.DataFrame, blocks: pd.DataFrame
) -> list[Row]:
    """Return one Row of charts.ribbon per briefing: heading, sections and what was not captured.

    blocks: from ribbon_rows.
    """
    return [_ribbon_layout(row, coverage, blocks) for row in rows_of(briefings, BriefingRow)]


def _ribbon_layout(row: BriefingRow, coverage: pd.DataFrame, blocks: pd.DataFrame) -> Row:
    turns = blocks.loc[blocks["briefing_id"] == row.briefing_id]
    selected = turns.loc[turns["selected"]]
    spans = {
        str(section): (int(section_turns["begin"].min()), int(section_turns["finish"].max()))
        for section, section_turns in turns.groupby("section", sort=False)
    }
    return Row(
        briefing_id=row.briefing_id,
        heading=labels_briefings.name(row),
        note=t(
            "chart.ribbon_note_selected" if len(selected) < len(turns) else "chart.ribbon_note",
            characters=number(row.characters),
            turns=number(row.turns),
            selected=number(len(selected)),
        ),
        sections=[(t(f"code.section.{section}"), *span) for section, span in spans.items()],
        characters=int(turns["characters"].sum()),
        missing=missing_note(coverage, row.briefing_id),
        questions_start=spans["q_and_a"][0] if "q_and_a" in spans else None,
    )


def explanation(lines: Sequence[Row], *, is_faded: bool = False) -> str:
    """Explain the ribbon whose rows are `lines`: the scale of several, and the line if any has one.

    lines: from ribbon_layouts. is_faded: whether any turn is outside the filters.
    """
    has_line = any(line.questions_start is not None for line in lines)
    return t(
        "chart.ribbon_reading",
        faded=t("chart.ribbon_faded") if is_faded else "",
        scale=t("chart.one_scale") if len(lines) > 1 else "",
        line=t("chart.questions_line") if has_line else "",
    )


def ribbon_alt(lines: Sequence[Row]) -> str:
    """Return the alt text of the ribbon whose rows are `lines` (from ribbon_layouts)."""
    words = catalogue(current_run().language)
    item, gap = words["chart.ribbon_alt_item"], words["chart.ribbon_alt_gap"]
    return ribbon.alt_text(lines, item=item, gap=gap, separator=words["chart.alt_separator"])
