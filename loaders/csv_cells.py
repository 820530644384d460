"""Escape cells of CSV files against formula injection."""

# A cell that begins with one of these is a formula to some spreadsheet (OWASP, CSV injection).
# The last four are full-width forms, which East Asian spreadsheets read like the ASCII signs.
_FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def escape_formula(cell: str) -> str:
    """Return `cell`, with an apostrophe before it if a spreadsheet would run it as a formula.

    >>> escape_formula("=1+1"), escape_formula("灯会")
    ("'=1+1", '灯会')
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
