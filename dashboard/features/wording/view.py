"""Rows of the ledger of wordings, in this run's language."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from pandas.api.typing import NAType

from dashboard.components.ledger import Count, Entry, Group, Row, Said
from dashboard.features.wording import people, sentences
from dashboard.features.wording.sentences import short_name
from dashboard.filters import Filters
from dashboard.i18n import join, join_sentences, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import number, per_10k
from dashboard.labels.wordings import (
    GROUPS,
    REWORDED,
    Family,
    Wording,
    as_int,
    families,
    group_of,
    shortest,
    totals,
    turn,
)
from dashboard.queries import selection
from dashboard.queries.pair import Sides
from dashboard.queries.rows import rows_of
from loaders.lexicon.phrases import OF_HEAD, OURS

COLUMNS = ("said", "compared", "all", "rate", "place")  # those of the ledger, after the wording
_FOLDED = ("kept", "qa_only")  # groups that open on a click, unless they are all that is listed
_MAX_NAMED = 3  # longer wordings in a cell


@dataclass(frozen=True)
class Listed:
    """The material of the rows of the ledger.

    whole: the ledger, to whose families the listed rows belong. said, longer, names: rows of
    queries.wording.speakers, .longer and .other_names. sides: the two briefings, None if fewer are
    selected. bases: briefing_id -> characters of the compared part. chosen: of its views, status
    and order.
    """

    whole: pd.DataFrame
    said: pd.DataFrame
    longer: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    sides: Sides | None
    bases: Mapping[str, int]
    chosen: Filters

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the two briefings, the earlier one first; none if there are fewer."""
        return tuple(self.sides.ids.values()) if self.sides else ()

    @property
    def words(self) -> dict[str, str]:
        """The names of the two briefings, as placeholders."""
        return dict(zip(("first", "last"), map(short_name, self.sides or ()), strict=False))


def groups(frame: pd.DataFrame, listed: Listed) -> list[Group]:
    """Build the groups of the ledger that have rows in `frame`.

    Under a status that is no family's, each wording has a row of its own; else a family is one row
    that opens. The status "reworded" makes one group of all that is listed. A group that is the
    only one has no title: that of the page names it.
    """
    chosen = listed.chosen
    is_flat = chosen.status not in ("any", REWORDED)
    by_group: dict[str, list[Family]] = {}
    for family in families(frame.assign(family=None) if is_flat else frame, chosen.order):
        key = REWORDED if chosen.status == REWORDED else group_of(family)
        by_group.setdefault(key, []).append(family)
    made = _Rows(listed)
    drawn = [key for key in GROUPS if key in by_group]
    of_all = Counter(listed.whole["status"])
    return [
        Group(
            title=sentences.group_title(key, by_group[key], of_all, listed.words)
            if len(drawn) > 1
            else "",
            status=key,
            entries=[made.entry(family, key) for family in by_group[key]],
            is_open=key not in _FOLDED or len(by_group) == 1,
        )
        for key in drawn
    ]


