"""What is known of each briefing, in words: its facts, its coverage, its source, its repairs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd

from dashboard import theme
from dashboard.escape import escape_markdown
from dashboard.i18n import catalogue, join, language, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.queries import selection, session_corpus

_LISTED = 5  # a field with more values than this is shown as their number


def briefing(row: Any) -> str:
    """What a row that holds the columns of table briefings is called (see briefing_names)."""
    return labels_briefings.name(row)


def not_captured(coverage: pd.DataFrame, briefing_id: str) -> list[str]:
    """The names of the sections that this briefing announced and that were not captured."""
    states = zip(coverage["briefing_id"], coverage["section"], coverage["state"], strict=True)
    return [
        t(f"code.section.{section}")
        for briefing, section, state in states
        if briefing == briefing_id and state == "not_captured"
    ]


def missing(coverage: pd.DataFrame, briefing_id: str) -> str:
    """What to say where a section that was not captured would stand, "" where none is missing."""
    missing = not_captured(coverage, briefing_id)
    return t("chart.missing", sections=join(missing)) if missing else ""


def badges(coverage: pd.DataFrame) -> str:
    """The sections of one briefing and their state, as badges of Markdown."""
    looks = {"captured": ("green", "check"), "not_captured": ("orange", "hourglass_empty")}
    shown = []
    for row in selection.rows(coverage):
        colour, icon = looks.get(str(row.state), ("gray", "remove"))
        label = t(f"panel.state.{row.state}", section=t(f"code.section.{row.section}"))
        shown.append(f":{colour}-badge[:material/{icon}: {label}]")
    return " ".join(shown)


def session_badge(briefing_id: str) -> str:
    """A badge of Markdown on a briefing that only this session has, "" on any other."""
    mine = briefing_id in session_corpus.joined()
    return f" :gray-badge[:material/person: {t('adding.badge')}]" if mine else ""


def counts(turns: pd.DataFrame, coverage: pd.DataFrame) -> list[tuple[str, str]]:
    """Label and figure of one briefing's counts; a dash where what is counted was not captured.

    turns: all of the briefing, as selection.turns gives them. coverage: its rows of coverage.
    """
    people = turns.loc[~turns["is_outlet"], "speaker_id"].nunique()
    questions = coverage.loc[coverage["section"] == "q_and_a", "questions"].dropna()
    return [
        (t("overview.characters"), f"{turns['characters'].sum():,}"),
        (t("overview.turns"), f"{len(turns):,}"),
        (t("overview.people"), f"{people:,}"),
        (t("overview.questions"), f"{questions.sum():,}" if len(questions) else "—"),
    ]


def facts(
    row: Any,
    stated: pd.DataFrame,
    *,
    coverage: pd.DataFrame,
    outlets: pd.DataFrame,
    silent: Sequence[str],
) -> pd.DataFrame:
    """What is known of one briefing, as rows of label and value, in the order of reading.

    row: of table briefings. stated: rows of table facts, those of the briefings shown beside it
    included. coverage, outlets: its rows of coverage and of outlets_by_class. silent: names of
    those who attended without a captured turn.
    """
    unheard = not_captured(coverage, row.briefing_id)
    pairs = [
        (t("overview.held"), _held(row)),
        (t("overview.published"), _published(row)),
        (t("overview.credited"), row.credited_to),
        *_stated(row.briefing_id, stated),
        (t("overview.outlets"), t("overview.unheard") if unheard else _outlets(outlets)),
        (t("overview.silent"), join(list(silent))),
    ]
    shown = [(label, value or "—") for label, value in pairs]
    return pd.DataFrame(shown, columns=["label", "value"])


def _stated(briefing_id: str, facts: pd.DataFrame) -> list[tuple[str, str]]:
    # A field that any of the briefings states stands in all of them, so that the rows line up.
    known = [key.removeprefix("fact.") for key in catalogue(language()) if key.startswith("fact.")]
    own = facts.loc[facts["briefing_id"] == briefing_id]
    named = own.assign(
        value=[pick(zh, en or zh) for zh, en in zip(own["value"], own["value_en"], strict=True)]
    )
    values = named.groupby("field")["value"].agg(list)
    return [
        (t(f"fact.{field}"), _values(values.get(field, [])))
        for field in known
        if field in set(facts["field"])
    ]


def _values(values: Sequence[str]) -> str:
    if len(values) > _LISTED:
        return t("overview.many", n=len(values))
    return join([value.replace("/", " – ") for value in values])


def _held(row: Any) -> str | None:
    """The day of the briefing, marked where it rests on another report than the page."""
    corrected = row.date_held and row.date_held_basis == "correction"
    return t("overview.held_elsewhere", date=row.date_held) if corrected else row.date_held


def _published(row: Any) -> str:
    when = (row.published_at or "").replace("T", " ")
    if row.publisher and when:
        return t("overview.published_at", publisher=row.publisher, when=when)
    return row.publisher or when


def _outlets(outlets: pd.DataFrame) -> str:
    shown = outlets.loc[(outlets["outlets"] > 0) | (outlets["outlet_class"] == "foreign")]
    return join(
        [
            t(
                "overview.outlet_count",
                kind=t(f"code.outlet_class.{row.outlet_class}"),
                n=row.outlets,
            )
            for row in selection.rows(shown)
        ]
    )


def uncaptured(briefings: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """The sentence that says what was announced and not captured, "" where nothing is."""
    gaps: Mapping[str, Sequence[str]] = {
        briefing(row): not_captured(coverage, row.briefing_id) for row in selection.rows(briefings)
    }
    parts = [
        t("panel.not_captured", briefing=label, sections=join(list(sections)))
        for label, sections in gaps.items()
        if sections
    ]
    return " ".join(parts)


def caveat(briefings: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """What was not captured, and that the briefings therefore do not compare."""
    both = (uncaptured(briefings, coverage), unequal(briefings, coverage))
    return " ".join(filter(None, both))


def unequal(briefings: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """The warning that totals do not compare, "" where every briefing was captured alike."""
    captured = coverage.loc[coverage["state"] == "captured"]
    kinds = captured.groupby("briefing_id")["section"].agg(tuple).nunique()
    return t("panel.unequal") if len(briefings) > 1 and kinds > 1 else ""


def heading(row: Any, detail: str = "", *, colour: str = "") -> str:
    """A briefing's mark, name and a quieter `detail`, in Markdown. row: of table briefings.

    colour: of the mark, where it is not that of the year.
    """
    quiet = f"  :gray[{escape_markdown(detail)}]" if detail else ""
    return f"{_mark(row, colour)} **{escape_markdown(briefing(row))}**{quiet}"


def title(row: Any) -> str:
    """A briefing's mark and name, in Markdown, for a heading. row: of table briefings."""
    return f"{_mark(row)} {escape_markdown(briefing(row))}"


