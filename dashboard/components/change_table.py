"""A small chart of what changed: a row for each thing, a column for each of the two briefings."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.change_rows import NAMES_WIDTH, ChangeRow, change_rows
from dashboard.charts.style import wrapped
from dashboard.components.panel import Chart
from dashboard.i18n import t
from dashboard.labels.briefings import selecting_group
from dashboard.labels.numbers import join_lines, number
from dashboard.labels.pair import Pair
from dashboard.labels.wordings import Wording
from dashboard.run_context import current_run

_MAX_LINES = 3  # of a name, and of a note
_GAP = 8  # pixels between names and squares


@dataclass(frozen=True)
class Change:
    """A row: `name` and, in grey, `note`; the count in the earlier and in the later briefing.

    earlier_name: what the earlier count is of, if that has another name. A count is None where it
    is not known: what would hold it was not captured, or what `unknown` says. is_listed: the
    counts are 1 or 0, there or not, and a square has no number. clicks: the filters that a click on
    either square sets, as [parameter, value ...]: those of the places that it counts.
    """

    name: str
    note: str
    counts: tuple[int | None, int | None]
    earlier_name: str = ""
    is_listed: bool = False
    unknown: str = ""
    clicks: tuple[Sequence[str], Sequence[str]] = ((), ())


def change_chart(changes: Sequence[Change], pair: Pair) -> Chart:
    """Draw `changes` from top to bottom: each count in a square, 0 as a dash, unknown as a "?"."""
    largest = max((count or 0 for change in changes for count in change.counts), default=0)
    figure = change_rows(
        [_row(change, pair, largest) for change in changes],
        columns=pair.headings,
        colours=pair.colours,
        palette=current_run().palette,
    )
    return Chart(
        figure,
        alt=t("app.list_separator").join(_said(change, pair) for change in changes),
        opens=any("passage" in click for change in changes for click in change.clicks),
    )


def _row(change: Change, pair: Pair, largest: int) -> ChangeRow:
    return ChangeRow(
        _lines(change.name),
        _lines(change.note),
        [_text(count, is_listed=change.is_listed) for count in change.counts],
        [count / largest if count else None for count in change.counts],
        [_hover(change, side, heading) for side, heading in enumerate(pair.headings)],
        change.clicks,
    )


def _hover(change: Change, side: int, heading: str) -> str:
    name = change.name if side else change.earlier_name or change.name
    count = _count(change, side)
    click = change.clicks[side]
    opens = t(f"chart.hover_{'read' if 'passage' in click else 'list'}") if click else ""
    return join_lines(name, f"{heading}: {count}", change.note if side else "", opens)


def _text(count: int | None, *, is_listed: bool) -> str:
    if not count:
        return "?" if count is None else "–"
    return "" if is_listed else number(count)


def _count(change: Change, side: int) -> str:
    count = change.counts[side]
    if count is None:
        return change.unknown or t("change.unknown")
    if change.is_listed:
        return t("change.listed" if count else "change.not_listed")
    return number(count)


def _lines(text: str) -> list[str]:
    return wrapped(text, NAMES_WIDTH - _GAP, most=_MAX_LINES) if text else []


def _said(change: Change, pair: Pair) -> str:
    earlier, later = (_count(change, side) for side in range(2))
    first, last = pair.headings
    return t(
        f"change.alt_{'turn' if change.earlier_name else 'row'}",
        name=change.name,
        old=change.earlier_name,
        first=first,
        last=last,
        earlier=earlier,
        later=later,
    )


def places_of(
    parameter: str, values: tuple[str, str], counts: tuple[int | None, int | None], pair: Pair
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the clicks that list the places of a term or topic in either briefing, if it has any.

    parameter: "term" or "topic". values: the term or id at the earlier and at the later briefing.
    """
    earlier, later = (
        (parameter, value, "within", selecting_group(briefing_id)) if count else ()
        for value, count, briefing_id in zip(values, counts, pair.ids.values(), strict=True)
    )
    return earlier, later


def wording_row(row: Wording, pair: Pair, note: str = "") -> Change:
    """Return the row of a wording: its counts in what both briefings have."""
    clicks = places_of("term", (row.wording, row.wording), row.compared, pair)
    return Change(row.name, note, row.compared, clicks=clicks)


def turn_row(old: Wording, new: Wording, pair: Pair) -> Change:
    """Return the row of a turn of phrase: the new wording, below it the old one."""
    note = t("change.was", first=pair.headings[0], old=old.name)
    counts = (old.compared[0], new.compared[1])
    clicks = places_of("term", (old.wording, new.wording), counts, pair)
    return Change(new.name, note, counts, earlier_name=old.name, clicks=clicks)
