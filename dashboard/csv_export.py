"""Frames as CSV files that open correctly in a spreadsheet and name their source on each row."""

from collections.abc import Mapping

import pandas as pd

from loaders.csv_cells import escape_formula

_DECIMALS = 4  # a share to the hundredth of a per cent, a minute to the hundredth of a second
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as the local code page


def to_csv(frame: pd.DataFrame, *, about: Mapping[str, str]) -> bytes:
    """Return `frame` as CSV in UTF-8 with a byte order mark, empty cells for nulls, CRLF lines.

    `about` (filters, corpus_version, source, caveat ...) is appended as columns with the same value
    on every row. A name that the frame already has becomes about_<name>. An empty frame gets one
    row with values in these columns only, so that every file states its caveat. Text that a
    spreadsheet would run as a formula is prefixed with an apostrophe. Numbers are rounded to four
    decimals.
    """
    extra = {f"about_{name}" if name in frame else name: about[name] for name in about}
    full = (frame if len(frame) else frame.reindex([0])).assign(**extra)
    texts = full.select_dtypes(exclude=["number", "bool"]).columns
    safe = full.assign(**{name: full[name].map(_escape_formulas) for name in texts})
    safe = safe.round(_DECIMALS).rename(columns=_escape_formulas)
    return (_BYTE_ORDER_MARK + safe.to_csv(index=False, lineterminator="\r\n")).encode()


def _escape_formulas(cell: object) -> object:
    return escape_formula(cell) if isinstance(cell, str) else cell