class _Rows:
    """Makes the rows of `listed`, and those of whole families."""

    def __init__(self, listed: Listed) -> None:
        self._listed = listed
        self._people = people.cells(listed.said)
        self._held = held_within(listed.whole, listed.longer, _MAX_NAMED)
        known = selection.table("phrases", Filters())
        self._heads = dict(zip(known["phrase"], known["english"].fillna(""), strict=True))
        found = families(listed.whole, listed.chosen.order)
        self._wholes = {each.head: each.rows for each in found if each.head}
        parts = {head: [row.wording for row in shortest(own)] for head, own in self._wholes.items()}
        own = people.of_families(listed.said, parts)
        self._family_people = people.cells(own, is_short=True)

    def entry(self, family: Family, group: str) -> Entry:
        """Return a family as one row that opens, or its only row."""
        rows = [self.row(each) for each in family.rows]
        if family.head is None or (len(rows) == 1 and group != REWORDED):
            return Entry(rows)
        return Entry(rows, self._head(family.head, group))

    def row(self, row: Wording) -> Row:
        """Return the row of a wording."""
        within = self._held.get(row.wording)
        notes = [t("wording.within", wordings=within)] if within else []
        return Row(
            wording=row.wording,
            gloss=pick("", row.english or ""),
            counts=_counts(row, self._listed),
            lines=(),
            place=Count(_place(row), f"all:{row.first_briefing_id}"),
            about=join_sentences(
                _mark(row), sentences.other_name(row, self._listed.names, self._listed.words)
            ),
            said=self._people.get(row.wording, []),
            notes=[*notes, *_source(row)],
        )

    def _head(self, head: str, group: str) -> Row:
        """Return the row of a whole family: each place once, so that no count has a link."""
        whole = self._wholes[head]
        title = t("wording.family_of", head=head)
        gloss = pick("", self._heads.get(head, ""))
        if group == REWORDED:
            gone, new = turn(Family(head, [*whole]))
            title = t("wording.arrow", old=gone.wording, new=new.wording)
            gloss = pick("", t("wording.arrow", old=gone.english or "", new=new.english or ""))
        said: list[Said] = self._family_people.get(head, [])
        is_pair = group == REWORDED and len(whole) == 2  # its arrow says which is new
        named = () if is_pair else whole
        note = sentences.family_note(whole, named, self._listed.words)
        return Row(title, gloss, self._sums(whole), (), Count(""), note, said=said)

    def _sums(self, whole: Sequence[Wording]) -> list[list[Count]]:
        sums, ids, bases = totals(whole), self._listed.ids, self._listed.bases
        known = {
            name: n for name, n in sums.items() if not all(_is_null(row, name) for row in whole)
        }
        sides = ("older", "newer") if ids else ("newer",)
        shown = [
            [_count(known.get(f"{side}_{part}", pd.NA), "") for side in sides]
            for part in ("compared", "all")
        ]
        rates = [
            _rate(known.get(f"{side}_compared", pd.NA), bases.get(key, 0))
            for side, key in zip(sides, ids, strict=False)
        ]
        return [*shown, rates]


def _is_null(row: Wording, name: str) -> bool:
    return isinstance(getattr(row, name), NAType)


def _counts(row: Wording, listed: Listed) -> list[list[Count]]:
    """Return the counts of what is compared, of all, and the rates of what is compared."""
    ids = listed.ids
    sides = list(zip(("older", "newer"), ids, strict=False)) or [("newer", row.first_briefing_id)]
    shown = [
        [
            _count(getattr(row, f"{side}_{part}"), f"{part}:{key}" if part == "all" or ids else "")
            for side, key in sides
        ]
        for part in ("compared", "all")
    ]
    rates = [
        _rate(getattr(row, f"{side}_compared"), listed.bases.get(key, 0)) for side, key in sides
    ]
    return [*shown, rates]


def _mark(row: Wording) -> str:
    return "" if row.conclusive is None else t(f"wording.mark.{bool(row.conclusive)}")


def _unknown() -> str:
    return t("wording.unknown")


def _count(n: int | NAType, link: str) -> Count:
    return Count(_unknown()) if isinstance(n, NAType) else Count(number(n), link if n else "")


def _rate(n: int | NAType, base: int) -> Count:
    if isinstance(n, NAType) or not base:
        return Count(_unknown())
    return Count(per_10k(1e4 * n / base))


def _place(row: Wording) -> str:
    """Name the first place; the briefing too, if both of the two have the wording."""
    if not (as_int(row.older_all) and as_int(row.newer_all)):
        return t("wording.paragraph", paragraph=row.first_paragraph)
    tag = labels_briefings.names()[row.first_briefing_id]
    return t("wording.place", briefing=tag, paragraph=row.first_paragraph)


def _source(row: Wording) -> list[str]:
    """Return the source of a gloss that is published."""
    source = row.english_source
    is_official = bool(source) and source not in (OURS, OF_HEAD)
    said = pick("", t("wording.official", source=source)) if is_official else ""
    return [said] if said else []


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
