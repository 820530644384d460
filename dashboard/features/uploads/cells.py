"""The cells of the correction table, as a browser sends them: any JSON, of which few are edits."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypedDict, cast

from dashboard.escape import printable
from loaders.contract import MAX_NAME
from loaders.edition.model import EditionTurn
from loaders.schema import KINDS, SECTIONS, SLOTS


class Cells(TypedDict, total=False):
    """The changed cells of a row of the table, by column (see corrections.turn_table)."""

    speaker: str | None
    title: str | None
    organisation: str | None
    slot: str | None
    kind: str | None
    section: str | None
    reply_to: float | None
    join: bool | None
    split: float | None


Edits = Mapping[int, Cells]


class Problem(NamedTuple):
    """An edit that could not be applied.

    key: of its message, `adding.problem.{key}` in the locales. seq: number of the turn. value: the
    refused value, if the message needs it.
    """

    key: str
    seq: int
    value: str = ""


def check_edits(
    turns: Sequence[EditionTurn], sent: Mapping[int, object]
) -> tuple[Edits, tuple[Problem, ...]]:
    """Return the edits of `turns` in `sent`, row -> cells, and a problem for every other cell."""
    edits: dict[int, Cells] = {}
    problems: list[Problem] = []
    for place, row in sent.items():
        cells = row if 0 <= place < len(turns) and isinstance(row, dict) else {None: row}
        valid = {column: value for column, value in cells.items() if _is_valid(column, value)}
        if valid:
            edits[place] = cast("Cells", valid)
        number = min(max(place, 0), len(turns)) + 1
        problems += [
            Problem("value", number, printable(str(value)))
            for column, value in cells.items()
            if column not in valid
        ]
    return edits, tuple(problems)


def _is_valid(column: object, value: object) -> bool:
    return column in _CHECKS and (value is None or _CHECKS[column](value))


def _is_name(value: object) -> bool:
    if not isinstance(value, str) or len(" ".join(value.split())) > MAX_NAME:
        return False
    return value.encode(errors="ignore").decode() == value  # else it has a lone surrogate


def _is_number(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return abs(value) < 2**31 and value == int(value)


def _one_of(codes: tuple[str, ...]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in codes


_CHECKS: Mapping[object, Callable[[object], bool]] = {
    **dict.fromkeys(("speaker", "title", "organisation"), _is_name),
    "slot": _one_of(SLOTS),
    "kind": _one_of(KINDS),
    "section": _one_of(SECTIONS),
    **dict.fromkeys(("reply_to", "split"), _is_number),
    "join": lambda value: isinstance(value, bool),
}
