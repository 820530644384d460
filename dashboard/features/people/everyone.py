"""All people, bodies and outlets: the choice of one by any form of its name, and who spoke most."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import run_context
from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import broken_name, label_width
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.people import profile
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.labels.names import bars_alt_text, filter_name, in_all_forms
from dashboard.labels.numbers import join_lines, minutes, number
from dashboard.queries import identifiers, people
from dashboard.queries.rows import rows_of
from dashboard.run_context import current_run

ROLES = ("person", "body", "outlet")
_MAX_BARS = 30  # of a chart; the table and the choice have all
_WIDTH = 480  # pixels


@dataclass(slots=True)
class _Row:
    """A row of queries.people.everyone."""

    role: str
    who: str
    organisation_id: str | None
    slot: str
    briefing_ids: str
    turns: int
    characters: int
    syllables: int


def choice() -> None:
    """Draw the choice of a person or body: it is found by either language, script and pinyin."""
    who = current_run().selected.who
    key = f"bw_who_{who}"

    def choose() -> None:
        run_context.change_filters(who=st.session_state[key] or "")

    with st.container(key="bw_who", horizontal=True, vertical_alignment="bottom", gap="small"):
        options = identifiers.known_ids()["who"]
        st.selectbox(
            t("people.choose"),
            options,
            index=options.index(who) if who else None,
            format_func=in_all_forms,
            key=key,
            placeholder=t("people.placeholder"),
            width=_WIDTH,
            on_change=choose,
        )
        if who:
            st.button(
                t("people.all"),
                icon=":material/groups:",
                type="tertiary",
                key="bw_everyone",
                on_click=run_context.change_filters,
                kwargs={"who": ""},
            )


def panel(chosen: Filters) -> Panel:
    """Build the panel of everyone: a chart for people, bodies and outlets; a click opens a page."""
    frame = people.everyone(chosen)
    words = PanelText(
        t("people.everyone.title"),
        t(
            "people.everyone.reading",
            **{role: number(int(frame["role"].eq(role).sum())) for role in ROLES},
        ),
        t("people.everyone.caveat", rate=chosen.rate),
        page_caveat=provenance.missing_within(chosen),
    )
    names = [filter_name("speaker", who) for who in frame["who"]]
    bodies = [filter_name("org", key) if key else None for key in frame["organisation_id"]]
    whole = frame.assign(
        name=names,
        organisation=pd.Series(bodies, index=frame.index, dtype=object),
        minutes=frame["syllables"] / chosen.rate,
        rate=chosen.rate,
    )
    columns = ["role", "name", "organisation", "turns", "characters", "minutes", "who"]
    return Panel(
        whole[[*columns, "organisation_id", "briefing_ids", "syllables", "rate"]],
        [_chart(role, frame, chosen.rate) for role in ROLES if frame["role"].eq(role).any()],
        words,
        views=("rate",),
        columns=columns,
    )


def _chart(role: str, frame: pd.DataFrame, rate: int) -> Chart:
    listed = rows_of(frame.loc[frame["role"].eq(role)], _Row)
    shown = listed[:_MAX_BARS]
    labels = [broken_name(filter_name("speaker", row.who), _note(row)) for row in shown]
    rows = pd.DataFrame(
        {
            "name": [name for name, _ in labels],
            "note": [note for _, note in labels],
            "value": [row.syllables / rate for row in shown],
            "value_text": [_value(row, rate) for row in shown],
            "colour": [current_run().palette.slot[row.slot] for row in shown],
            "parameter": "who",
            "id": [row.who for row in shown],
            "hover": [
                join_lines(
                    filter_name("speaker", row.who),
                    _note(row),
                    profile.briefings_of(row.briefing_ids),
                    t("chart.hover_turns", turns=row.turns),
                    t("people.everyone.open"),
                )
                for row in shown
            ],
        }
    )
    n = t(f"people.everyone.{'all' if len(shown) == len(listed) else 'some'}",
          n=number(len(listed)), most=_MAX_BARS)  # fmt: skip
    heading = t(f"people.everyone.{role}")
    return Chart(
        share_bars(
            rows,
            axis_max=rows["value"].max(),
            right_margin=label_width(rows["value_text"].tolist()),
            palette=current_run().palette,
        ),
        alt=bars_alt_text(rows, heading=heading),
        heading=f"**{heading}**  :gray[{n}]",
    )


def _note(row: _Row) -> str:
    """Return the body of a person, else the briefings of a body or outlet."""
    if row.role == "person":
        return filter_name("org", row.organisation_id) if row.organisation_id else ""
    return profile.briefings_of(row.briefing_ids)


def _value(row: _Row, rate: int) -> str:
    if not row.turns:
        return t("people.silent")
    form = "value" if row.role != "outlet" else "asked"
    return t(f"people.everyone.{form}", minutes=minutes(row.syllables / rate), n=row.turns)
