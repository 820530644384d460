"""The people who say a wording: their bodies and counts, and how many wordings each says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.components.ledger import Person, Said
from dashboard.i18n import join, join_some, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number
from dashboard.queries.rows import rows_of

_MAX_SHOWN, _MAX_NAMED = 3, 3  # people in a cell before it opens, and in a sentence


@dataclass(slots=True)
class Saying:
    """A row of queries.wording.speakers."""

    wording: str
    briefing_id: str
    speaker_id: str
    organisation_id: str | None
    occurrences: int

    @property
    def name(self) -> str:
        """The name of the speaker in this run's language."""
        return filter_name("speaker", self.speaker_id)

    @property
    def body(self) -> str:
        """The body for which they speak; "" if none is stated, or if it is the speaker itself."""
        body = filter_name("org", self.organisation_id) if self.organisation_id else ""
        return "" if body == self.name else body

    @property
    def who(self) -> str:
        """The name, followed by the body if there is one."""
        form = "wording.who" if self.body else "wording.who_alone"
        return t(form, name=self.name, body=self.body)


def cells(said: pd.DataFrame, *, is_short: bool = False) -> dict[str, list[Said]]:
    """Return wording -> who says it, in each of the briefings that have it.

    said: rows of queries.wording.speakers. Of a briefing with more than three people, the rest
    open on a click. is_short: no bodies, and the rest are only counted, as where rows that have
    both open below. One briefing alone is not named.
    """
    names, found = labels_briefings.names(), dict[str, list[Said]]()
    for wording, by_briefing in _grouped(said).items():
        found[wording] = [
            _cell(rows, names[key] if len(by_briefing) > 1 else "", is_short=is_short)
            for key, rows in by_briefing.items()
        ]
    return found


def texts(said: pd.DataFrame) -> dict[str, str]:
    """Return wording -> all who say it, with bodies and counts, by briefing, for a file."""
    names = labels_briefings.names()
    return {
        wording: t("wording.semicolon").join(
            t("wording.said", briefing=names[key], people=join([_text(row) for row in rows]))
            for key, rows in by_briefing.items()
        )
        for wording, by_briefing in _grouped(said).items()
    }


def of_families(said: pd.DataFrame, wholes: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return rows as of `said` of whole families, the heads of which are their wordings.

    wholes: head -> the wordings whose places are those of the family, each place once.
    """
    head_of = {wording: head for head, wordings in wholes.items() for wording in wordings}
    own = said.loc[said["wording"].isin(head_of)]
    named = own.assign(wording=own["wording"].map(head_of), place=range(len(own)))
    keys = ["wording", "briefing_id", "speaker_id", "organisation_id"]
    years = {key: place for place, key in enumerate(labels_briefings.names())}
    sums = named.groupby(keys, sort=False, dropna=False)["occurrences"].sum().reset_index()
    order = sums.assign(year=sums["briefing_id"].map(years), rank=-sums["occurrences"])
    sums = order.sort_values(["wording", "year", "rank"], kind="stable")[[*keys, "occurrences"]]
    bodies = sums["organisation_id"].astype(object)
    return sums.assign(organisation_id=bodies.where(bodies.notna(), None))


def who_sentence(said: pd.DataFrame, wordings: Collection[str]) -> str:
    """Say how many of `wordings` each person says, the most first; "" if nobody says one."""
    own = said.loc[said["wording"].isin([*wordings])]
    counted = own.groupby("speaker_id")["wording"].nunique()
    people = [
        t("wording.says", name=filter_name("speaker", str(key)), n=number(int(n)))
        for key, n in counted.sort_values(ascending=False, kind="stable").items()
    ]
    named = join_some(people, _MAX_NAMED, more="wording.and_more")
    return t("wording.says_all", people=named) if people else ""


def _grouped(said: pd.DataFrame) -> dict[str, dict[str, list[Saying]]]:
    found: dict[str, dict[str, list[Saying]]] = {}
    for row in rows_of(said, Saying):
        found.setdefault(row.wording, {}).setdefault(row.briefing_id, []).append(row)
    return found


def _cell(rows: Sequence[Saying], briefing: str, *, is_short: bool) -> Said:
    people = [_person(row, is_short=is_short) for row in rows]
    # One more name takes no more room than the words that count it.
    n_shown = len(people) if len(people) <= _MAX_SHOWN + 1 else _MAX_SHOWN
    shown, rest = people[:n_shown], people[n_shown:]
    label = t("wording.of", briefing=briefing) if briefing else ""
    form = "wording.rest_counted" if is_short else "wording.rest"
    more = t(form, n=len(rest)) if rest else ""
    return Said(shown, label, () if is_short else rest, more)


def _person(row: Saying, *, is_short: bool = False) -> Person:
    body = t("wording.body", body=row.body) if row.body and not is_short else ""
    form = "wording.said_times" if body else "wording.said_times_alone"
    return Person(row.name, body, t(form, n=number(row.occurrences)))


def _text(row: Saying) -> str:
    person = _person(row)
    return f"{person.name}{person.body}{person.count}"
