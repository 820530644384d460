"""Rows of the ledger of wordings, in this run's language."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pandas.api.typing import NAType

from dashboard.components.ledger import Count, Entry, Group, Row
from dashboard.features.wording.sentences import short_name
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number, per_10k
from dashboard.labels.wordings import (
    GROUPS,
    REWORDED,
    Family,
    Wording,
    families,
    group_of,
    totals,
    turn,
)
from dashboard.queries import selection
from dashboard.queries.pair import Sides
from dashboard.queries.rows import rows_of
from loaders.lexicon.phrases import OF_HEAD, OURS

COLUMNS = ("compared", "all", "rate", "said", "place")  # those of the ledger, after the wording
_FOLDED = ("qa_only",)  # groups that open on a click, unless they are all that is listed
_MAX_NAMED = 3  # people and longer wordings in a cell


@dataclass(slots=True)
class Said:
    """A row of queries.wording.speakers."""

    wording: str
    briefing_id: str
    speaker_id: str
    organisation_id: str | None
    occurrences: int


def groups(
    frame: pd.DataFrame,
    whole: pd.DataFrame,
    *,
    said: pd.DataFrame,
    sides: Sides | None,
    bases: Mapping[str, int],
    longer: Mapping[str, Sequence[str]],
    chosen: Filters,
) -> list[Group]:
    """Build the groups of the ledger that have rows in `frame`.

    frame: the rows to list, of `whole`, the ledger, whose families they belong to. said: rows of
    queries.wording.speakers. bases: briefing_id -> characters of the compared part. longer: rows of
    queries.wording.longer. chosen: its status "reworded" makes one group of all that is listed.
    """
    by_group: dict[str, list[Family]] = {}
    for family in families(frame, chosen.order):
        key = REWORDED if chosen.status == REWORDED else group_of(family)
        by_group.setdefault(key, []).append(family)
    spoken, held = people(said, _MAX_NAMED), held_within(whole, longer, _MAX_NAMED)
    known = selection.table("phrases", Filters())
    heads = dict(zip(known["phrase"], known["english"].fillna(""), strict=True))
    wholes = {each.head: each.rows for each in families(whole, chosen.order) if each.head}
    ids = (sides.earlier.briefing_id, sides.later.briefing_id) if sides else ()
    words = {"first": short_name(sides.earlier), "last": short_name(sides.later)} if sides else {}

    def row(each: Wording) -> Row:
        made = _row(each, spoken, ids, [bases.get(key, 0) for key in ids])
        within = held.get(each.wording)
        note = t("wording.within", wordings=within) if within else ""
        return replace(made, about=" ".join(filter(None, (note, made.about))))

    drawn = [key for key in GROUPS if key in by_group]
    return [
        Group(
            title=_group_title(key, by_group[key], words, is_first=key == drawn[0]),
            status=key,
            entries=[
                _entry(family, key, wholes, heads, row, bool(sides)) for family in by_group[key]
            ],
            is_open=key not in _FOLDED or len(by_group) == 1,
        )
        for key in drawn
    ]


def _group_title(
    key: str, listed: Sequence[Family], words: Mapping[str, str], *, is_first: bool
) -> str:
    n = sum(len(family.rows) for family in listed)
    title = t(f"wording.group.{key}", n=number(n), families=len(listed), **words)
    return title if is_first or key == "kept" else t("wording.besides", title=title)


def _entry(
    family: Family,
    group: str,
    wholes: Mapping[str, Sequence[Wording]],
    heads: Mapping[str, str],
    row: Callable[[Wording], Row],
    is_pair: bool,
) -> Entry:
    rows = [row(each) for each in family.rows]
    if family.head is None or (len(rows) == 1 and group != REWORDED):
        return Entry(rows)
    whole = wholes[family.head]
    total = _total_text(whole) if is_pair else ""
    if group == REWORDED:
        gone, new = turn(Family(family.head, [*whole]))
        note = t("wording.turn_note", old=gone.english or "", new=new.english or "")
        title = t("wording.arrow", old=gone.wording, new=new.wording)
        return Entry(rows, title, pick("", note), total)
    return Entry(rows, family.head, pick("", heads.get(family.head, "")), total)


def _total_text(rows: Sequence[Wording]) -> str:
    sums = {name: number(n) for name, n in totals(rows).items()}
    return t("wording.total", n=len(rows), **sums)


def _row(
    row: Wording,
    spoken: Mapping[str, Mapping[str, str]],
    ids: Sequence[str],
    bases: Sequence[int],
) -> Row:
    sides = list(zip(("older", "newer"), ids, strict=False)) or [("newer", row.first_briefing_id)]
    shown = [
        [
            _count(getattr(row, f"{side}_{part}"), f"{part}:{key}" if part == "all" or ids else "")
            for side, key in sides
        ]
        for part in ("compared", "all")
    ]
    rates = [
        _rate(getattr(row, f"{side}_compared"), base)
        for (side, _), base in zip(sides, bases or [0], strict=True)
    ]
    return Row(
        wording=row.wording,
        gloss=pick("", row.english or ""),
        counts=[*shown, rates],
        lines=[*spoken.get(row.wording, {}).values()],
        place=Count(_place(row), f"all:{row.first_briefing_id}"),
        about=_about(row),
    )


def _count(n: int | NAType, link: str) -> Count:
    if isinstance(n, NAType):
        return Count(t("wording.unknown"))
    return Count(number(n), link if n else "")


def _rate(n: int | NAType, base: int) -> Count:
    if isinstance(n, NAType) or not base:
        return Count(t("wording.unknown"))
    return Count(per_10k(1e4 * n / base))


def _place(row: Wording) -> str:
    tag = labels_briefings.names()[row.first_briefing_id]
    return t("wording.place", briefing=tag, paragraph=row.first_paragraph)


def _about(row: Wording) -> str:
    """Return the source of a gloss that is published, and the mark of the test, if any."""
    source = row.english_source
    official = pick("", t("wording.official", source=source)) if _is_official(source) else ""
    mark = "" if row.conclusive is None else t(f"wording.mark.{bool(row.conclusive)}")
    return " ".join(filter(None, (official, mark)))


def _is_official(source: str | None) -> bool:
    return bool(source) and source not in (OURS, OF_HEAD)


def held_within(
    whole: pd.DataFrame, longer: Mapping[str, Sequence[str]], most: int
) -> dict[str, str]:
    """Return wording -> the longer ones that its counts include, with how often in all.

    whole: the ledger. longer: of queries.wording.longer. most: wordings that are named; more are
    counted. The places of two longer ones may be the same.
    """
    rows = {row.wording: row for row in rows_of(whole, Wording)}
    found = {}
    for wording, listed in longer.items():
        holding = sorted((rows[each] for each in listed), key=lambda row: row.most, reverse=True)
        said = [_held(wording, row) for row in holding[:most]]
        is_cut, text = len(holding) > most, join(said)
        found[wording] = t("wording.held_more", wordings=text, n=len(holding)) if is_cut else text
    return found


def _held(wording: str, row: Wording) -> str:
    """Return a longer wording, and how often each briefing says `wording` in it."""
    sides = ("older_all", "newer_all") if row.status else ("newer_all",)
    times = row.wording.count(wording)
    counts = [_count(getattr(row, side) * times, "").text for side in sides]
    return t("wording.held", wording=row.wording, n=" → ".join(counts))


def people(said: pd.DataFrame, most: int) -> dict[str, dict[str, str]]:
    """Return wording -> briefing_id -> who says it there, with bodies and occurrences.

    said: rows of queries.wording.speakers. most: people who are named; more are counted.
    """
    names, listed = labels_briefings.names(), dict[tuple[str, str], list[Said]]()
    for row in rows_of(said, Said):
        listed.setdefault((row.wording, row.briefing_id), []).append(row)
    found: dict[str, dict[str, str]] = {}
    for (wording, key), rows in listed.items():
        text = t("wording.said", briefing=names[key], people=_people_text(rows, most))
        found.setdefault(wording, {})[key] = text
    return found


def _people_text(rows: Sequence[Said], most: int) -> str:
    names = [filter_name("speaker", row.speaker_id) for row in rows]
    bodies = [
        filter_name("org", row.organisation_id) if row.organisation_id else "" for row in rows
    ]
    named = [
        t(
            "wording.person" if body and body != name else "wording.person_alone",
            name=name,
            body=body,
            n=number(row.occurrences),
        )
        for row, name, body in zip(rows[:most], names, bodies, strict=False)
    ]
    more = len(rows) - len(named)
    return t("wording.and_more", people=join(named), n=more) if more > 0 else join(named)


def matches(frame: pd.DataFrame, q: str, statuses: Collection[str]) -> pd.DataFrame:
    """Return the rows of `frame` with `q` in the wording, its family or its gloss.

    q: any text, without regard to case; "" for all. statuses: those to list; empty for all.
    """
    wanted = q.strip("“”\"' ").casefold()
    texts = (
        frame["wording"] + "\n" + frame["family"].fillna("") + "\n" + frame["english"].fillna("")
    )
    is_found = texts.str.casefold().str.contains(wanted, regex=False)
    return frame.loc[is_found & (frame["status"].isin(statuses) | (not statuses))]
