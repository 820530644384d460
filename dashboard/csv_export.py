"""A frame as a CSV file that opens right in a spreadsheet, with where it comes from on each row."""

from collections.abc import Mapping

import pandas as pd

from loaders.csv_cells import escape_formula

_DECIMALS = 4  # a share to the hundredth of a per cent, a minute to the hundredth of a second
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as the local code page


def to_csv(frame: pd.DataFrame, *, about: Mapping[str, str]) -> bytes:
    """`frame` in UTF-8 with a byte order mark, nulls as empty cells, CRLF line ends.

    `about` (filters, corpus_version, source, caveat ...) follows as columns that are the same on
    every row; one whose name the frame has already is called about_<name>. A frame without a row
    gets one that holds these alone, so that no file goes without its caveat. Text that a
    spreadsheet would run as a formula gets an apostrophe before it; numbers are rounded to
    four decimals.
    """
    extra = {f"about_{name}" if name in frame else name: about[name] for name in about}
    full = (frame if len(frame) else frame.reindex([0])).assign(**extra)
    texts = full.select_dtypes(exclude=["number", "bool"]).columns
    defused = full.assign(**{name: full[name].map(_escape_formulas) for name in texts})
    defused = defused.round(_DECIMALS).rename(columns=_escape_formulas)
    return (_BYTE_ORDER_MARK + defused.to_csv(index=False, lineterminator="\r\n")).encode()


def _escape_formulas(cell: object) -> object:
    return escape_formula(cell) if isinstance(cell, str) else cell
