"""Labels and sentences on a briefing's facts, coverage, source and repairs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

import pandas as pd

from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import catalogue, join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.people import linked
from dashboard.queries import selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from loaders.schema import SECTIONS

_MIN_HAN_SHARE = 0.5  # of the characters of a text in Chinese
_MAX_LISTED_VALUES = 5  # of more values, only their number is shown
_Credit = Literal["publisher", "credited_to"]
_CREDITS: tuple[_Credit, ...] = ("publisher", "credited_to")


@dataclass(slots=True)
class _SectionState:
    section: str
    state: str


@dataclass(slots=True)
class _OutletCount:
    outlet_class: str
    outlets: int


def missing_sections(coverage: pd.DataFrame, briefing_id: str) -> list[str]:
    """Return the names of the briefing's sections that were announced and not captured."""
    states = zip(coverage["briefing_id"], coverage["section"], coverage["state"], strict=True)
    return [
        t(f"code.section.{section}")
        for briefing, section, state in states
        if briefing == briefing_id and state == "not_captured"
    ]


def missing_note(coverage: pd.DataFrame, briefing_id: str, *, section: str = "") -> str:
    """Return the note on the briefing's announced, uncaptured sections; "" if there are none.

    section: the id of the only section that matters; all if "".
    """
    of = coverage.loc[coverage["section"] == section] if section else coverage
    sections = missing_sections(of, briefing_id)
    return t("chart.missing", sections=join(sections)) if sections else ""


def section_badges(coverage: pd.DataFrame) -> str:
    """Return the sections of one briefing and their state as Markdown badges."""
    styles = {"captured": ("green", "check"), "not_captured": ("orange", "hourglass_empty")}
    badges = []
    for row in rows_of(coverage, _SectionState):
        colour, icon = styles.get(row.state, ("gray", "remove"))
        label = t(f"panel.state.{row.state}", section=t(f"code.section.{row.section}"))
        badges.append(f":{colour}-badge[:material/{icon}: {label}]")
    return " ".join(badges)


def session_badge(briefing_id: str) -> str:
    """Return the Markdown badge of a briefing that only this session has, "" for any other."""
    is_session_upload = briefing_id in current_run().session.only_ids
    return f" :gray-badge[:material/person: {t('adding.badge')}]" if is_session_upload else ""


