"""Panels of one person or body: roles, turns, topics, and the wordings that it alone says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import registry
from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import broken_name
from dashboard.components.jump_links import jump_links
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.people import exchanges, profile
from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.i18n import join_sentences, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages, provenance
from dashboard.labels.briefings import selecting_group
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import join_lines, minutes, number
from dashboard.queries import people, reading, selection
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.queries.scope import Scope, all_selected
from dashboard.run_context import current_run

_MAX_TURNS, _MAX_TOPICS, _MAX_WORDINGS = 24, 12, 12  # bars of a briefing; the tables have all
# The pages that show what one person or body says.
_ELSEWHERE = ("speaking-time", "questions", "topics", "word-clouds", "wording", "announcements")


@dataclass(slots=True)
class _Turn:
    """A row of selection.turns."""

    briefing_id: str
    turn: int
    kind: str
    speaker_id: str
    reply_to: object
    characters: int
    syllables: int


def roles_panel(who: str, chosen: Filters) -> Panel:
    """Build the panel of the titles and bodies of a person, or the people of a body, over time."""
    frame = profile.roles(who, chosen)
    form = "of_body" if profile.role(who) == "body" else "of_person"
    words = PanelText(t(f"people.roles.{form}"), caveat=t("people.roles.caveat"))
    columns = ["year", "briefing_id", "speaker_id", "title", "title_en"]
    columns += ["organisation_id", "slot", "spoke"]
    return Panel(frame[columns], [], words, applied=_applied(who, chosen))


def draw_roles(who: str, chosen: Filters) -> None:
    """Draw a line for each appearance, with links to the people and bodies in it."""
    lines = profile.role_lines(who, profile.roles(who, chosen))
    st.markdown("\n".join(f"- {line}" for line in lines))


def has_turns(who: str, chosen: Filters) -> bool:
    """Return whether a turn of `who` was captured in the briefings of `chosen`."""
    return not selection.turns(people.said_by(who, chosen.briefings_only)).empty


def draw_links(who: str, chosen: Filters, *, has_exchanges: bool) -> None:
    """Draw links to the panels below, and to the other pages, of what `who` says alone."""
    parts = ["roles", "turns", *(["exchanges"] if has_exchanges else []), "topics", "wordings"]
    is_listed = bool(chosen.term or chosen.topic)
    jump_links(
        {key: t(f"people.{key}.short") for key in parts} | {"people_places": t("places.title")},
        answer="people_places" if is_listed else "",
    )
    parameter = "speaker" if people.is_speaker(who) else "org"
    within = chosen.briefings_only.replace(lang=chosen.lang, corpus=chosen.corpus)
    query = within.replace(**{parameter: (who,)}).query()
    pages = {page.slug: page for page in registry.PAGES}
    with st.container(key="bw_elsewhere", horizontal=True, gap="small"):
        st.caption(t("people.elsewhere"), width="content")
        for slug in _ELSEWHERE:
            label = t(pages[slug].title_key)
            st.page_link(pages[slug].file, label=label, query_params=query)


def turns_panel(who: str, chosen: Filters) -> Panel:
    """Build the panel of the turns of `who`, one after another; a click opens one in the reader."""
    within = people.said_by(who, chosen)
    turns = selection.turns(within)
    scope = _scope(turns, within)
    briefings = selection.briefings(chosen)
    words = PanelText(
        t("people.turns.title"),
        profile.said_sentences(turns, briefings, chosen.rate),
        join_sentences(
            t("people.turns.caveat", rate=chosen.rate), provenance.missing_within(chosen)
        ),
        nothing=t(
            f"people.turns.{'nothing' if chosen.is_filtered else 'silent'}",
            name=filter_name("speaker", who),
        ),
    )
    charts = small_multiples(
        _turn_rows(turns, chosen),
        partial(share_bars, palette=current_run().palette),
        scope=scope,
        heading=lambda row: _heading(row, turns, "turns", _MAX_TURNS),
    )
    opened = [replace(chart, opens=True) for chart in charts]
    columns = ["year", "briefing_id", "turn", "speaker_id", "kind", "reply_to", "characters"]
    return Panel(
        turns[[*columns, "syllables", "sentences", "paragraphs", "title", "organisation_id"]],
        opened if len(turns) else [],
        words,
        views=("rate",),
        columns=columns,
        applied=_applied(who, chosen),
    )


def _turn_rows(turns: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    longest = turns.groupby("briefing_id")["characters"].rank(method="first", ascending=False)
    shown = turns.loc[longest <= _MAX_TURNS]
    first, sides = reading.first_paragraphs(), exchanges.other_sides(chosen.briefings_only)
    several = shown["speaker_id"].nunique() > 1
    listed = rows_of(shown, _Turn)
    labels = [broken_name(_turn_name(row, sides), _speaker(row) if several else "")
              for row in listed]  # fmt: skip
    palette = current_run().palette
    return shown.assign(
        name=[name for name, _ in labels],
        note=[note for _, note in labels],
        value=shown["syllables"] / chosen.rate,
        value_text=[
            t(
                "people.turns.value",
                minutes=minutes(row.syllables / chosen.rate),
                characters=number(row.characters),
            )
            for row in listed
        ],
        colour=[palette.kind[row.kind] for row in listed],
        parameter=["passage"] * len(listed),
        id=[passages.key(row.briefing_id, first[row.briefing_id, row.turn]) for row in listed],
        hover=[
            join_lines(
                _speaker(row),
                _turn_name(row, sides),
                t("chart.hover_turn", turn=row.turn, characters=number(row.characters)),
                t("chart.hover_read"),
            )
            for row in listed
        ],
    )


def _speaker(row: _Turn) -> str:
    return filter_name("speaker", row.speaker_id)


def _turn_name(row: _Turn, sides: exchanges.Sides) -> str:
    """Name a turn by its kind, and by the side that it answers or is answered by."""
    others = sides.get((row.briefing_id, row.turn), "")
    kind = t(f"code.kind.{row.kind}")
    return t(f"people.turns.{row.kind}", other=others) if others else kind


def topics_panel(who: str, chosen: Filters) -> Panel:
    """Build the panel of the topics of `who`; a click lists the places of one in one briefing."""
    within = people.said_by(who, chosen)
    hits = selection.hits(within.replace(topic=()))  # those not selected are faded
    keys = ["year", "briefing_id", "topic_id"]
    counted = hits.groupby(keys)["occurrences"].sum().reset_index()
    paragraphs = hits.drop_duplicates([*keys, "paragraph"]).groupby(keys).size()
    counted = counted.assign(paragraphs=paragraphs.to_numpy() if len(counted) else [])
    frame = counted.sort_values(
        ["year", "briefing_id", "occurrences", "topic_id"], ascending=[True, True, False, True]
    ).reset_index(drop=True)
    named = frame.assign(topic=[filter_name("topic", key) for key in frame["topic_id"]])
    words = PanelText(
        t("people.topics.title"),
        caveat=t("people.topics.caveat"),
        page_caveat=provenance.missing_within(chosen),
        nothing=t("people.topics.nothing"),
    )

    def text(row: pd.Series) -> str:
        return t("people.topics.value", n=number(row["occurrences"]), paragraphs=row["paragraphs"])

    columns = ["topic", "year", "briefing_id", "occurrences", "paragraphs", "topic_id"]
    charts = _ranked(
        named.assign(
            name=named["topic"],
            note="",
            parameter="topic",
            id=named["topic_id"],
            is_shown=[not chosen.topic or key in chosen.topic for key in named["topic_id"]],
        ),
        within,
        text,
        _MAX_TOPICS,
        "topics",
    )
    return Panel(named[columns], charts, words, applied=_applied(who, chosen))


def wordings_panel(who: str, chosen: Filters) -> Panel:
    """Build the panel of the wordings that `who` alone says; a click lists the places of one."""
    frame = people.own_wordings(who, chosen)
    n = frame["wording"].nunique()
    name = filter_name("speaker", who)
    words = PanelText(
        t("people.wordings.title", name=name),
        t("people.wordings.reading", name=name, n=number(n)) if n else "",
        t("people.wordings.caveat"),
        page_caveat=provenance.missing_within(chosen),
        nothing=t("people.wordings.nothing", name=name),
    )
    glosses = [pick("", gloss or "") for gloss in frame["english"]]
    labels = [broken_name(*pair) for pair in zip(frame["wording"], glosses, strict=True)]
    rows = frame.assign(
        name=[name for name, _ in labels],
        note=[note for _, note in labels],
        parameter="term",
        id=frame["wording"],
        is_shown=True,
    )
    within = people.said_by(who, chosen)
    charts = _ranked(
        rows, within, lambda row: number(row["occurrences"]), _MAX_WORDINGS, "wordings"
    )
    return Panel(frame, charts, words, applied=_applied(who, chosen))


def _ranked(
    rows: pd.DataFrame,
    within: Filters,
    text: Callable[[pd.Series], str],
    most: int,
    key: str,
) -> list[Chart]:
    """Draw for each briefing the `most` largest of `rows`; a click lists the places of a bar."""
    if rows.empty:
        return []
    order = rows.groupby("briefing_id").cumcount()
    shown = rows.loc[order < most]
    listed, palette = [text(row) for _, row in shown.iterrows()], current_run().palette
    colours = labels_briefings.colours()
    drawn = shown.assign(
        value=shown["occurrences"],
        value_text=listed,
        colour=[
            colours[briefing_id] if is_shown else palette.faded
            for briefing_id, is_shown in zip(shown["briefing_id"], shown["is_shown"], strict=True)
        ],
        hover=[
            join_lines(str(name).replace("\n", " "), value, t("chart.hover_click"))
            for name, value in zip(shown["name"], listed, strict=True)
        ],
        click=pd.Series(_clicks(shown), index=shown.index, dtype=object),
    )
    return small_multiples(
        drawn,
        partial(share_bars, palette=current_run().palette),
        scope=_scope(rows, within),
        heading=lambda row: _heading(row, rows, key, most),
    )


def _clicks(rows: pd.DataFrame) -> list[list[str]]:
    columns = (rows[name] for name in ("parameter", "id", "briefing_id"))
    return [
        [parameter, key, "within", selecting_group(briefing_id)]
        for parameter, key, briefing_id in zip(*columns, strict=True)
    ]


def _scope(rows: pd.DataFrame, within: Filters) -> Scope:
    """Return everything of the briefings that `rows` are of."""
    return all_selected(within.replace(briefing=rows["briefing_id"].unique()))


def _heading(row: BriefingRow, rows: pd.DataFrame, key: str, most: int) -> str:
    n = int(rows["briefing_id"].eq(row.briefing_id).sum())
    form = "all" if n <= most else "some"
    return provenance.heading(row, t(f"people.{key}.{form}", n=number(n), most=most))


def _applied(who: str, chosen: Filters) -> Filters:
    return people.said_by(who, chosen).only(*ID_PARAMETERS, "rate")
