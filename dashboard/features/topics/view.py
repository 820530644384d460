"""Topics in words: rows of bars, cells of the matrix, ticks of the strips.

A mark's `click` is what it selects: parameters and ids in turn. What is set already and would leave
nothing of the mark is let go with it, so that a place is listed for each occurrence it counts.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.charts.dispersion_strip import Strip
from dashboard.charts.topic_matrix import Column
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels.briefings import alone
from dashboard.labels.names import bars_alt, cleared_params, name
from dashboard.labels.numbers import lines, number, per_10k
from dashboard.labels.provenance import briefing, missing, not_captured
from dashboard.queries import selection
from dashboard.stats.topic_frequency import LEAST

_rows = selection.rows
_HOLLOW = 0.07  # the area of a square that is too little to tell, of the largest square's


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the topic's name first, then the speaker's if there is one; its id goes last."""
    who = {"name": [speaker(row) for row in _rows(frame)]} if "parameter" in frame else {}
    topics = [name("topic", key) for key in frame["topic_id"]]
    ordered = ["topic", *who, *(c for c in frame.columns if c != "topic_id"), "topic_id"]
    return frame.assign(topic=topics, **who)[ordered]


def leaders(frame: pd.DataFrame, *, briefings: pd.DataFrame, chosen: Filters) -> str:
    """One sentence a briefing: its topics of `frame` (of topic_frequency) that come up most.

    Only those that are enough to tell; a briefing without one has none.
    """
    key = "topics.leaders_selected" if _whose(chosen) else "topics.leaders"
    sentences = []
    for row in _rows(briefings):
        own = frame.loc[(frame["briefing_id"] == row.briefing_id) & frame["sufficient"]]
        first = own.sort_values("occurrences", ascending=False, kind="stable").head(3)
        if len(first):
            parts = [
                t("topics.leader", topic=name("topic", r.topic_id), n=number(r.occurrences))
                for r in _rows(first)
            ]
            sentences.append(t(key, briefing=briefing(row), topics=join(parts)))
    return " ".join(sentences)


def bar_rows(
    frame: pd.DataFrame, *, whole: pd.DataFrame, briefings: pd.DataFrame, chosen: Filters
) -> pd.DataFrame:
    """Rows of topic_bars: each topic of each briefing, topic by topic.

    frame, whole: of topic_frequency by briefing, over the same topics: of what is selected, and of
    all in the selected years and sections. What is not a selected topic is faded.
    """
    measure = "per_10k" if chosen.measure == "rate" else "occurrences"
    heads = {row.briefing_id: row for row in _rows(briefings)}
    colours = theme.palette()
    listed = _rows(frame.assign(all=whole["occurrences"]))
    rows = frame.assign(
        name=[name("topic", row.topic_id) for row in listed],
        note="",
        value=frame[measure].astype(float).fillna(0.0).where(_on_topic(frame, chosen), 0.0),
        whole=whole[measure].astype(float).fillna(0.0),
        captured=frame["base_characters"] > 0,
        value_text=[_bar_text(row, chosen) for row in listed],
        colour=[colours.year(heads[row.briefing_id].year) for row in listed],
        click=_marks(
            frame,
            [
                ["topic", row.topic_id, *alone(row.briefing_id), *cleared_params(chosen)]
                for row in listed
            ],
        ),
        hover=[_bar_hover(row, heads[row.briefing_id]) for row in listed],
    )
    place = {topic: number for number, topic in enumerate(frame["topic_id"].unique())}
    return rows.sort_values("topic_id", key=lambda ids: ids.map(place), kind="stable")


def _bar_text(row: Any, chosen: Filters) -> str:
    if not row.base_characters:
        return t("topics.not_captured")
    if row.all == 0:
        return t("topics.unmentioned")
    if row.occurrences == 0:
        return t("topics.none_of", all=number(row.all))
    n = number(row.occurrences)
    counted = n if row.occurrences == row.all else t("topics.part_of", n=n, all=number(row.all))
    rated, base = per_10k(row.per_10k), number(row.base_characters)
    text = t(f"topics.value_{chosen.measure}", rate=rated, n=counted, base=base)
    return text if row.sufficient else t("topics.value_few", value=text)


def _bar_hover(row: Any, head: Any) -> str:
    return lines(name("topic", row.topic_id), briefing(head), *_counted(row))


def _counted(row: Any) -> tuple[str, ...]:
    """The lines of a hover text that say how often."""
    if not row.base_characters:
        return (t("topics.not_captured"),)
    if not row.occurrences:
        return (t("topics.hover_none", base=number(row.base_characters)),)
    return (
        t("topics.hover_count", n=number(row.occurrences), paragraphs=number(row.paragraphs)),
        t("topics.hover_rate", rate=per_10k(row.per_10k), base=number(row.base_characters)),
        "" if row.sufficient else t("topics.hover_few", least=LEAST),
        t("chart.hover_click"),
    )