def _mark(row: Any, colour: str = "") -> str:
    return f':color[●]{{foreground="{colour or theme.palette().year(row.year)}"}}'


def base(row: Any, coverage: pd.DataFrame, sections: Sequence[str]) -> str:
    """What the shares of a briefing are shares of: its captured sections and their characters.

    "" where none of the sections was captured: what is not known has no number.
    row: of selection.scope. sections: those selected; none means all.
    """
    states = zip(coverage["briefing_id"], coverage["section"], coverage["state"], strict=True)
    names = [
        t(f"code.section.{section}")
        for briefing, section, state in states
        if briefing == row.briefing_id
        and state == "captured"
        and section in (sections or (section,))
    ]
    if not names:
        return ""
    return t("panel.base", sections=join(names), characters=f"{row.base_characters:,}")


def source(row: Any) -> pd.DataFrame:
    """Where one briefing's text comes from, as rows of label and value in Markdown.

    row: of table briefings.
    """
    link = _link(row.source_url) if row.source_url else t("sources.no_url")
    pairs = [
        (t("sources.title"), escape_markdown(row.title)),
        (t("column.publisher"), escape_markdown(row.publisher or "—")),
        (t("column.credited_to"), escape_markdown(row.credited_to or "—")),
        (t("column.published_at"), escape_markdown((row.published_at or "—").replace("T", " "))),
        (t("column.source_url"), link),
        (t("column.source_sha256"), _halves(row.source_sha256)),
        (t("column.repairs"), f"{row.repairs:,}"),
    ]
    return pd.DataFrame(pairs, columns=["label", "value"])


def _halves(digest: str) -> str:
    # In one piece it would be wider than a phone.
    middle = len(digest) // 2
    return f"`{digest[:middle]}` `{digest[middle:]}`"


def _link(url: str) -> str:
    return f"[{escape_markdown(urlsplit(url).netloc)}]({quote(url, safe=':/?&=%')})"


def repair_names(kinds: Iterable[str]) -> list[str]:
    """What each of `kinds` is called; a kind without a name keeps its id."""
    words = catalogue(language())
    return [words.get(f"code.kind.{kind}", kind) for kind in kinds]


def repair_kinds(repairs: pd.DataFrame, briefings: pd.DataFrame) -> pd.DataFrame:
    """How many places of each briefing every kind of repair touched: a row a kind.

    repairs, briefings: rows of those tables. A kind that a briefing did not need is a dash.
    """
    counted = repairs.groupby(["kind", "briefing_id"])["places"].sum().unstack()
    counted = counted.loc[counted.sum(axis=1).sort_values(ascending=False).index]
    names = {row.briefing_id: briefing(row) for row in selection.rows(briefings)}
    table = pd.DataFrame({t("column.kind"): repair_names(counted.index)})
    for key, label in names.items():
        values = counted[key] if key in counted else pd.Series(float("nan"), index=counted.index)
        table[label] = [f"{n:,.0f}" if n > 0 else "—" for n in values]
    return table
