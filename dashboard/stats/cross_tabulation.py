"""Cross-tabulation: how often each pair of two codes occurs together."""

from collections.abc import Sequence

import pandas as pd

from loaders.methods import Method

COLUMNS = [
    "briefing_id", "row", "column", "n", "row_total", "column_total", "base", "expected",
    "sufficient",
]  # fmt: skip
# After Cochran: the minimum of every expected count, the usual minimum, and the share of expected
# counts that must reach the usual one.
_MIN_EXPECTED, _USUAL_EXPECTED, _MIN_USUAL_SHARE = 1, 5, 0.8


METHOD = Method(
    "cross_tabulation",
    "dashboard/stats/cross_tabulation.py",
    formulas=("{expected} = {row_total} × {column_total} / {base}",),
    units={"count": "n, row_total, column_total, base, expected"},
    limits={"least": _MIN_EXPECTED, "usual": _USUAL_EXPECTED, "share": _MIN_USUAL_SHARE},
    papers=(
        (
            "Pearson, K. (1900), On the criterion that a given system of deviations from the "
            "probable in the case of a correlated system of variables is such that it can be "
            "reasonably supposed to have arisen from random sampling, "
            "Philosophical Magazine 50(302)"
        ),
        (
            "Cochran, W. G. (1954), Some methods for strengthening the common χ² tests, "
            "Biometrics 10(4)"
        ),
    ),
)


def cross_tabulation(
    frame: pd.DataFrame, *, rows: str, columns: str, order: Sequence[str] = ()
) -> pd.DataFrame:
    """Count, in each briefing, the rows of `frame` with each pair of a row and a column code.

    n = rows of a briefing with this pair of codes; row_total = rows with the row code;
    column_total = rows with the column code; base = all rows of the briefing. expected = row_total
    * column_total / base: what n would be if the two codes were independent of each other (Pearson,
    "On the criterion that a given system of deviations ...", Philosophical Magazine 50, 1900).
    sufficient = no expected count of the briefing is under 1, and at least four in five are 5 or
    more: with fewer rows, nothing follows from the counts (Cochran, "Some methods for strengthening
    the common chi-square tests", Biometrics 10, 1954). A code that occurs in no row is ignored for
    `sufficient`.

    frame: briefing_id and the columns named by `rows` and `columns`, which hold the codes; a null
    counts as the code "". order: row codes that get a row in any case, with n = 0 where they do not
    occur, in this order.
    Returns COLUMNS, a row for every row code with every column code of its briefing. Briefings are
    in the order given, row codes as in `order` and then by first appearance, column codes by
    falling total and then by first appearance. Empty input gives no row, and so does a briefing
    that has no row in `frame`.

    >>> asked = pd.DataFrame({"briefing_id": "b", "class": ["中央", "中央", "省级"],
    ...     "who": ["陶见山", "周棠", "陶见山"]})
    >>> table = cross_tabulation(asked, rows="class", columns="who", order=["中央", "省级", "外国"])
    >>> table[["row", "column", "n", "row_total", "expected"]].round(2)
      row column  n  row_total  expected
    0  中央    陶见山  1          2      1.33
    1  中央     周棠  1          2      0.67
    2  省级    陶见山  1          1      0.67
    3  省级     周棠  0          1      0.33
    4  外国    陶见山  0          0      0.00
    5  外国     周棠  0          0      0.00
    """
    coded = frame[["briefing_id"]].assign(
        row=frame[rows].astype(object).where(frame[rows].notna(), ""),
        column=frame[columns].astype(object).where(frame[columns].notna(), ""),
    )
    tables = [
        _cross_tabulate(str(briefing_id), coded_rows, order)
        for briefing_id, coded_rows in coded.groupby("briefing_id", sort=False)
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _cross_tabulate(briefing_id: str, rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    codes = list(dict.fromkeys([*order, *rows["row"]]))
    heads = rows["column"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    n = rows.value_counts(["row", "column"], sort=False).to_dict()
    totals = rows["row"].value_counts().to_dict()
    cells = [
        (code, head, n.get((code, head), 0), totals.get(code, 0), int(total), len(rows))
        for code in codes
        for head, total in heads.items()
    ]
    out = pd.DataFrame(cells, columns=COLUMNS[1:-2])
    expected = out["row_total"] * out["column_total"] / out["base"]
    used = expected[out["row_total"] > 0]
    sufficient = bool(
        used.min() >= _MIN_EXPECTED and (used >= _USUAL_EXPECTED).mean() >= _MIN_USUAL_SHARE
    )
    return out.assign(briefing_id=briefing_id, expected=expected, sufficient=sufficient)[COLUMNS]
