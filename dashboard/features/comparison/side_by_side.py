"""Two briefings side by side: what is compared, who spoke, what each states."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import catalogue, join, pick, t
from dashboard.labels import provenance
from dashboard.labels.numbers import number, percent
from dashboard.labels.pair import Pair
from dashboard.queries.comparison_family import SCOPES
from dashboard.queries.pair import SIDES
from dashboard.queries.rows import BriefingRow, SpeakerNames, rows_of
from dashboard.run_context import current_run
from dashboard.stats.fact_comparison import CHANGED_STATES, STATES, Parts, changed_parts, stretches
from loaders.schema import KINDS, SECTIONS, SLOTS

_FEW = 3  # more people than this are counted, not named; a field of this many values gets a table


@dataclass(slots=True)
class _Person(SpeakerNames):
    speaker_id: str
    is_outlet: bool
    organisation_zh: str | None
    organisation_en: str | None


@dataclass(slots=True)
class _FactTexts:
    """A pair of facts: its state, and what each briefing states, in this run's language."""

    state: str
    earlier: str
    later: str


def banner_sentences(
    pair: Pair, paragraphs_by_scope: Mapping[str, pd.DataFrame], chosen: Filters
) -> list[str]:
    """Return the sentences that say what is compared, and what limits the comparison.

    paragraphs_by_scope: scope -> the paragraphs of both briefings that it compares.
    """
    sentences = [
        _size_sentence(pair, paragraphs, scope) for scope, paragraphs in paragraphs_by_scope.items()
    ]
    has_text = [is_comparable(pair, paragraphs) for paragraphs in paragraphs_by_scope.values()]
    if len(has_text) > 1 and all(has_text):
        sentences.append(t("comparison.compared.readings"))
    if "whole" in paragraphs_by_scope and has_text[-1]:
        sentences += filter(None, [_one_sided_sentences(pair, paragraphs_by_scope["whole"])])
    if _selects_speakers(chosen):
        sentences.append(t("comparison.filters_both", **pair.placeholders))
    if chosen.section or chosen.kind:
        sentences.append(t("comparison.filters_fixed"))
    if chosen.topic:
        sentences.append(t("comparison.filters_topic"))
    return [
        *sentences,
        *filter(None, [provenance.foreign_sentence(pair[:2])]),
        *([] if pair.is_order_known else [t("comparison.no_order")]),
    ]


def _size_sentence(pair: Pair, paragraphs: pd.DataFrame, scope: str) -> str:
    sums = paragraphs.groupby("briefing_id")["characters"].sum()
    sizes = {side: number(sums.get(key, 0)) for side, key in pair.ids.items()}
    if not is_comparable(pair, paragraphs):
        return t(f"comparison.nothing.{scope}", **pair.placeholders)
    return t(f"comparison.compared.{scope}", **pair.placeholders, **sizes)


def _selects_speakers(chosen: Filters) -> bool:
    return bool(chosen.slot or chosen.org or chosen.speaker)


def is_comparable(pair: Pair, paragraphs: pd.DataFrame) -> bool:
    """Return whether both briefings have any characters in `paragraphs`."""
    with_text = paragraphs.loc[paragraphs["characters"] > 0, "briefing_id"]
    return set(pair.ids.values()) <= set(with_text)


def _one_sided_sentences(pair: Pair, paragraphs: pd.DataFrame) -> str:
    """Say how much of each transcript is in sections that the other briefing lacks."""
    sentences = []
    for place, (row, other) in enumerate((pair[:2], pair[1::-1])):
        all_paragraphs = paragraphs.loc[paragraphs["briefing_id"] == row.briefing_id]
        one_sided = all_paragraphs.loc[
            ~all_paragraphs["section"].isin(other.sections_captured.split(","))
        ]
        if len(one_sided):
            sections = join(
                [t(f"code.section.{section}") for section in one_sided["section"].unique()]
            )
            size = one_sided["characters"].sum()
            words = {
                "characters": number(size),
                "share": percent(size / all_paragraphs["characters"].sum()),
            }
            sides = {"side": pair.names[place], "other": pair.names[1 - place], **pair.placeholders}
            sentences.append(t("comparison.one_sided", sections=sections, **sides, **words))
    return " ".join(sentences)


def mark_compared(turns: pd.DataFrame, scope: str, slots: Collection[str]) -> pd.DataFrame:
    """Return `turns` sorted by slot, with the column compared: True within `scope` and `slots`.

    turns: rows of selection.turns.
    """
    is_compared = turns["slot"].isin(list(slots))
    for column, codes in SCOPES[scope].items():
        is_compared &= turns[column].isin(codes) | (not codes)
    place = turns["slot"].map(SLOTS.index)
    marked = turns.assign(compared=is_compared, place=place)
    return marked.sort_values(["place", "year", "turn"]).drop(columns="place")


