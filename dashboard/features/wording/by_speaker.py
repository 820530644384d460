"""The ledger by speaker: for each person, the listed wordings that they say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.components.ledger import Count, Entry, Group, Row
from dashboard.features.wording.people import Saying
from dashboard.features.wording.view import Listed
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.briefings import selecting_filter
from dashboard.labels.numbers import number
from dashboard.queries import identifiers
from dashboard.queries.rows import rows_of

COLUMNS = [
    "said_by", "wording", "english", "status", "briefing_id", "occurrences", "speaker_id",
    "organisation_id",
]  # fmt: skip
_MAX_LONG, _MAX_OPEN = 150, 1  # rows of a list; of a longer one, the speakers who are unfolded


def spoken(shown: pd.DataFrame, listed: Listed) -> pd.DataFrame:
    """Return a row for each wording of `shown`, person and briefing, in COLUMNS.

    said_by is the name of the person and of the body. Those who say most of the wordings come
    first, and of each what they say most. A filter of speakers leaves its own.
    """
    said = listed.said.merge(shown[["wording", "english", "status"]], on="wording")
    if listed.chosen.speaker:
        said = said.loc[said["speaker_id"].isin(listed.chosen.speaker)]
    by_speaker = said.groupby("speaker_id")
    order = said.assign(
        wordings=-by_speaker["wording"].transform("nunique"),
        times=-said.groupby(["speaker_id", "wording"])["occurrences"].transform("sum"),
    )
    ordered = order.sort_values(["wordings", "speaker_id", "times", "wording"], kind="stable")
    names = [row.who for row in rows_of(ordered[list(Saying.__slots__)], Saying)]
    return ordered.assign(said_by=names)[COLUMNS].reset_index(drop=True)


def groups(shown: pd.DataFrame, listed: Listed) -> list[Group]:
    """Build a group for each person who says a wording of `shown`: a list with their counts."""
    known = shown.set_index("wording")["english"]
    said = spoken(shown, listed)
    rows = rows_of(said[list(Saying.__slots__)], Saying)
    people: dict[str, dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        people[row.speaker_id][row.wording].append(row)
    tags = _tags(listed) if said["briefing_id"].nunique() > 1 else {}
    n_open = _MAX_OPEN if len(rows) > _MAX_LONG else len(people)
    return [
        Group(
            t("wording.by", who=_last(own).who, n=len(own)),
            "by_speaker",
            [Entry([_row(sayings, known[word], tags)]) for word, sayings in own.items()],
            is_open=place < n_open,
            is_brief=True,
        )
        for place, own in enumerate(people.values())
    ]


def _last(own: Mapping[str, Sequence[Saying]]) -> Saying:
    """Return a row that names a body, if one does, of the later briefing."""
    sayings = [saying for each in own.values() for saying in each]
    years = identifiers.years()
    return max(sayings, key=lambda row: (row.organisation_id is not None, years[row.briefing_id]))


def _tags(listed: Listed) -> dict[str, str]:
    return {row.briefing_id: labels_briefings.tag(row) for row in listed.sides or ()}


def _row(sayings: Sequence[Saying], english: str | None, tags: Mapping[str, str]) -> Row:
    counts = [
        Count(_times(row, tags.get(row.briefing_id, "")), _link(row.briefing_id, row.speaker_id))
        for row in sayings
    ]
    return Row(sayings[0].wording, pick("", english or ""), [counts], (), Count(""))


def _times(row: Saying, tag: str) -> str:
    n = number(row.occurrences)
    return t("wording.times_in", briefing=tag, n=n) if tag else t("wording.times", n=n)


def _link(briefing_id: str, speaker_id: str) -> str:
    return f"{briefing_id}:{speaker_id}"


def links(said: pd.DataFrame) -> dict[str, Filters]:
    """Return key of a link -> the filters of what one person says in one briefing."""
    found = {}
    for briefing, speaker in said[["briefing_id", "speaker_id"]].drop_duplicates().to_numpy():
        parameter, value = selecting_filter(briefing)
        found[_link(briefing, speaker)] = Filters().replace(
            **{parameter: [value], "speaker": [speaker]}
        )
    return found