def counts(turns: pd.DataFrame, coverage: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (label, formatted count) of one briefing's characters, turns, people and questions.

    Questions are a dash if they were not captured. turns: all rows of selection.turns of the
    briefing. coverage: the briefing's rows of statistics.coverage.
    """
    people = turns.loc[~turns["is_outlet"], "speaker_id"].nunique()
    questions = coverage.loc[coverage["section"] == "q_and_a", "questions"].dropna()
    return [
        (t("overview.characters"), f"{turns['characters'].sum():,}"),
        (t("overview.turns"), f"{len(turns):,}"),
        (t("overview.people"), f"{people:,}"),
        (t("overview.questions"), f"{questions.sum():,}" if len(questions) else "—"),
    ]


def fact_rows(
    row: BriefingRow,
    stated: pd.DataFrame,
    *,
    coverage: pd.DataFrame,
    outlets: pd.DataFrame,
    silent: Sequence[str],
) -> pd.DataFrame:
    """Return the facts known of one briefing as a frame of label and value, in display order.

    stated: rows of table facts, of this briefing and of those shown next
    to it. coverage, outlets: this briefing's rows of stats.coverage and its outlets_by_class.
    silent: names of people who attended without a captured turn. An unknown value is a dash.
    """
    questions = coverage.loc[coverage["section"] == "q_and_a", "state"]
    unheard = questions.eq("not_captured").any()
    pairs = [
        (t("overview.held"), _date_held(row)),
        (t("overview.published"), _publication(row)),
        (t("overview.credited"), publisher(row, "credited_to")),
        *_stated_facts(row.briefing_id, stated),
        (t("overview.outlets"), t("overview.unheard") if unheard else _outlet_counts(outlets)),
        (t("overview.silent"), join(list(silent))),
    ]
    shown = [(label, value or "—") for label, value in pairs]
    return pd.DataFrame(shown, columns=["label", "value"])


def _stated_facts(briefing_id: str, facts: pd.DataFrame) -> list[tuple[str, str]]:
    # A field stated of any shown briefing gets a row for each of them, so that the rows line up.
    known = [
        key.removeprefix("fact.")
        for key in catalogue(current_run().language)
        if key.startswith("fact.")
    ]
    of_briefing = facts.loc[facts["briefing_id"] == briefing_id]
    named = of_briefing.assign(
        value=[
            pick(zh, en or zh)
            for zh, en in zip(of_briefing["value"], of_briefing["value_en"], strict=True)
        ]
    )
    values = named.groupby("field")["value"].agg(list)
    return [
        (t(f"fact.{field}"), _format_values(values.get(field, [])))
        for field in known
        if field in set(facts["field"])
    ]


def _format_values(values: Sequence[str]) -> str:
    if len(values) > _MAX_LISTED_VALUES:
        return t("overview.many", n=len(values))
    return join([value.replace("/", " – ") for value in values])


def _date_held(row: BriefingRow) -> str | None:
    """Return the day of the briefing, with a note if a report other than the page states it."""
    corrected = row.date_held and row.date_held_basis == "correction"
    return t("overview.held_elsewhere", date=row.date_held) if corrected else row.date_held


def _publication(row: BriefingRow) -> str:
    when = (row.published_at or "").replace("T", " ")
    name = publisher(row)
    return t("overview.published_at", publisher=name, when=when) if name and when else name or when


def publisher(row: BriefingRow, field: _Credit = "publisher") -> str:
    """Return the publisher of a page in this run's language, "" if the page does not state it.

    A name without a listed English form is returned in Chinese. field: "credited_to" for the outlet
    that the page credits.
    """
    name, english = _stated_publisher(row, field)
    return pick(name, english or name) if name else ""


def _stated_publisher(row: BriefingRow, field: _Credit) -> tuple[str | None, str | None]:
    if field == "publisher":
        return row.publisher, row.publisher_en
    return row.credited_to, row.credited_to_en


def _publisher_in_both(row: BriefingRow, field: _Credit) -> str:
    """Return the publisher in this run's language, and in brackets as the page states it."""
    name, stated = publisher(row, field), _stated_publisher(row, field)[0] or ""
    return name if name == stated else t("sources.name_as_stated", name=name, stated=stated)


def _outlet_counts(outlets: pd.DataFrame) -> str:
    asked, kind = outlets["outlets"] > 0, outlets["outlet_class"]
    # That no foreign outlet asked is known only if all that asked are listed.
    is_known = not (asked & (kind == "unlisted")).any()
    shown = outlets.loc[asked | ((kind == "foreign") & is_known)]
    return join(
        [
            t(
                "overview.outlet_count",
                kind=t(f"code.outlet_class.{row.outlet_class}"),
                n=row.outlets,
            )
            for row in rows_of(shown, _OutletCount)
        ]
    )


def missing_sentence(briefings: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """Return the sentence on sections announced and not captured, "" if there are none."""
    gaps: Mapping[str, Sequence[str]] = {
        labels_briefings.name(row): missing_sections(coverage, row.briefing_id)
        for row in rows_of(briefings, BriefingRow)
    }
    parts = [
        t("panel.not_captured", briefing=label, sections=join(list(sections)))
        for label, sections in gaps.items()
        if sections
    ]
    return " ".join(parts)


def missing_within(chosen: Filters) -> str:
    """Return missing_sentence of what `chosen` selects, its sections included."""
    return missing_sentence(selection.briefings(chosen), statistics.missing_sections(chosen))


def caveat(
    briefings: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    sections: Collection[str] = (),
    is_alike: bool = False,
) -> str:
    """Return missing_sentence, unequal_warning and foreign_sentence as one text; "" if none.

    sections: as in unequal_warning. is_alike: the briefings are comparable, without that warning.
    """
    said = (
        missing_sentence(briefings, coverage),
        "" if is_alike else unequal_warning(briefings, coverage, sections=sections),
        foreign_sentence(rows_of(briefings, BriefingRow)),
    )
    return " ".join(filter(None, said))


def foreign_sentence(rows: Sequence[BriefingRow]) -> str:
    """Name the briefings of `rows` that are mostly not in Chinese; "" if none.

    Only Chinese topics and terms are counted, so that such texts have low counts.
    """
    foreign = [
        labels_briefings.name(row)
        for row in rows
        if row.han_characters < _MIN_HAN_SHARE * row.characters
    ]
    return t("panel.foreign", names=join(foreign)) if foreign else ""


def unequal_warning(
    briefings: pd.DataFrame, coverage: pd.DataFrame, *, sections: Collection[str] = ()
) -> str:
    """Return the warning that totals are not comparable; "" if all captured the same sections.

    sections: the selected ones, which alone matter; all if empty.
    """
    counted = coverage["state"].eq("captured") & coverage["section"].isin(sections or SECTIONS)
    captured = coverage.assign(kept=coverage["section"].where(counted, ""))
    kinds = captured.groupby("briefing_id")["kept"].agg(tuple).nunique()
    return t("panel.unequal") if len(briefings) > 1 and kinds > 1 else ""


def heading(row: BriefingRow, detail: str = "", *, colour: str = "", below: str = "") -> str:
    """Return a coloured dot, a briefing's name and a grey `detail`, as Markdown.

    colour: of the dot, #RRGGBB; by default that of the briefing.
    below: a sentence in a paragraph of its own, or "".
    """
    muted = f"  :gray[{escape_markdown(detail)}]" if detail else ""
    sentence = f"\n\n{linked(below)}" if below else ""
    return (
        f"{_mark(row, colour)} **{escape_markdown(labels_briefings.name(row))}**{muted}{sentence}"
    )


def title(row: BriefingRow) -> str:
    """Return Markdown for a heading: a coloured dot and the name of the briefing `row`."""
    return f"{_mark(row)} {escape_markdown(labels_briefings.name(row))}"


def _mark(row: BriefingRow, colour: str = "") -> str:
    return f':color[●]{{foreground="{colour or labels_briefings.colour(row)}"}}'


def captured_sections(
    coverage: pd.DataFrame, briefing_id: str, sections: Sequence[str]
) -> list[str]:
    """Return the names of the briefing's captured sections among `sections` (empty for all)."""
    states = zip(coverage["briefing_id"], coverage["section"], coverage["state"], strict=True)
    return [
        t(f"code.section.{section}")
        for briefing, section, state in states
        if briefing == briefing_id and state == "captured" and section in (sections or (section,))
    ]


def base_note(row: BriefingRow, coverage: pd.DataFrame, sections: Sequence[str]) -> str:
    """Return the note on the base of a briefing's shares: captured sections and characters.

    The note is "" if none of the sections was captured. sections: ids of the selected sections;
    empty means all.
    """
    names = captured_sections(coverage, row.briefing_id, sections)
    if not names:
        return ""
    return t("panel.base", sections=join(names), characters=f"{row.base_characters:,}")


def source_rows(row: BriefingRow) -> pd.DataFrame:
    """Return the source of one briefing's text as a frame of label and value in Markdown."""
    link = _link(row.source_url) if row.source_url else t("sources.no_url")
    pairs = [
        (t("sources.title"), escape_markdown(row.title)),
        *[
            (t(f"column.{field}"), escape_markdown(_publisher_in_both(row, field) or "—"))
            for field in _CREDITS
        ],
        (t("column.published_at"), escape_markdown((row.published_at or "—").replace("T", " "))),
        (t("column.source_url"), link),
        (t("column.source_sha256"), _split_digest(row.source_sha256)),
        (t("column.repairs"), f"{row.repairs:,}"),
    ]
    return pd.DataFrame(pairs, columns=["label", "value"])


def _split_digest(digest: str) -> str:
    # A line breaks between the parts, which fit the narrowest column: three quarters of a phone.
    return " ".join(f"`{digest[at : at + 16]}`" for at in range(0, len(digest), 16))


def _link(url: str) -> str:
    return f"[{escape_markdown(urlsplit(url).netloc)}]({quote(url, safe=':/?&=%')})"


def repair_names(kinds: Iterable[str]) -> list[str]:
    """Return the name of each of `kinds`; a kind without a name keeps its id."""
    messages = catalogue(current_run().language)
    return [messages.get(f"code.kind.{kind}", kind) for kind in kinds]


def repair_table(repairs: pd.DataFrame, briefings: pd.DataFrame) -> pd.DataFrame:
    """Count the repaired places: one row per kind of repair, one column per briefing.

    repairs, briefings: rows of the tables with these names. The most frequent kind is first. A dash
    means that the briefing has no such repair.
    """
    counted = repairs.groupby(["kind", "briefing_id"])["places"].sum().unstack()
    counted = counted.loc[counted.sum(axis=1).sort_values(ascending=False).index]
    names = {row.briefing_id: labels_briefings.name(row) for row in rows_of(briefings, BriefingRow)}
    table = pd.DataFrame({t("column.kind"): repair_names(counted.index)})
    for key, label in names.items():
        values = counted[key] if key in counted else pd.Series(float("nan"), index=counted.index)
        table[label] = [f"{n:,.0f}" if n > 0 else "—" for n in values]
    return table
