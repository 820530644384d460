"""Two briefings side by side, as plain text: what compares, who spoke, what each stated."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from dashboard.escape import escape_markdown
from dashboard.features.comparison.pair import SIDES, Pair
from dashboard.features.comparison.view import SCOPES
from dashboard.filters import Filters
from dashboard.i18n import catalogue, join, language, pick, t
from dashboard.labels.numbers import number, percent
from dashboard.queries import selection
from dashboard.stats.fact_comparison import STATES
from loaders.schema import KINDS, SECTIONS, SLOTS

_CHINESE = 0.5  # of the characters of a text: with less in Han script, it is in another language
_FEW = 3  # people or values: one more and they are a number, or a table


def banner(two: Pair, spoken: Mapping[str, pd.DataFrame], chosen: Filters) -> list[str]:
    """What is compared and why, a sentence each. spoken: scope -> the paragraphs it compares."""
    said = [_bases(two, paragraphs, scope) for scope, paragraphs in spoken.items()]
    if "whole" in spoken:
        said += filter(None, [_one_sided(two, spoken["whole"])])
    if any((chosen.slot, chosen.org, chosen.speaker)):
        said.append(t("comparison.filters_both", **two.words))
    if chosen.section or chosen.kind:
        said.append(t("comparison.filters_fixed"))
    return [*said, *_foreign(two), *([] if two.dated else [t("comparison.no_order")])]


def _foreign(two: Pair) -> list[str]:
    """What is to be said of texts that are not in Chinese: topics and words are counted in it."""
    foreign = [
        name
        for name, row in zip(two.names, two[:2], strict=True)
        if row.han_characters < _CHINESE * row.characters
    ]
    return [t("comparison.foreign", names=join(foreign))] if foreign else []


def _bases(two: Pair, paragraphs: pd.DataFrame, scope: str) -> str:
    sums = paragraphs.groupby("briefing_id")["characters"].sum()
    sizes = {side: number(sums.get(key, 0)) for side, key in two.ids.items()}
    if not all(sums.get(key, 0) for key in two.ids.values()):
        return t(f"comparison.nothing.{scope}", **two.words)
    return t(f"comparison.compared.{scope}", **two.words, **sizes)


def _one_sided(two: Pair, paragraphs: pd.DataFrame) -> str:
    """How much of the whole transcripts lies in sections that the other briefing lacks."""
    said = []
    for place, (row, other) in enumerate((two[:2], two[1::-1])):
        own = paragraphs.loc[paragraphs["briefing_id"] == row.briefing_id]
        unmet = own.loc[~own["section"].isin(other.sections_captured.split(","))]
        if len(unmet):
            sections = join([t(f"code.section.{section}") for section in unmet["section"].unique()])
            size = unmet["characters"].sum()
            words = {"characters": number(size), "share": percent(size / own["characters"].sum())}
            sides = {"side": two.names[place], "other": two.names[1 - place], **two.words}
            said.append(t("comparison.one_sided", sections=sections, **sides, **words))
    return " ".join(said)


def compared(turns: pd.DataFrame, scope: str, slots: Collection[str]) -> pd.DataFrame:
    """`turns`, in the order of slots, and whether `scope` compares them: the column compared.

    slots: those that are compared.
    """
    inside = turns["slot"].isin(list(slots))
    for column, codes in SCOPES[scope].items():
        inside &= turns[column].isin(codes) | (not codes)
    place = turns["slot"].map(SLOTS.index)
    marked = turns.assign(compared=inside, place=place)
    return marked.sort_values(["place", "year", "turn"]).drop(columns="place")


def slot_table(turns: pd.DataFrame, two: Pair) -> pd.DataFrame:
    """Who spoke in which slot, and how much of it is compared: a row a slot, a column a briefing.

    turns: of `compared`. A slot that only moderates or asks has no row unless that is compared.
    """
    speaks = turns["compared"] | turns["kind"].isin(["statement", "answer"])
    rows = [
        {
            t("column.slot"): t(f"code.slot.{slot}"),
            **{head: _cell(own, row, slot) for head, row in zip(two.heads, two[:2], strict=True)},
        }
        for slot, own in turns.loc[speaks].groupby("slot", sort=False)
    ]
    return pd.DataFrame(rows, columns=[t("column.slot"), *two.heads])


def _cell(turns: pd.DataFrame, briefing: Any, slot: object) -> str:
    own = turns.loc[turns["briefing_id"] == briefing.briefing_id]
    met, rest = own.loc[own["compared"]], own.loc[~own["compared"]]
    if own.empty and slot == "host_city" and _is_municipality(briefing):
        return t("comparison.municipality", city=pick(briefing.host_city, briefing.host_city_en))
    if own.empty:
        return t("comparison.nobody")
    parts = []
    if len(met):
        size = number(met["characters"].sum())
        parts.append(t("comparison.slot_compared", who=_who(met, ()), characters=size))
    if len(rest):
        kinds = join([t(f"code.kind.{kind}") for kind in KINDS if kind in set(rest["kind"])])
        named = set(met["speaker_id"])
        who = "" if set(rest["speaker_id"]) <= named else _who(rest, named)
        words = {"kinds": kinds, "characters": number(rest["characters"].sum())}
        parts.append(t("comparison.slot_left_out", who=who, **words))
    return t("comparison.slot_separator").join(parts)


def _who(turns: pd.DataFrame, named: Collection[str]) -> str:
    """Who speaks in `turns`, with their bodies but for those that were `named` before."""
    people = turns.drop_duplicates("speaker_id")
    if len(people) > _FEW:
        return t("comparison.slot_many", n=len(people))
    return join([_person(row, row.speaker_id not in named) for row in selection.rows(people)])


def _person(row: Any, with_body: bool) -> str:
    name = pick(row.speaker_zh, row.speaker_en)
    if row.is_outlet or not (row.organisation_zh and with_body):
        return name
    body = pick(row.organisation_zh, row.organisation_en)
    return t("comparison.person", name=name, body=body)


def fact_tables(found: pd.DataFrame, two: Pair) -> list[tuple[str, pd.DataFrame]]:
    """The facts side by side: the heading of each table in Markdown, and its rows as plain text.

    First one table of the fields that hold a value or two, then one for each list, with its tally.
    found: of fact_comparison.
    """
    shown = {side: [_fact(row, side) for row in selection.rows(found)] for side in SIDES}
    short, lists = [], []
    for field, own in found.assign(**shown).groupby("field", sort=False):
        label = _field(str(field))
        values = {side: own[side].loc[own[side] != ""].tolist() for side in SIDES}
        if max(map(len, values.values())) < _FEW:
            pairs = zip(SIDES, two[:2], strict=True)
            cells = [join(values[side]) or _unstated(str(field), row) for side, row in pairs]
            short.append((label, *cells))
        else:
            heading = f"**{escape_markdown(label)}**  :gray[{escape_markdown(_tally(own, values))}]"
            lists.append((heading, _pairs(own, two)))
    first = pd.DataFrame(short, columns=["", *two.heads])
    return [(f"**{t('comparison.in_short')}**", first), *lists]


def partly(two: Pair) -> str:
    """Which of the two was captured in one section alone, though more was announced; or ""."""
    captured = [row.sections_captured for row in two[:2]]
    return "".join(
        t(f"comparison.partly.{section}", side=side)
        for side, section, gap in zip(two.names, captured, two.gaps, strict=True)
        if gap and section in SECTIONS
    )


def _unstated(field: str, briefing: Any) -> str:
    known = field == "province" and _is_municipality(briefing)
    return t("comparison.no_province" if known else "comparison.not_stated")


def _is_municipality(briefing: Any) -> bool:
    """Whether the host is a city of the rank of a province."""
    return bool(briefing.host_city) and briefing.host_city == briefing.host_province


def _field(field: str) -> str:
    key = f"fact.{field}"
    return t(key if key in catalogue(language()) else f"comparison.{key}")


def _fact(row: Any, side: str) -> str:
    value, english = (getattr(row, f"{side}_{name}") for name in ("value", "value_en"))
    return pick(value, english or value).replace("/", " – ") if value else ""


def _tally(own: pd.DataFrame, values: Mapping[str, list[str]]) -> str:
    counted = own["state"].value_counts()
    parts = [
        t("comparison.tally", state=t(f"code.state.{state}"), n=counted.get(state, 0))
        for state in STATES
        if state != "changed"
    ]
    sizes = {side: len(values[side]) for side in SIDES}
    return t("comparison.tallied", parts=t("comparison.tally_separator").join(parts), **sizes)


def _pairs(own: pd.DataFrame, two: Pair) -> pd.DataFrame:
    cells = {
        head: [value or "—" for value in own[side]]
        for side, head in zip(SIDES, two.heads, strict=True)
    }
    marks = [t(f"comparison.mark.{state}") for state in own["state"]]
    return pd.DataFrame({t("column.state"): marks, **cells})
