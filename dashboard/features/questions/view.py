"""Who asked whom: the classes of outlets by those who answered, in words and as cells."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.charts import cross_table
from dashboard.charts.cross_table import Head
from dashboard.features.questions.exchanges import answerer, outlet
from dashboard.i18n import catalogue, join, language, t
from dashboard.labels.briefings import alone
from dashboard.labels.names import name
from dashboard.labels.numbers import lines, number
from dashboard.labels.provenance import briefing
from dashboard.queries import selection
from dashboard.stats.cross_tabulation import cross_tabulation
from loaders.schema import OUTLET_CLASSES

Heads = tuple[list[Head], list[Head]]  # of the rows, of the columns
_rows = selection.rows


def tabulated(exchanges: pd.DataFrame) -> pd.DataFrame:
    """Classes of outlets by who answered (of cross_tabulation), as outlet_class and speaker_id.

    A class of the list that did not ask has rows too: that it did not is a finding.
    """
    listed = [kind for kind in OUTLET_CLASSES if kind != "unlisted"]
    table = cross_tabulation(exchanges, rows="outlet_class", columns="answerer_id", order=listed)
    return table.rename(columns={"row": "outlet_class", "column": "speaker_id"})


def asked_whom(exchanges: pd.DataFrame, *, inside: pd.DataFrame) -> tuple[pd.DataFrame, Heads]:
    """Cells of cross_table and its heads: the `exchanges` of one briefing, at least one.

    The last row and the last column are totals. `inside` are the exchanges that the filters leave;
    a square without any of them is faded. A click selects the outlets and the answerer of a cell.
    """
    table = tabulated(exchanges)
    rows, columns = (list(dict.fromkeys(table[side])) for side in ("outlet_class", "speaker_id"))
    largest = int(table["n"].max())
    cells = []
    for place, (row, column) in enumerate(product([*rows, None], [*columns, None])):
        own, left = (_between(frame, row, column) for frame in (exchanges, inside))
        total = row is None or column is None
        if total or len(own):
            cell = _cell(own, len(left), largest=None if total else largest)
            at = dict(zip(("row", "column"), divmod(place, len(columns) + 1), strict=True))
            cells.append({**at, **cell, "click": _click(own, row, column)})
    return pd.DataFrame(cells), (_row_heads(table), _column_heads(columns))


def _between(exchanges: pd.DataFrame, row: str | None, column: str | None) -> pd.DataFrame:
    mask = pd.Series(data=True, index=exchanges.index)
    if row is not None:
        mask &= exchanges["outlet_class"].fillna("").eq(row)
    if column is not None:
        mask &= exchanges["answerer_id"].fillna("").eq(column)
    return exchanges.loc[mask]


def _cell(own: pd.DataFrame, left: int, *, largest: int | None) -> dict[str, Any]:
    """What a cell shows; `largest` is None for a total, which is a number without a square."""
    colours, listed = theme.palette(), _rows(own)
    fill = colours.slot.get(listed[0].slot, colours.muted) if listed and largest else colours.muted
    return {
        "text": number(len(own)),
        "size": len(own) / largest if largest else None,
        "colour": colours.faded if largest and not left else fill,
        "hollow": False,
        "hover": _hover(listed, left),
    }


def _click(own: pd.DataFrame, row: str | None, column: str | None) -> list[str]:
    """What selects the exchanges `own`: the outlets and the answerer; of a total, one side."""
    if own.empty:
        return []
    asking = [] if row is None and column else own["outlet_id"].unique().tolist()
    who = ",".join(sorted([*asking, column] if column else asking))
    return ["speaker", who, *alone(own["briefing_id"].iloc[0])]


def _hover(listed: Sequence[Any], left: int) -> str:
    if not listed:
        return t("questions.hover_none")
    named = [
        t("questions.pair", number=row.exchange, outlet=outlet(row), answerer=answerer(row))
        for row in listed
    ]
    part = t("questions.hover_left", left=left, n=len(listed)) if left < len(listed) else ""
    return lines(t("questions.hover_pairs", n=len(listed)), *named, part, t("chart.hover_click"))


def _row_heads(table: pd.DataFrame) -> list[Head]:
    totals = table.drop_duplicates("outlet_class").set_index("outlet_class")["row_total"].to_dict()
    rows = [
        Head(class_name(code), "" if total else t("questions.none_captured"))
        for code, total in totals.items()
    ]
    return [*rows, Head(t("questions.total"))]


def _column_heads(columns: Sequence[str]) -> list[Head]:
    # A romanised name takes two lines, so that five stand side by side on a phone.
    names = [
        name("speaker", key).replace(" ", "\n", 1) if key else t("chart.unanswered")
        for key in columns
    ]
    return [*map(Head, names), Head(t("questions.total"))]


def alt(cells: pd.DataFrame, heads: Heads, *, item: str) -> str:
    """The squares of a cross table in words; `item` names the words of one."""
    words = catalogue(language())
    return cross_table.alt(
        cells.loc[cells["size"].notna()],
        rows=heads[0],
        columns=heads[1],
        item=words[f"questions.{item}"],
        separator=words["chart.alt_separator"],
    )


def asked_whom_sentence(exchanges: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """For each briefing, which classes asked, which did not, who answered most; and if too few.

    Of all that was captured, whatever the filters leave: `exchanges` of whole briefings.
    """
    said = [
        _asked_of(row, exchanges.loc[exchanges["briefing_id"] == row.briefing_id])
        for row in _rows(briefings)
    ]
    return " ".join(filter(None, said))


def _asked_of(row: Any, own: pd.DataFrame) -> str:
    if own.empty:
        return ""
    table, questions = tabulated(own), own.drop_duplicates("question")
    asked = questions["outlet_class"].fillna("").value_counts().to_dict()
    silent = [class_name(code) for code in table["outlet_class"].unique() if code not in asked]
    classes = [t("questions.of_class", kind=class_name(code), n=n) for code, n in asked.items()]
    outlets = questions["outlet_id"].nunique()
    parts = [
        t(
            "questions.asked_of",
            briefing=briefing(row),
            n=len(questions),
            outlets=outlets,
            classes=join(classes),
        ),
        t("questions.silent", kinds=join(silent)) if silent else "",
        _most(own),
        "" if table["sufficient"].all() else t("questions.too_few", n=len(own)),
    ]
    return " ".join(filter(None, parts))


def counted(exchanges: pd.DataFrame) -> str:
    """How many questions there are in `exchanges`, and from how many outlets."""
    asked = exchanges.drop_duplicates(["briefing_id", "question"])
    return t("questions.counted", n=len(asked), outlets=asked["outlet_id"].nunique())


def _most(own: pd.DataFrame) -> str:
    """Who answered most, or all of those who did."""
    answered = own["answerer_id"].value_counts()
    if answered.empty:
        return ""
    most = [name("speaker", key) for key in answered.index[answered == answered.max()]]
    key = "questions.most" if len(most) == 1 else "questions.most_each"
    return t(key, names=join(most), n=int(answered.max()))


def class_name(code: object) -> str:
    """What a class of outlets is called; one that is not known is not in the list."""
    return t(f"code.outlet_class.{code or 'unlisted'}")
