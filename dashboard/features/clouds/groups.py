"""The words of each group of a word cloud: counted, and tested against the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries import host_names, identifiers, search, selection, statistics, vocabulary
from dashboard.queries.query import cached_per_corpus
from dashboard.queries.scope import Scope
from dashboard.stats.distinctiveness import COLUMNS as DISTINCTIVENESS
from dashboard.stats.distinctiveness import distinctiveness
from dashboard.stats.random_deals import deal_count
from dashboard.stats.term_frequency import (
    single_year,
    term_frequency,
)
from loaders.lexicon.topics import split
from loaders.schema import SLOTS

MIN_CHARACTERS = 300  # of a group; with fewer, a cloud would show chance
MAX_CLOUDS = 8
DISTINCTIVE = "distinctive"
_CACHE_SIZE = 8  # results of _group_words
_PARAGRAPH_KEY = ["briefing_id", "paragraph"]
_UNTESTED = pd.DataFrame(columns=[*DISTINCTIVENESS, "test"])
_GROUP_COLUMNS = {"year": "briefing_id", "speaker": "speaker_id", "slot": "slot"}
# Sources of the phrases that are drawn; one of source "statistics" may be half a phrase.
_SET_PHRASES = ("lexicon", "quoted", "document")


@dataclass(frozen=True)
class GroupWords:
    """The groups of a selection and their words.

    characters: group -> its characters, for all groups. measured: the groups whose words were
    counted. words: rows of stats.term_frequency of the measured groups, with the columns host_name
    (True for the names of the hosts) and year.
    """

    characters: Mapping[str, int]
    measured: Sequence[str]
    words: pd.DataFrame


def context_filters(scope: Scope, chosen: Filters) -> Filters:
    """Return the filters of `scope` without the one that selects groups.

    A briefing that does not compare with others is not joined by them when its year is selected.
    """
    if chosen.group == "year" and not scope.is_alike:
        return scope.filters
    kept = scope.base.slot if chosen.group == "slot" else ()
    return scope.filters.replace(**{chosen.group: kept})


def count_words(scope: Scope, chosen: Filters) -> GroupWords:
    """Count the words of each group within `scope`; test them if distinctive ones are asked for."""
    views = (chosen.group, chosen.unit, chosen.size == DISTINCTIVE)
    return _group_words(context_filters(scope, chosen), views, selected_groups(chosen))


def selected_groups(chosen: Filters) -> tuple[str, ...]:
    """Return the ids of the groups that the filters select, none if they select all."""
    if chosen.group != "year":
        selected: tuple[str, ...] = getattr(chosen, chosen.group)
        return selected
    if not (chosen.year or chosen.briefing):
        return ()
    return tuple(selection.briefings(chosen.briefings_only)["briefing_id"])


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _group_words(
    context: Filters, views: tuple[str, str, bool], selected: tuple[str, ...]
) -> GroupWords:
    """Return the words of each group within the filters `context`.

    The words are counted in the first MAX_CLOUDS groups with enough text, in the `selected` groups,
    and in those with too little text. views: the kind of group; "term" or "phrase"; whether each
    word is tested against the rest.
    """
    by, unit, is_tested = views
    paragraphs, groups = selection.paragraphs(context), _group_paragraphs(context, by)
    group_paragraphs = groups.merge(paragraphs[[*_PARAGRAPH_KEY, "characters"]], on=_PARAGRAPH_KEY)
    sums = group_paragraphs.groupby("group")["characters"].sum()
    characters = _sort_groups(dict(zip(sums.index, sums.tolist(), strict=True)), by)
    large = [key for key, n in characters.items() if n >= MIN_CHARACTERS]
    drawn = {*large[:MAX_CLOUDS], *selected}
    measured = [key for key, n in characters.items() if key in drawn or n < MIN_CHARACTERS]
    position = {key: number for number, key in enumerate(measured)}
    members = groups.loc[groups["group"].isin(measured)]
    members = members.sort_values("group", key=lambda keys: keys.map(position), kind="stable")
    counts = _term_counts(context, unit)
    words = term_frequency(counts, groups=members, paragraphs=paragraphs)
    if is_tested and by == "topic":
        words = words.loc[~_is_own_term(words)]
    words = words.merge(
        _tests(counts, words, members, paragraphs) if is_tested else _UNTESTED,
        how="left",
        on=["group", "term"],
    )
    years = single_year(vocabulary.term_years(unit))
    # A term that was not counted in texts that are not stored may occur in further years.
    years.loc[years.index.isin(search.uncounted_terms(words["term"].unique().tolist()))] = 0
    is_host_name = host_names.matcher(context.briefings_only)
    hosts = {term: is_host_name(term) for term in words["term"].unique()}
    words = words.assign(host_name=words["term"].map(hosts), year=words["term"].map(years))
    return GroupWords(characters, measured, words)


def _is_own_term(words: pd.DataFrame) -> pd.Series:
    """Return for each row of `words` whether its word holds, or is in, a term of its group's topic.

    The paragraphs of a topic are those that hold its terms, so that these prove nothing.
    """
    topics = selection.topics()
    terms = {
        key: split(cell) for key, cell in zip(topics["topic_id"], topics["terms"], strict=True)
    }
    own = [
        any(own in term or term in own for own in terms[group])
        for group, term in zip(words["group"], words["term"], strict=True)
    ]
    return pd.Series(own, index=words.index, dtype=bool)


def _tests(
    counts: pd.DataFrame, words: pd.DataFrame, members: pd.DataFrame, paragraphs: pd.DataFrame
) -> pd.DataFrame:
    """Return stats.distinctiveness of the groups that are large enough to be drawn.

    Rows with the same value in column test are one test, as of two groups without a third: what
    the one uses more, the other uses less.
    """
    is_large = words["characters"] >= MIN_CHARACTERS
    groups = members.loc[members["group"].isin(words.loc[is_large, "group"])]
    deals = deal_count(len(words.loc[is_large]))
    found = distinctiveness(counts, groups=groups, paragraphs=paragraphs, deals=deals)
    return found.assign(test=found["term"] if _are_halves(groups, paragraphs) else found.index)


def _are_halves(groups: pd.DataFrame, paragraphs: pd.DataFrame) -> bool:
    """Return whether `groups` are two and every spoken paragraph is in one of them alone."""
    spoken = paragraphs.loc[paragraphs["characters"] > 0, _PARAGRAPH_KEY]
    joined = spoken.merge(groups, how="left", on=_PARAGRAPH_KEY)
    is_divided = len(joined) == len(spoken) and joined["group"].notna().all()
    return bool(groups["group"].nunique() == 2 and is_divided)


def _group_paragraphs(context: Filters, by: str) -> pd.DataFrame:
    """Return briefing_id, paragraph and group, a row per paragraph and group."""
    if by == "topic":
        hits = selection.hits(context).rename(columns={"topic_id": "group"})
        return hits[[*_PARAGRAPH_KEY, "group"]].drop_duplicates(ignore_index=True)
    paragraphs = selection.paragraphs(context)
    return paragraphs[_PARAGRAPH_KEY].assign(group=paragraphs[_GROUP_COLUMNS[by]].astype(str))


def _sort_groups(characters: Mapping[str, int], by: str) -> dict[str, int]:
    """Sort `characters` (group -> characters) by group.

    Briefings ascend by year; slots are in the order of the schema; the most frequent topics and the
    speakers with the most characters come first.
    """
    orders = {
        "year": list(identifiers.years()),
        "slot": list(SLOTS),
        "topic": selection.topics()["topic_id"].tolist(),
        "speaker": sorted(characters, key=lambda key: (-characters[key], key)),
    }
    return {key: characters[key] for key in orders[by] if key in characters}


def _term_counts(context: Filters, unit: str) -> pd.DataFrame:
    """Return the words or set phrases that a cloud may show, a row per term and paragraph."""
    if unit == "phrase":
        counts = selection.phrase_counts(context)
        is_set_phrase = counts["source"].isin(_SET_PHRASES)
        return counts.loc[is_set_phrase].rename(columns={"phrase": "term"})
    return statistics.content_words(context)