def _whose(chosen: Filters) -> bool:
    """Whether only some of the speech is selected, whatever its topic."""
    return any(getattr(chosen, parameter) for parameter in ("kind", "slot", "org", "speaker"))


def _on_topic(frame: pd.DataFrame, chosen: Filters) -> pd.Series:
    return frame["topic_id"].isin(chosen.topic or frame["topic_id"].unique())


def _marks(frame: pd.DataFrame, clicks: list[list[str]]) -> pd.Series:
    """What a click on each row of `frame` selects, as a column of lists."""
    return pd.Series(clicks, index=frame.index, dtype=object)


def columns(
    groups: pd.DataFrame, *, briefings: pd.DataFrame, covered: pd.DataFrame, chosen: Filters
) -> list[Column]:
    """The columns of the matrix: those of `groups`, and one for the questions not captured.

    groups: briefing_id, parameter, id and base_characters, those of a briefing together.
    """
    drawn: list[Column] = []
    for row in _rows(briefings):
        heading = briefing(row)
        own = _rows(groups.loc[groups["briefing_id"] == row.briefing_id])
        drawn += [Column(speaker(each), number(each.base_characters), heading) for each in own]
        gap = missing(covered, row.briefing_id)
        if gap and (not chosen.section or "q_and_a" in chosen.section):
            drawn.append(Column(t("topics.reporters"), t("topics.absent"), heading, gap))
    return drawn


def left_out(silent: pd.DataFrame, *, beyond: int) -> str:
    """Who has no column in the matrix: the voices of `silent`, and `beyond` more; "" for none."""
    parts = []
    if len(silent):
        who = [speaker(row) for row in _rows(silent)]
        parts.append(t("topics.silent", names=join(list(dict.fromkeys(who)))))
    if beyond:
        parts.append(t("topics.beyond", n=beyond))
    return " ".join(parts)


def matrix_cells(
    frame: pd.DataFrame, *, groups: pd.DataFrame, columns: Sequence[Column], chosen: Filters
) -> pd.DataFrame:
    """Cells of topic_matrix, without their row.

    frame: of topic_frequency by `groups`, which has slot, selected (whether the speaker is within
    the filters) and year (None where the click needs none) too. columns: of `columns`, in the order
    of groups.
    """
    places = [place for place, column in enumerate(columns) if not column.missing]
    beside = groups.assign(column=places, inside=groups["selected"])
    cells = frame.merge(beside[[*_COLUMN, "slot", "year", "inside", "column"]], on=_COLUMN)
    rated = chosen.measure == "rate"
    value = cells["per_10k" if rated else "occurrences"].astype(float).fillna(0.0)
    hollow = (cells["occurrences"] > 0) & ~cells["sufficient"] & rated
    largest = value.mask(hollow, 0.0).max() or 1.0
    topic = _on_topic(cells, chosen)
    one = len(chosen.topic) == 1 and bool(chosen.speaker or chosen.slot)
    colours, listed = theme.palette(), _rows(cells)
    return cells.assign(
        size=(value / largest).mask(hollow, _HOLLOW),
        hollow=hollow,
        selected=cells["inside"] & topic,
        marked=cells["inside"] & topic & one,
        text=[_cell_text(row, rated=rated) for row in listed],
        colour=[colours.slot[row.slot] for row in listed],
        click=_marks(
            cells, [_cell_click(row, chosen) if row.occurrences else [] for row in listed]
        ),
        hover=[_cell_hover(row, columns[row.column]) for row in listed],
    )


_COLUMN = ["briefing_id", "parameter", "id"]


def _cell_text(row: Any, *, rated: bool) -> str:
    if not row.occurrences or not rated:
        return number(row.occurrences)
    if not row.sufficient:
        return t("topics.few", n=number(row.occurrences))
    return number(row.per_10k) if row.per_10k >= 100 else per_10k(row.per_10k)


def _cell_click(row: Any, chosen: Filters) -> list[str]:
    # One outlet would be listed alone, where the column counts them all.
    others = ("slot", "org", "speaker") if row.parameter == "slot" or not row.inside else ()
    freed = [parameter for parameter in others if parameter != row.parameter]
    heard = alone(row.briefing_id) if row.year else ()
    return ["topic", row.topic_id, row.parameter, row.id, *heard, *cleared_params(chosen, *freed)]


def _cell_hover(row: Any, column: Column) -> str:
    who = t("topics.hover_who", speaker=column.name, briefing=column.heading)
    return lines(name("topic", row.topic_id), who, *_counted(row))


