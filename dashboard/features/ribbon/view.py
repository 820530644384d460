"""The ribbon in words: its blocks, and what stands around them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.charts import ribbon
from dashboard.charts.ribbon import Row
from dashboard.i18n import catalogue, join, language, pick, t
from dashboard.labels.numbers import lines, number
from dashboard.labels.provenance import briefing, missing
from dashboard.queries import selection

_rows = selection.rows


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
    return lines(
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
