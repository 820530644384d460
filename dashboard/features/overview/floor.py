"""Finding: who had the floor, for which body, and for how many minutes."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import broken_name
from dashboard.components import scope_choice
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.overview.finding import Finding, Subject
from dashboard.filters import Filters
from dashboard.i18n import join, join_sentences, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import exchanges
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import minutes, number, percent
from dashboard.labels.pair import Pair
from dashboard.labels.provenance import captured_sections
from dashboard.queries import selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.queries.scope import Scope, all_selected, compared_in_time
from dashboard.run_context import current_run

_MAX_ROWS = 4  # of a briefing, those who spoke most


@dataclass(slots=True)
class _Spoken:
    """A row of stats.speaking_time by speaker, with name and body of the speaker."""

    briefing_id: str
    parameter: str
    id: str
    slot: str
    characters: int
    share: float
    minutes: float
    minutes_low: float
    minutes_high: float
    name: str
    body: str
    body_id: str


def find(subject: Subject) -> Finding | None:
    """Return who spoke most in all of the last briefing, and in what is compared; None of silence.

    Of a last briefing of which a part was not captured, nobody can say who spoke most in all of it.
    """
    rate, whole = subject.chosen.rate, all_selected(subject.chosen)
    scope = whole if subject.pair is None else compared_in_time(subject.chosen)
    spoken = _with_bodies(scope, rate)
    if spoken.empty:
        return None
    leaders = {row.briefing_id: _leaders(spoken, row.briefing_id) for row in _briefings(scope)}
    pair = subject.pair if scope.is_alike else None
    sides = [leaders.get(key, []) for key in pair.ids.values()] if pair else []
    last = _last_of_pair(subject.pair, whole) if pair else None
    all_of_last = _with_bodies(last, rate) if last else None
    heading = _title(scope, subject, sides) if sides and all(sides) else _last_title(scope, leaders)
    if pair and last and all_of_last is not None:
        heading = _whole_title(pair, _leaders(all_of_last, pair.later.briefing_id))
    text = PanelText(
        heading,
        _sentences(scope, leaders, rate),
        join_sentences(
            exchanges.minutes_caveat(selection.turns(scope.filters), rate=rate, uses_times=True),
            t("overview.finding.floor.drawn", n=_MAX_ROWS)
            if any(_is_cut(each) for each in (spoken, all_of_last) if each is not None)
            else "",
        ),
        scope_choice.caveat(scope),
    )
    bodies = [{row.body_id for row in side} for side in sides]
    changed = len(bodies) == 2 and bodies[0] != bodies[1]
    charts = _charts(scope, spoken)
    if last and all_of_last is not None:
        charts = [*_charts(last, all_of_last), *charts]
    applied = scope.filters.replace(rate=rate)
    return Finding("floor", Panel(spoken, charts, text, applied=applied), changed, "speaking-time")


def _last_of_pair(pair: Pair | None, whole: Scope) -> Scope | None:
    """Return all of the later briefing, if more than what is compared of it was captured, whole."""
    if pair is None or pair.gaps[1]:
        return None
    last = [block for block in whole.blocks() if pair.later.briefing_id in block.base.briefing]
    return last[0] if last and "," in pair.later.sections_captured else None


def _whole_title(pair: Pair, leaders: list[_Spoken]) -> str:
    """Say who spoke most in all of the later briefing."""
    return t(
        "overview.finding.floor.whole",
        who=_names(leaders),
        last=pair.names[1],
        share=percent(leaders[0].share),
        minutes=minutes(leaders[0].minutes),
    )


def _with_bodies(scope: Scope, rate: int) -> pd.DataFrame:
    """Return stats.speaking_time of `scope` by speaker, with columns name, body and body_id."""
    spoken = statistics.speaking_time(scope.filters.replace(rate=rate))
    turns = selection.turns(scope.filters).drop_duplicates(["briefing_id", "speaker_id"])
    keyed = turns.set_index(["briefing_id", "speaker_id"])
    named = keyed[["organisation_id", "organisation_zh", "organisation_en"]].fillna("")
    known = named.reindex(pd.MultiIndex.from_frame(spoken[["briefing_id", "id"]])).fillna("")
    bodies = [
        pick(zh, en)
        for zh, en in zip(known["organisation_zh"], known["organisation_en"], strict=True)
    ]
    names = [filter_name(*pair) for pair in zip(spoken["parameter"], spoken["id"], strict=True)]
    return spoken.assign(name=names, body=bodies, body_id=known["organisation_id"].to_numpy())


def _briefings(scope: Scope) -> list[BriefingRow]:
    return rows_of(scope.briefings(), BriefingRow)


def _leaders(spoken: pd.DataFrame, briefing_id: str) -> list[_Spoken]:
    """Return the rows of those who spoke most in a briefing: several in a tie."""
    own = spoken.loc[spoken["briefing_id"] == briefing_id]
    return rows_of(own.loc[own["characters"] == own["characters"].max()], _Spoken)


def _title(scope: Scope, subject: Subject, sides: list[list[_Spoken]]) -> str:
    """Say who spoke most in each of the two briefings, as one where it is the same body."""
    earlier, later = sides
    words = subject.pair.placeholders if subject.pair else {}
    words["sections"] = _sections(scope.base, subject.briefings["briefing_id"].iloc[-1])
    if _names(earlier) == _names(later):
        return t("overview.finding.floor.same", who=_names(later), **words)
    bodies = {row.body for row in (*earlier, *later)}
    if len(bodies) == 1 and all(bodies) and len(earlier) == len(later) == 1:
        return t("overview.finding.floor.same_body", body=bodies.pop(), **words)
    return t("overview.finding.floor.each", who=_names(later), before=_names(earlier), **words)


def _last_title(scope: Scope, leaders: dict[str, list[_Spoken]]) -> str:
    """Say who spoke most in the last of the briefings, which is compared with none."""
    row = next(row for row in reversed(_briefings(scope)) if leaders.get(row.briefing_id))
    return t(
        "overview.finding.floor.one",
        briefing=labels_briefings.name(row),
        sections=_sections(scope.base, row.briefing_id),
        who=_names(leaders[row.briefing_id]),
    )


def _sentences(scope: Scope, leaders: dict[str, list[_Spoken]], rate: int) -> str:
    """State shares and minutes of those who spoke most, in what is compared and in all on record.

    The second is stated of a briefing of which more was captured than is compared.
    """
    whole = all_selected(scope.base.only("year", "briefing"))
    all_spoken = _with_bodies(whole, rate)
    all_rows = {row.briefing_id: row for row in _briefings(whole)}
    said = []
    for row in _briefings(scope):
        said.append(_sentence(scope.base, row, leaders[row.briefing_id]))
        everything = all_rows[row.briefing_id]
        if everything.base_characters > row.base_characters:
            said.append(_sentence(whole.base, everything, _leaders(all_spoken, row.briefing_id)))
    return join_sentences(*said)


def _sentence(base: Filters, row: BriefingRow, leaders: list[_Spoken]) -> str:
    if not leaders:
        return ""
    first = leaders[0]
    is_exact = first.minutes_low == first.minutes_high
    return t(
        f"overview.finding.floor.{'timed' if is_exact else 'estimated'}",
        briefing=labels_briefings.name(row),
        sections=_sections(base, row.briefing_id),
        who=_names(leaders),
        n=len(leaders),
        share=percent(first.share),
        base=number(row.base_characters),
        minutes=minutes(first.minutes),
        low=minutes(first.minutes_low),
        high=minutes(first.minutes_high),
    )


def _sections(base: Filters, briefing_id: str) -> str:
    """Name the sections of `base` that were captured of a briefing."""
    return join(captured_sections(statistics.coverage(base), briefing_id, base.section))


def _names(rows: list[_Spoken]) -> str:
    """Name the speakers of `rows` with their bodies."""
    return join([_name(row) for row in rows])


def _name(row: _Spoken) -> str:
    name = filter_name(row.parameter, row.id)
    return t("overview.finding.person", name=name, body=row.body) if row.body else name


def _is_cut(spoken: pd.DataFrame) -> bool:
    """Return whether the chart of a briefing leaves somebody out."""
    return bool(spoken["briefing_id"].value_counts().gt(_MAX_ROWS).any())


def _charts(scope: Scope, spoken: pd.DataFrame) -> list[Chart]:
    slots = current_run().palette.slot
    drawn = spoken.groupby("briefing_id", sort=False).head(_MAX_ROWS)
    texts = [
        t("overview.finding.floor.value", share=percent(row.share), minutes=minutes(row.minutes))
        for row in rows_of(drawn, _Spoken)
    ]
    labels = [broken_name(row.name, row.body) for row in rows_of(drawn, _Spoken)]
    rows = drawn.assign(
        value=drawn["share"],
        value_text=texts,
        name=[name for name, _ in labels],
        note=[note for _, note in labels],
        colour=drawn["slot"].map(slots),
        hover=[
            f"{_name(row)}\n{text}"
            for row, text in zip(rows_of(drawn, _Spoken), texts, strict=True)
        ],
    )
    return small_multiples(
        rows,
        partial(share_bars, palette=current_run().palette),
        scope=scope,
        heading=partial(scope_choice.heading, scope),
        apart=scope.is_apart(),
    )
