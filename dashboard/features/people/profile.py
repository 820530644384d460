"""The person or body that a page is of: its name, its roles over time, and how much it said."""

from dataclasses import dataclass

import pandas as pd

from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import join, pick_both, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name, speaker_title
from dashboard.labels.numbers import minutes, number, percent
from dashboard.labels.people import link
from dashboard.queries import identifiers, people, selection
from dashboard.queries.rows import BriefingRow, TitledSpeaker, rows_of
from dashboard.run_context import current_run
from dashboard.stats.speaking_time import rate_range


@dataclass(slots=True)
class Appearance(TitledSpeaker):
    """A row of `roles`."""

    briefing_id: str
    speaker_id: str
    organisation_id: str | None
    slot: str
    spoke: bool
    outlet_class: str | None


def title(key: str) -> str:
    """Return the title of the page: the name of the person or body, else the text of `key`."""
    who = current_run().filters.who
    return filter_name("speaker", who) if who else t(key)


def caption(key: str) -> str:
    """Return the line below the title, in Markdown: the name in the other language, what it is.

    key: of the text for the page of all.
    """
    who = current_run().filters.who
    if not who:
        return t(key)
    other = pick_both(*identifiers.labels()[who])[1]
    return escape_markdown(t("people.separator").join([other, t(f"people.role.{role(who)}")]))


def role(who: str) -> str:
    """Return what `who` is: person, outlet or body."""
    if not people.is_speaker(who):
        return "body"
    return "outlet" if who in people.outlets() else "person"


def roles(who: str, chosen: Filters) -> pd.DataFrame:
    """Return the appearances of `who`, or of all who appear for it, with the names of the people.

    Rows of queries.people.appearances within the filters of briefings and people.
    """
    return people.appearances(people.said_by(who, chosen))


def role_lines(who: str, frame: pd.DataFrame) -> list[str]:
    """Return a line of Markdown for each row of `roles`: when, who, as what, and for which body."""
    names = labels_briefings.names()
    return [
        t(
            "people.role_line",
            briefing=escape_markdown(names[row.briefing_id]),
            said=escape_markdown(t("people.separator")).join(_role(who, row)),
        )
        for row in rows_of(frame, Appearance)
    ]


def _role(who: str, row: Appearance) -> list[str]:
    stated = speaker_title(row)
    body = row.organisation_id if row.organisation_id not in (None, who, row.speaker_id) else None
    return [
        *([link(row.speaker_id)] if row.speaker_id != who else []),
        *([escape_markdown(stated)] if stated else []),
        *([link(body)] if body else []),
        escape_markdown(_part(row)),
        *([] if row.spoke else [escape_markdown(t("people.silent"))]),
    ]


def _part(row: Appearance) -> str:
    """Return the class of an outlet, else the role of the speaker at the briefing."""
    if row.outlet_class:
        return t(f"code.outlet_class.{row.outlet_class}")
    return t(f"code.slot.{row.slot}")


def sums(turns: pd.DataFrame, rate: int) -> dict[str, str]:
    """Return what is said of `turns` (selection.turns): number, characters, minutes, low, high."""
    slow, fast = rate_range(rate)
    syllables = int(turns["syllables"].sum())
    low, most_likely, high = (minutes(syllables / each) for each in (fast, rate, slow))
    return {
        "turns": number(len(turns)),
        "characters": number(int(turns["characters"].sum())),
        "minutes": most_likely,
        "low": low,
        "high": high,
    }


def said_sentences(turns: pd.DataFrame, briefings: pd.DataFrame, rate: int) -> str:
    """Say for each briefing how much `turns` are, and which share of what was captured of it.

    briefings: rows of selection.briefings, whose base is of the selected sections.
    """

    def say(row: BriefingRow, own: pd.DataFrame) -> str:
        if own.empty:
            return ""
        share = int(own["characters"].sum()) / row.base_characters
        return t(
            "people.said",
            briefing=labels_briefings.name(row),
            share=percent(share),
            **sums(own, rate),
        )

    return labels_briefings.sentences(briefings, turns, say)


def briefings_of(ids: str) -> str:
    """Return the tags of briefings, of which `ids` are separated by commas."""
    rows = rows_of(selection.briefings(Filters()), BriefingRow)
    wanted = ids.split(",")
    return join([labels_briefings.tag(row) for row in rows if row.briefing_id in wanted])
