"""Tables of the page as Markdown: a row each subject or field, a column each edition."""

from collections.abc import Callable, Iterable, Sequence
from math import isnan

import pandas as pd

from dashboard.escape import escape_markdown
from dashboard.features.editions.cells import Cells
from dashboard.features.editions.subjects import (
    ANNOUNCED,
    Edition,
    Fact,
    Programme,
    Subject,
    bodies,
)
from dashboard.features.editions.view import integrity, subject_name
from dashboard.i18n import pick, t

_FIELDS = ("dates", "city", "venue", "theme", "organiser", "implementer")


def matrix(programme: Programme, cells: Cells) -> str:
    """Return the table of subjects by edition: a wording, or the state, in each cell."""

    def cell(subject: Subject, edition: Edition) -> str:
        state = programme.state(subject, edition)
        if state == ANNOUNCED:
            return cells.facts(subject.facts[edition.edition_id])
        return _muted(t(f"code.edition_state.{state}"))

    return _table(
        programme.editions,
        [
            (subject_name(each), [cell(each, edition) for edition in programme.editions])
            for each in programme.subjects
        ],
    )


def overview(programme: Programme, facts: Iterable[Fact], cells: Cells) -> str:
    """Return the table of what is stated of each edition: dates, place, hosts, numbers."""
    listed = list(facts)

    def stated(field: str) -> Callable[[Edition], str]:
        return lambda edition: cells.facts(_of(listed, edition, field))

    def length(edition: Edition) -> str:
        if isnan(edition.days):
            return ""
        said = escape_markdown(t("editions.days", n=f"{edition.days:g}"))
        return f"{said} {cells.of_edition(edition)}"

    def number(edition: Edition) -> str:
        named = programme.named[edition.edition_id]
        key = "editions.number" if programme.is_whole(edition) else "editions.number_named"
        said = escape_markdown(t(key, n=edition.sub_forums, named=named))
        return f"{said} {cells.of_edition(edition)}"

    def counted(edition: Edition) -> str:
        return escape_markdown(integrity(programme, edition))

    rows = [(t(f"editions.field.{field}"), stated(field)) for field in _FIELDS]
    rows += [
        (t(f"editions.field.{key}"), cell)
        for key, cell in (("days", length), ("number", number), ("integrity", counted))
    ]
    return _table(
        programme.editions,
        [(label, [cell(each) or _untold() for each in programme.editions]) for label, cell in rows],
    )


def names(programme: Programme, facts: Iterable[Fact], cells: Cells) -> str:
    """Return the table of the bodies that several editions name, as each names them."""
    rows = [
        (
            t(f"editions.field.{own[0].field}"),
            [
                cells.facts([fact for fact in own if fact.edition_id == each.edition_id])
                or _untold()
                for each in programme.editions
            ],
        )
        for own in bodies(facts)
    ]
    return _table(programme.editions, rows)


def releases(programme: Programme, facts: Iterable[Fact], cells: Cells) -> str:
    """Return a list of what each edition was announced to release."""
    listed = list(facts)
    parts = []
    for edition in programme.editions:
        own = [cells.facts([fact]) for fact in _of(listed, edition, "release")] or [_untold()]
        parts.append("\n".join([f"**{edition.year}**\n", *(f"- {line}" for line in own)]))
    return "\n\n".join(parts)


def source_list(sources: pd.DataFrame, cells: Cells) -> str:
    """Return the numbered list of the reports."""
    columns = ("source_id", "name", "name_en", "published_on", "url")
    lines = []
    for source_id, zh, en, day, url in zip(*(sources[each] for each in columns), strict=True):
        key = "editions.source" if url else "editions.source_unlinked"
        said = t(key, name=pick(zh, en if en == zh else f"{en} {zh}"), date=day)
        lines.append(f"{cells.link(source_id)} {escape_markdown(said)}")
    return "  \n".join(lines)


def _of(facts: Iterable[Fact], edition: Edition, field: str) -> list[Fact]:
    wanted = (edition.edition_id, field)
    return [each for each in facts if (each.edition_id, each.field) == wanted]


def _table(editions: Sequence[Edition], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a Markdown table; the year in bold in each cell is for a narrow screen."""
    heads = ["", *(str(each.year) for each in editions)]
    lines = [heads, ["---"] * len(heads)]
    for label, cells in rows:
        own = [f"**{each.year}** {cell}" for each, cell in zip(editions, cells, strict=True)]
        lines.append([escape_markdown(label), *own])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _untold() -> str:
    return _muted(t("editions.not_stated"))


def _muted(text: str) -> str:
    return f":gray[{escape_markdown(text)}]"