def cells_alt(cells: pd.DataFrame, columns: Sequence[Column]) -> str:
    """The squares of `cells` (of matrix_cells) in words; those that are 0 are left out."""
    some = cells.loc[cells["occurrences"] > 0]
    who = [
        t("topics.alt_cell", topic=name("topic", row.topic_id), speaker=columns[row.column].name)
        for row in _rows(some)
    ]
    said = some.assign(name=who, value_text=some["text"])
    return bars_alt(said, heading=t("topics.matrix_title"))


def strips_alt(rows: pd.DataFrame) -> str:
    """The rows of the strips in words: each topic and how evenly it is spread."""
    said = rows.assign(value_text=[" ".join(labels) for labels in rows["labels"]])
    return bars_alt(said, heading=t("topics.strip_title"))


def strips(
    briefings: pd.DataFrame, *, covered: pd.DataFrame, order: pd.DataFrame, inside: pd.DataFrame
) -> list[Strip]:
    """The strips of dispersion_strip, one a briefing.

    order: of sequence, all turns of the selected years. inside: the turns of the selected sections.
    """
    return [_strip(row, covered, order, inside) for row in _rows(briefings)]


def _strip(row: Any, covered: pd.DataFrame, order: pd.DataFrame, inside: pd.DataFrame) -> Strip:
    own = order.loc[order["briefing_id"] == row.briefing_id]
    within = own.loc[own["turn"].isin(inside.loc[inside["briefing_id"] == row.briefing_id, "turn"])]
    asked = own.loc[own["section"] == "q_and_a", "begin"]
    gaps = not_captured(covered, row.briefing_id)
    return Strip(
        briefing_id=row.briefing_id,
        heading=briefing(row),
        begin=int(within["begin"].min()) if len(within) else 0,
        finish=int(within["finish"].max()) if len(within) else 0,
        length=int(own["characters"].sum()),
        missing=t("topics.strip_missing", sections=join(gaps)) if gaps else "",
        mark=int(asked.min()) if len(asked) else None,
    )


def strip_rows(
    frame: pd.DataFrame, *, topics: Sequence[str], briefings: pd.DataFrame, chosen: Filters
) -> pd.DataFrame:
    """Rows of dispersion_strip: each of `topics` with the DP of each of `briefings`.

    frame: of dispersion. A briefing without a turn in the selection has no row there.
    """
    found = {(row.topic_id, row.briefing_id): row for row in _rows(frame)}
    labels = [
        [_dp(found.get((topic, row.briefing_id)), row, chosen) for row in _rows(briefings)]
        for topic in topics
    ]
    shown = {"topic_id": list(topics), "name": [name("topic", key) for key in topics]}
    return pd.DataFrame({**shown, "labels": labels})


def _dp(row: Any, head: Any, chosen: Filters) -> str:
    if not head.base_characters:
        said = t("topics.not_captured")
    elif row is None or not row.occurrences:
        said = t("topics.dp_outside" if _whose(chosen) else "topics.dp_none")
    elif not row.sufficient:
        said = t("topics.too_few")
    elif pd.isna(row.dp):
        said = t("topics.dp_outside")
    else:
        said = f"{row.dp:.2f}"
    return t("topics.dp", year=head.year, value=said)


def ticks(hits: pd.DataFrame, *, inside: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """Ticks of dispersion_strip: each paragraph of `hits` (of selection) and each of its topics.

    inside: the paragraphs within the filters, whatever their topic.
    """
    keys = ["briefing_id", "paragraph", "topic_id"]
    sums = hits.groupby(keys, sort=False)["occurrences"].sum().to_numpy()
    marks = hits.drop_duplicates(keys).assign(occurrences=sums)
    kept = set(zip(inside["briefing_id"], inside["paragraph"], strict=True))
    within = [pair in kept for pair in zip(marks["briefing_id"], marks["paragraph"], strict=True)]
    colours, listed = theme.palette(), _rows(marks.assign(selected=within))
    return marks.assign(
        x=(marks["begin"] + marks["finish"]) / 2,
        colour=[colours.slot[row.slot] for row in listed],
        selected=pd.Series(within, index=marks.index, dtype=bool) & _on_topic(marks, chosen),
        click=_marks(marks, [_tick_click(row, chosen) for row in listed]),
        hover=[_tick_hover(row) for row in listed],
    )


def _tick_click(row: Any, chosen: Filters) -> list[str]:
    others = () if row.selected else ("kind", "slot", "org")
    return ["topic", row.topic_id, "speaker", row.speaker_id, *cleared_params(chosen, *others)]


def _tick_hover(row: Any) -> str:
    return lines(
        name("topic", row.topic_id),
        pick(row.speaker_zh, row.speaker_en),
        t("topics.hover_place", paragraph=number(row.paragraph), n=number(row.occurrences)),
        t("chart.hover_click"),
    )


def speaker(row: Any) -> str:
    """Whose voice a row of stats.topic_frequency.voices is: a person, or all reporters."""
    return t("topics.reporters") if row.parameter == "slot" else name("speaker", row.id)