def slot_table(turns: pd.DataFrame, pair: Pair, chosen: Filters) -> pd.DataFrame:
    """Return the table of who spoke in each slot, and how many characters are compared.

    It has a row per slot and a column per briefing. turns: from mark_compared, within `chosen`. A
    slot that only moderates or asks has no row, unless it is compared.
    """
    nobody = t("comparison.nobody_selected" if _selects_speakers(chosen) else "comparison.nobody")
    speaks = turns["compared"] | turns["kind"].isin(["statement", "answer"])
    rows = [
        {
            t("column.slot"): t(f"code.slot.{slot}"),
            **{
                head: _slot_cell(slot_turns, row, slot) or nobody
                for head, row in zip(pair.headings, pair[:2], strict=True)
            },
        }
        for slot, slot_turns in turns.loc[speaks].groupby("slot", sort=False)
    ]
    return pd.DataFrame(rows, columns=[t("column.slot"), *pair.headings])


def _slot_cell(turns: pd.DataFrame, briefing: BriefingRow, slot: object) -> str:
    """Return who of `briefing` spoke in `slot`, and how much; "" if nobody did."""
    briefing_turns = turns.loc[turns["briefing_id"] == briefing.briefing_id]
    compared, rest = (
        briefing_turns.loc[briefing_turns["compared"]],
        briefing_turns.loc[~briefing_turns["compared"]],
    )
    if briefing_turns.empty and slot == "host_city" and _is_municipality(briefing):
        city = briefing.host_city or ""
        return t("comparison.municipality", city=pick(city, briefing.host_city_en or city))
    parts = []
    if len(compared):
        size = number(compared["characters"].sum())
        parts.append(t("comparison.slot_compared", who=_name_people(compared, ()), characters=size))
    if len(rest):
        kind_names = join([t(f"code.kind.{kind}") for kind in KINDS if kind in set(rest["kind"])])
        named = set(compared["speaker_id"])
        who = "" if set(rest["speaker_id"]) <= named else _name_people(rest, named)
        words = {"kinds": kind_names, "characters": number(rest["characters"].sum())}
        key = "slot_left_out" if who else "slot_left_out_same"
        parts.append(t(f"comparison.{key}", who=who, **words))
    return t("comparison.slot_separator").join(parts)


def _name_people(turns: pd.DataFrame, named: Collection[str]) -> str:
    """Return the names of the speakers of `turns`, or their number if it is over _FEW.

    named: ids of speakers whose organisation was named before and is left out.
    """
    people = turns.drop_duplicates("speaker_id")
    if len(people) > _FEW:
        return t("comparison.slot_many", n=len(people))
    return join(
        [_name_person(row, row.speaker_id not in named) for row in rows_of(people, _Person)]
    )


def _name_person(row: _Person, with_body: bool) -> str:
    name = pick(row.speaker_zh, row.speaker_en)
    if row.is_outlet or not (row.organisation_zh and with_body):
        return name
    body = pick(row.organisation_zh, row.organisation_en or row.organisation_zh)
    return t("comparison.person", name=name, body=body)


def fact_tables(facts: pd.DataFrame, pair: Pair) -> list[tuple[str, pd.DataFrame]]:
    """Return the tables of facts that differ: (heading, rows), both in Markdown.

    A table for each field with more than two values of a briefing, with the number of facts in each
    state in its heading, then one of the other fields. What a narrowed, widened or reworded value
    has alone is marked in its cell and named next to its state. facts: rows of
    stats.fact_comparison.
    """
    short, lists = [], []
    for field, field_facts in _with_texts(facts).groupby("field", sort=False):
        label = _field_label(str(field))
        values = {side: field_facts[side].loc[field_facts[side] != ""].tolist() for side in SIDES}
        if not differs(field_facts).any():
            continue
        if max(map(len, values.values())) < _FEW:
            pairs = zip(SIDES, pair[:2], strict=True)
            cells = [join(values[side]) or _missing_value(str(field), row) for side, row in pairs]
            short.append((label, *cells))
        else:
            tally = escape_markdown(_tally(field_facts, values))
            heading = f"**{escape_markdown(label)}**  :gray[{tally}]"
            lists.append((heading, _list_table(field_facts.loc[differs(field_facts)], pair)))
    rest = pd.DataFrame(short, columns=["", *pair.headings]).map(escape_markdown)
    tables = [*lists, (f"**{t('comparison.in_short')}**", rest)]
    return [(heading, rows) for heading, rows in tables if len(rows)]


