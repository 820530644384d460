"""The people, outlets and bodies of the corpus, and what each said, within a reader's filters."""

import pandas as pd

from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.queries import identifiers, selection, wording
from dashboard.queries.conditions import SPEAKER_FILTERS, turn_condition
from dashboard.queries.query import cached_per_corpus, corpus_query

_NOBODY = "-"  # the id of no speaker
_SUMS = ["turns", "characters", "syllables"]


def is_speaker(who: str) -> bool:
    """Return whether `who` is a person or an outlet, and not the body of its speakers."""
    return who in identifiers.known_ids()["speaker"]


@cached_per_corpus(maxsize=4)
def outlets() -> frozenset[str]:
    """Return the ids of the speakers that are outlets."""
    speakers = selection.table("speakers", Filters())
    return frozenset(speakers.loc[speakers["is_outlet"], "speaker_id"])


def said_by(who: str, chosen: Filters) -> Filters:
    """Return `chosen`, of what `who` says alone: nothing if `chosen` selects others."""
    parameter = "speaker" if is_speaker(who) else "org"
    own = getattr(chosen, parameter)
    return chosen.replace(**{parameter: (who if not own or who in own else _NOBODY,)})


@cached_per_corpus(parameters=ID_PARAMETERS)
def everyone(chosen: Filters) -> pd.DataFrame:
    """Return a row for each person, outlet and body of `chosen`, those who say most first.

    role: person, outlet or body; the body of an outlet is the outlet, and has no row. who,
    organisation_id: ids; of a person the body that it last appears for, or None. briefing_ids: of
    all its appearances, separated by commas, in the order of time. turns, characters, syllables:
    what it says within `chosen`, 0 for somebody who is there and says nothing.
    """
    turns = selection.turns(chosen)
    present = appearances(chosen)
    if chosen.section or chosen.kind or chosen.topic:
        spoke = turns[["briefing_id", "speaker_id"]].drop_duplicates()
        present = present.merge(spoke, on=["briefing_id", "speaker_id"])
    counted = turns.assign(turns=1)
    speakers = _sum(present, counted, "speaker_id")
    bodies = present.loc[~present["is_outlet"] & present["organisation_id"].notna()]
    spoken_for = counted.loc[~counted["is_outlet"]]
    of_bodies = _sum(bodies, spoken_for, "organisation_id").assign(role="body")
    speakers["role"] = speakers["is_outlet"].map({True: "outlet", False: "person"})
    every = pd.concat([speakers, of_bodies], ignore_index=True)
    columns = ["role", "who", "organisation_id", "slot", "briefing_ids", *_SUMS]
    return every.sort_values(["syllables", "who"], ascending=[False, True])[columns].reset_index(
        drop=True
    )


def _sum(present: pd.DataFrame, turns: pd.DataFrame, key: str) -> pd.DataFrame:
    grouped = present.groupby(key, sort=False)
    frame = grouped.agg(
        is_outlet=("is_outlet", "last"),
        organisation_id=("organisation_id", "last"),
        slot=("slot", "last"),
        briefing_ids=("briefing_id", lambda ids: ",".join(dict.fromkeys(ids))),
    )
    sums = turns.groupby(key)[_SUMS].sum().reindex(frame.index, fill_value=0)
    return frame.join(sums.astype(int)).rename_axis("who").reset_index()


@cached_per_corpus(parameters=ID_PARAMETERS)
def own_wordings(who: str, chosen: Filters) -> pd.DataFrame:
    """Count the wordings that `who` alone says in the briefings of `chosen`: the most said first.

    Columns: wording, english, year, briefing_id, occurrences (within `chosen`). Wordings are those
    that the page Wording lists; whether others say one does not depend on who speaks on what.
    """
    everywhere = wording.counts_of(chosen.briefings_only)
    bodies = appearances(chosen.briefings_only)[["briefing_id", "speaker_id", "organisation_id"]]
    rows = everywhere.merge(bodies, on=["briefing_id", "speaker_id"])
    is_own = rows["speaker_id"].eq(who) | rows["organisation_id"].eq(who)
    shared = set(rows.loc[~is_own, "wording"])
    said = selection.phrase_counts(said_by(who, chosen)).rename(columns={"phrase": "wording"})
    is_listed = said["wording"].isin(set(rows["wording"]) - shared)
    keys = ["wording", "year", "briefing_id"]
    own = said.loc[is_listed].groupby(keys)["occurrences"].sum().reset_index()
    glosses = selection.table("phrases", Filters()).rename(columns={"phrase": "wording"})
    named = own.merge(glosses[["wording", "english"]], on="wording")
    order = named.sort_values(["occurrences", "wording"], ascending=[False, True])
    return order[["wording", "english", "year", "briefing_id", "occurrences"]].reset_index(
        drop=True
    )


@corpus_query(maxsize=16, parameters=SPEAKER_FILTERS)
def appearances(filters: Filters) -> str:
    """Select table appearances within the filters of briefings and speakers, in order of time.

    With the names of the speakers, is_outlet and outlet_class.
    """
    return f"""SELECT b.year, a.*, t.name AS speaker_zh, t.name_en AS speaker_en, t.is_outlet,
        t.outlet_class
        FROM appearances a
        JOIN briefings b USING (briefing_id) JOIN speakers t USING (speaker_id)
        WHERE {turn_condition(filters, SPEAKER_FILTERS)}
        ORDER BY b.year, a.briefing_id, a.speaker_id"""
