"""Cells of CSV files that a spreadsheet shows, and does not run."""

# A cell that begins with one of these is a formula to some spreadsheet (OWASP, CSV injection).
# The last four are full-width forms, which East Asian versions take for the same signs.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def escape_formula(cell: str) -> str:
    """`cell` with an apostrophe before it where a spreadsheet would run it.

    >>> defused("=1+1"), defused("灯会")
    ("'=1+1", '灯会')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