def same_facts(facts: pd.DataFrame) -> str:
    """Return what both briefings state alike, a paragraph for each field, in Markdown; or "".

    facts: rows of stats.fact_comparison.
    """
    same = _with_texts(facts.loc[~differs(facts)])
    stated = same.groupby("field", sort=False)["later"].agg(list)
    return "\n\n".join(
        f"**{escape_markdown(_field_label(str(field)))}** {escape_markdown(join(values))}"
        for field, values in stated.items()
    )


def differs(facts: pd.DataFrame) -> pd.Series:
    """Return for each row of stats.fact_comparison whether the two briefings differ in it."""
    return facts["state"] != "same"


def pairing_sentence(facts: pd.DataFrame) -> str:
    """Name the pairs of facts that were narrowed, widened or reworded, or say that none was.

    facts: rows of stats.fact_comparison.
    """
    shown = _with_texts(facts)
    changes = []
    for state in CHANGED_STATES:
        pairs = [
            t("comparison.facts_pair", earlier=row.earlier, later=row.later)
            for row in rows_of(shown.loc[shown["state"] == state], _FactTexts)
        ]
        if pairs:
            words = {"state": t(f"code.state.{state}"), "pairs": join(pairs)}
            changes.append(t("comparison.facts_changed", **words))
    if not changes:
        return t("comparison.facts_unchanged")
    return t("comparison.facts_reading", changes=t("comparison.facts_separator").join(changes))


def _with_texts(facts: pd.DataFrame) -> pd.DataFrame:
    """Return `facts` with the columns earlier and later: the values in this run's language."""
    texts = {
        side: list(map(_format_value, facts[f"{side}_value"], facts[f"{side}_value_en"]))
        for side in SIDES
    }
    return facts.assign(**texts)


def partial_capture_note(pair: Pair) -> str:
    """Return the note on a briefing with one section captured though more were announced, or ""."""
    captured = [row.sections_captured for row in pair[:2]]
    return "".join(
        t(f"comparison.partly.{section}", side=side)
        for side, section, gap in zip(pair.names, captured, pair.gaps, strict=True)
        if gap and section in SECTIONS
    )


def _missing_value(field: str, briefing: BriefingRow) -> str:
    known = field == "province" and _is_municipality(briefing)
    return t("comparison.no_province" if known else "comparison.not_stated")


def _is_municipality(briefing: BriefingRow) -> bool:
    """Return whether the host is a city with the rank of a province."""
    return bool(briefing.host_city) and briefing.host_city == briefing.host_province


def _field_label(field: str) -> str:
    key = f"fact.{field}"
    return t(key if key in catalogue(current_run().language) else f"comparison.{key}")


def _format_value(value: str | None, english: str | None) -> str:
    return pick(value, english or value).replace("/", " – ") if value else ""


def _tally(facts: pd.DataFrame, values: Mapping[str, list[str]]) -> str:
    counts = facts["state"].value_counts()
    parts = [
        t("comparison.tally", state=t(f"code.state.{state}"), n=counts[state])
        for state in STATES
        if state in counts
    ]
    sizes = {side: len(values[side]) for side in SIDES}
    return t("comparison.tallied", parts=t("comparison.tally_separator").join(parts), **sizes)


def _list_table(facts: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    rows = [_list_row(row) for row in rows_of(facts, _FactTexts)]
    return pd.DataFrame(rows, columns=[t("column.state"), *pair.headings])


def _list_row(row: _FactTexts) -> tuple[str, str, str]:
    """Return the state and both wordings of a row of facts, in Markdown."""
    state = t("comparison.marked", mark=t(f"comparison.mark.{row.state}"),
              state=t(f"code.state.{row.state}"))  # fmt: skip
    if row.state not in CHANGED_STATES:
        texts = [escape_markdown(text or "—") for text in (row.earlier, row.later)]
        return (escape_markdown(state), texts[0], texts[1])
    dropped, added = changed_parts(row.earlier, row.later)
    changes = [
        t(f"comparison.fact_{key}", wordings=_quote(stretches(parts)))
        for key, parts in (("added", added), ("dropped", dropped))
        if stretches(parts)
    ]
    named = t(
        "comparison.mark_changes",
        state=state,
        changes=t("comparison.tally_separator").join(changes),
    )
    return escape_markdown(named), _mark(dropped, "~~"), _mark(added, "**")


def _quote(wordings: list[str]) -> str:
    return join([t("comparison.quoted", wording=wording) for wording in wordings])


def _mark(parts: Parts, sign: str) -> str:
    """Return `parts` in Markdown, each changed one between two of `sign`."""
    return "".join(
        f"{sign}{escape_markdown(text)}{sign}" if changed else escape_markdown(text)
        for changed, text in parts
    )
