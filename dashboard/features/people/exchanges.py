"""The exchanges of one person or body: a line each, which opens the answer in the reader."""

from collections.abc import Mapping

from dashboard import run_context
from dashboard.components import passages
from dashboard.components.cache import cached_for_run
from dashboard.components.panel import Panel, PanelText
from dashboard.components.passages import Line
from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages as labels_passages
from dashboard.labels import provenance
from dashboard.labels.exchanges import ExchangeRow, answerer, is_answered, outlet
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import minutes, number
from dashboard.queries import people, reading, statistics
from dashboard.queries.rows import rows_of

# (briefing_id, turn) -> the names of those who asked what the turn answers, or who answered it
Sides = Mapping[tuple[str, int], str]


def other_sides(chosen: Filters) -> Sides:
    """Return who is on the other side of each question and answer of `chosen`."""
    found: dict[tuple[str, int], list[str]] = {}
    for row in rows_of(statistics.exchanges(chosen), ExchangeRow):
        if is_answered(row):
            found.setdefault((row.briefing_id, row.question), []).append(answerer(row))
            found.setdefault((row.briefing_id, int(row.answer)), []).append(outlet(row))
    return {key: join(list(dict.fromkeys(names))) for key, names in found.items()}


def has_exchanges(who: str, chosen: Filters) -> bool:
    """Return whether `who` asks or answers a question within `chosen`."""
    return not statistics.exchanges(people.said_by(who, chosen)).empty


def exchanges_panel(who: str, chosen: Filters) -> Panel:
    """Build the panel of the questions that `who` asks or answers, with the measures of each."""
    within = people.said_by(who, chosen)
    frame = statistics.topic_uptake(within)
    words = PanelText(
        t("people.exchanges.title"),
        t("people.exchanges.reading", n=number(len(frame))),
        t("people.exchanges.caveat"),
        page_caveat=provenance.missing_within(chosen),
    )
    return Panel(frame, [], words, applied=within.only(*ID_PARAMETERS, "rate"))


def draw_lines(who: str, chosen: Filters) -> None:
    """Draw a line for each exchange: who asked whom, what, and how long the answer is."""
    lines = cached_for_run("exchange_lines", lambda: _lines(who, chosen))
    passages.draw_lines(
        "bw_people_exchanges",
        lines,
        label=t("people.exchanges.title"),
        on_open=lambda passage: run_context.change_filters(passage=passage),
    )


def _lines(who: str, chosen: Filters) -> list[Line]:
    names, first = labels_briefings.names(), reading.first_paragraphs()
    lines = []
    for row in rows_of(statistics.exchanges(people.said_by(who, chosen)), ExchangeRow):
        paragraph = first[row.briefing_id, row.question]
        gist = reading.gist(row.briefing_id, paragraph)
        turn = int(row.answer) if is_answered(row) else row.question
        opens = labels_passages.key(row.briefing_id, first[row.briefing_id, turn])
        body = filter_name("org", row.organisation_id) if row.organisation_id else ""
        form = "answered" if is_answered(row) else "open"
        where = t(
            f"people.exchanges.{form}",
            briefing=names[row.briefing_id],
            number=row.exchange,
            answerer=answerer(row),
            body=t("people.exchanges.body", body=body) if body else "",
            minutes=minutes(row.minutes),
        )
        asked = t("people.exchanges.asked", outlet=outlet(row))
        said = pick(*gist) if gist else t("search.no_text")
        lines.append(Line(opens, labels_passages.address(opens), asked, where, gist=said))
    return lines
