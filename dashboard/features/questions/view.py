"""View of who asked whom: outlet classes by answerers, as cells of a table and as sentences."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from dashboard.charts import cross_table
from dashboard.charts.cross_table import Head
from dashboard.i18n import catalogue, join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.briefings import selecting_filter, sentences
from dashboard.labels.exchanges import ExchangeRow, answerer, outlet
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import join_lines, number
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.cross_tabulation import cross_tabulation
from loaders.schema import OUTLET_CLASSES

Heads = tuple[list[Head], list[Head]]  # headings of the rows, and of the columns


def outlet_class_table(exchanges: pd.DataFrame) -> pd.DataFrame:
    """Return rows of stats.cross_tabulation: outlet_class by speaker_id, that of the answerer.

    Every listed class has rows, even if it asked nothing, since that is a finding.
    """
    listed = [kind for kind in OUTLET_CLASSES if kind != "unlisted"]
    table = cross_tabulation(exchanges, rows="outlet_class", columns="answerer_id", order=listed)
    return table.rename(columns={"row": "outlet_class", "column": "speaker_id"})


def asked_whom_cells(
    exchanges: pd.DataFrame, *, inside: pd.DataFrame
) -> tuple[pd.DataFrame, Heads]:
    """Build the cells and headings of charts.cross_table from the exchanges of one briefing.

    exchanges: at least one row. The last row and the last column of the table are totals. inside:
    the exchanges within the filters; a square without such an exchange is faded. A click on a cell
    selects its outlets and its answerer.
    """
    table = outlet_class_table(exchanges)
    rows, columns = (list(dict.fromkeys(table[side])) for side in ("outlet_class", "speaker_id"))
    largest = int(table["n"].max())
    cells = []
    for place, (row, column) in enumerate(product([*rows, None], [*columns, None])):
        own, left = (_exchanges_in_cell(frame, row, column) for frame in (exchanges, inside))
        total = row is None or column is None
        if total or len(own):
            cell = _cell(own, len(left), largest=None if total else largest)
            at = dict(zip(("row", "column"), divmod(place, len(columns) + 1), strict=True))
            cells.append({**at, **cell, "click": _click(own, row, column)})
    return pd.DataFrame(cells), (_row_heads(table), _column_heads(columns))


def _exchanges_in_cell(
    exchanges: pd.DataFrame, row: str | None, column: str | None
) -> pd.DataFrame:
    mask = pd.Series(data=True, index=exchanges.index)
    if row is not None:
        mask &= exchanges["outlet_class"].fillna("").eq(row)
    if column is not None:
        mask &= exchanges["answerer_id"].fillna("").eq(column)
    return exchanges.loc[mask]


def _cell(own: pd.DataFrame, left: int, *, largest: int | None) -> dict[str, object]:
    """Build a cell of the exchanges `own`, of which `left` are within the filters.

    largest: the number of exchanges of the largest square, None for a total, which has no square.
    """
    colours, listed = current_run().palette, rows_of(own, ExchangeRow)
    slot = listed[0].slot if listed and largest else None
    fill = colours.slot.get(slot or "", colours.muted)
    return {
        "text": number(len(own)),
        "size": len(own) / largest if largest else None,
        "colour": colours.faded if largest and not left else fill,
        "hollow": False,
        "hover": _hover(listed, left),
    }


def _click(own: pd.DataFrame, row: str | None, column: str | None) -> list[str]:
    """Return the filters that select the exchanges `own`, as [parameter, value, ...].

    The total of a row selects only outlets, the total of a column only the answerer. Returns [] if
    there is no exchange.
    """
    if own.empty:
        return []
    asking = [] if row is None and column else own["outlet_id"].unique().tolist()
    who = ",".join(sorted([*asking, column] if column else asking))
    return ["speaker", who, *selecting_filter(own["briefing_id"].iloc[0])]


def _hover(listed: Sequence[ExchangeRow], left: int) -> str:
    if not listed:
        return t("questions.hover_none")
    named = [
        t("questions.pair", number=row.exchange, outlet=outlet(row), answerer=answerer(row))
        for row in listed
    ]
    part = t("questions.hover_left", left=left, n=len(listed)) if left < len(listed) else ""
    return join_lines(
        t("questions.hover_pairs", n=len(listed)), *named, part, t("chart.hover_click")
    )


def _row_heads(table: pd.DataFrame) -> list[Head]:
    totals = table.drop_duplicates("outlet_class").set_index("outlet_class")["row_total"].to_dict()
    rows = [
        Head(class_name(code), "" if total else t("questions.none_captured"))
        for code, total in totals.items()
    ]
    return [*rows, Head(t("questions.total"))]


def _column_heads(columns: Sequence[str]) -> list[Head]:
    # A romanised name takes two lines, so that five columns fit on a phone.
    names = [
        filter_name("speaker", key).replace(" ", "\n", 1) if key else t("chart.unanswered")
        for key in columns
    ]
    return [*map(Head, names), Head(t("questions.total"))]


def alt_text(cells: pd.DataFrame, heads: Heads, *, item: str) -> str:
    """Return the alt text of the squares of a cross table.

    item: the text of one square is `questions.{item}` in the locales.
    """
    words = catalogue(current_run().language)
    return cross_table.alt_text(
        cells.loc[cells["size"].notna()],
        rows=heads[0],
        columns=heads[1],
        item=words[f"questions.{item}"],
        separator=words["chart.alt_separator"],
    )


def asked_whom_sentence(exchanges: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """Say for each briefing which outlet classes asked, which did not, and who answered most.

    exchanges: all exchanges of these briefings, since the sentences are about all that was
    captured.
    """
    return sentences(briefings, exchanges, _briefing_sentence)


def _briefing_sentence(row: BriefingRow, own: pd.DataFrame) -> str:
    if own.empty:
        return ""
    table, questions = outlet_class_table(own), own.drop_duplicates("question")
    asked = questions["outlet_class"].fillna("").value_counts().to_dict()
    silent = [class_name(code) for code in table["outlet_class"].unique() if code not in asked]
    classes = [t("questions.of_class", kind=class_name(code), n=n) for code, n in asked.items()]
    outlets = questions["outlet_id"].nunique()
    parts = [
        t(
            _by_names("asked_of", questions),
            briefing=labels_briefings.name(row),
            n=len(questions),
            outlets=outlets,
            classes=join(classes),
        ),
        t("questions.silent", kinds=join(silent)) if silent else "",
        _top_answerers(own),
    ]
    return " ".join(filter(None, parts))


def count_sentence(exchanges: pd.DataFrame) -> str:
    """Say how many questions there are in `exchanges`, and from how many outlets."""
    asked = exchanges.drop_duplicates(["briefing_id", "question"])
    return t(_by_names("counted", asked), n=len(asked), outlets=asked["outlet_id"].nunique())


def _by_names(key: str, asked: pd.DataFrame) -> str:
    """Return the key of a sentence on outlets, or on names if one that asks is of no known class.

    That may be an outlet that no list has, or a label such as 记者, which is none.
    """
    is_known = asked["outlet_class"].fillna("").ne("").all()
    return f"questions.{key}" if is_known else f"questions.{key}_names"


def _top_answerers(own: pd.DataFrame) -> str:
    """Say who answered most often, with all names in a tie; "" if nobody answered."""
    answered = own["answerer_id"].value_counts()
    if answered.empty:
        return ""
    most = [filter_name("speaker", key) for key in answered.index[answered == answered.max()]]
    key = "questions.most" if len(most) == 1 else "questions.most_each"
    return t(key, names=join(most), n=int(answered.max()))


def class_name(code: object) -> str:
    """Return the name of a class of outlets; "" or None is that of a question without an outlet."""
    return t(f"code.outlet_class.{code or 'unnamed'}")
