"""The panel of the word clouds: from what is selected to statistics, pictures and words.

Groups are told apart and measured within all filters but their own. So whoever picks one of them
sees the picture and the figures that it had among the others, which are gone then, or faded while
the places of a word are listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from dashboard import theme
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.style import label_width
from dashboard.charts.word_cloud import font_unit, word_cloud
from dashboard.components.downloads import about
from dashboard.components.panel import Chart, Image, Panel, Words
from dashboard.features.clouds import view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.labels.names import bars_alt
from dashboard.queries import selection, statistics, vocabulary
from dashboard.queries.cache import cached_per_corpus
from dashboard.stats.term_frequency import only_year, standing_alone, term_frequency, whole_words
from loaders.schema import SLOTS

LEAST_CHARACTERS, LEAST_WORDS = 300, 8  # with less, a cloud would show chance
EVIDENCE, LEAST_DISTINCT = 6.63, 3  # of a distinctive word: G2 (p < 0.01), and occurrences
MOST_CLOUDS = 8
_MOST_WORDS = {1: 200, 2: 150, 3: 90, 4: 90}  # of a cloud, by the number of clouds
_BESIDE_MANY = 60
_LINES = 16  # of the bars beside a cloud
_KEPT = 8  # contexts
_PLACE = ["briefing_id", "paragraph"]
_COLUMN = {"year": "year", "speaker": "speaker_id", "slot": "slot"}
_VALUE = {"occurrences": "occurrences", "rate": "per_10k", "distinctive": "g2"}
_SET_PHRASES = ("lexicon", "quoted", "document")  # those of the statistics may be half a phrase


@dataclass(frozen=True)
class _Found:
    """What a context holds: the characters of all groups, and the words of those looked at."""

    characters: Mapping[str, int]
    looked_at: Sequence[str]
    words: pd.DataFrame


@dataclass(frozen=True)
class _Group:
    """One cloud: its words, the largest first, and the lines of its bars."""

    key: str
    label: str
    characters: int
    unsaid: str
    words: pd.DataFrame
    lines: pd.DataFrame
    faded: bool


def clouds(chosen: Filters) -> Panel:
    """A word cloud, and ranked bars beside it, for each group of the chosen grouping."""
    context, picked = _context(chosen), getattr(chosen, chosen.group)
    found = _found(selection.corpus(), context, chosen.group, chosen.unit, picked)
    shown = [key for key in found.characters if chosen.term or not picked or key in picked]
    groups = _groups(found, chosen)
    drawn = [group for group in groups if group.key in shown]
    briefings, covered = selection.scope(context), statistics.covered(context)
    words = Words(
        t(f"clouds.title_{chosen.unit}"),
        view.reading([(group.label, group.words) for group in drawn], size=chosen.size),
        view.caveat(chosen, gaps=provenance.caveat(briefings, covered)),
    )
    own = [key for key in shown if not picked or key in picked]  # the others are but context
    frame = found.words.loc[found.words["group"].isin(own)].drop(columns="year")
    named = view.named(frame, by=chosen.group, briefings=briefings)
    charts = _pairs(groups, drawn, chosen)
    note = _left_out(found, [key for key in shown if key not in {g.key for g in groups}], chosen)
    if note:
        charts.append(Chart(None, heading=f"**{t('clouds.left_out')}**", note=note))
    return Panel(named, charts, words, views=("group", "size", "unit"))


def _context(chosen: Filters) -> Filters:
    return chosen.replace(**{chosen.group: ()}).without_view


def _groups(found: _Found, chosen: Filters) -> list[_Group]:
    """The groups of a context with text enough and a word to show, in their order."""
    words, picked, context = (
        _sized(found.words, chosen.size),
        getattr(chosen, chosen.group),
        _context(chosen),
    )
    briefings, covered = selection.scope(context), statistics.covered(context)
    groups = []
    for key, characters in found.characters.items():
        own = words.loc[words["group"] == key]
        if characters < LEAST_CHARACTERS or own.empty:
            continue
        label, faded = (
            view.group_name(chosen.group, key, briefings),
            bool(picked) and key not in picked,
        )
        groups.append(
            _Group(
                key=key,
                label=label,
                characters=characters,
                unsaid=view.unsaid(chosen.group, key, briefings, covered),
                words=own,
                lines=view.bar_rows(own.head(_LINES), chosen=chosen, label=label, faded=faded),
                faded=faded,
            )
        )
    return groups


def _sized(words: pd.DataFrame, size: str) -> pd.DataFrame:
    """Those of `words` that a cloud may draw, with the value that sizes them, the largest first."""
    alone = standing_alone(words)
    alone = alone.assign(value=alone[_VALUE[size]].astype(float))
    worth = alone["occurrences"] >= view.LEAST
    if size == "distinctive":
        worth = (alone["value"] >= EVIDENCE) & (alone["occurrences"] >= LEAST_DISTINCT)
    return alone.loc[worth].sort_values(["value", "term"], ascending=[False, True])


def _pairs(groups: Sequence[_Group], drawn: Sequence[_Group], chosen: Filters) -> list[Chart]:
    """A cloud and its bars for each of `drawn`, on the scale that all `groups` share."""
    pictured = [group.words for group in groups if len(group.words) >= LEAST_WORDS]
    most = _MOST_WORDS.get(len(pictured), _BESIDE_MANY)
    unit = font_unit(pictured, most=most)
    lines = [group.lines for group in groups]
    scale = {
        "longest": max((own["value"].max() for own in lines), default=0),
        "names": max((label_width(own["name"].tolist()) for own in lines), default=0),
        "room": max((label_width(own["value_text"].tolist()) for own in lines), default=0),
    }
    charts = []
    for group in drawn:
        figure = ranked_bars(group.lines, palette=theme.palette(), **scale)
        alt = bars_alt(group.lines, heading=group.label)
        heading = view.bars_heading(len(group.lines), chosen.size)
        charts += [_cloud(group, chosen, most, unit), Chart(figure, alt=alt, heading=heading)]
    return charts


def _cloud(group: _Group, chosen: Filters, most: int, unit: float) -> Chart:
    """The picture of `group`; where its words are too few, or all too small, the reason."""
    few = len(group.words) < LEAST_WORDS
    drawn = None
    if not few:
        drawn = word_cloud(
            group.words, unit=unit, most=most, palette=theme.palette(), faded=group.faded
        )
    size = {"characters": group.characters, "words": drawn.words if drawn else 0}
    heading = view.heading(group.label, unit=chosen.unit, unsaid=group.unsaid, **size)
    if drawn is None:
        note = view.no_cloud(few, chosen.size, least=LEAST_WORDS)
        return Chart(None, heading=heading, note=note)
    caption = view.caption(
        group.label,
        chosen,
        characters=group.characters,
        unsaid=group.unsaid,
        source=about(chosen.replace(**{chosen.group: (group.key,)}), "")["source"],
    )
    legend = view.meanings(group.words["year"].head(drawn.words).tolist())
    return Chart(
        None,
        alt=view.alt(
            group.words,
            label=group.label,
            count=drawn.words,
            unit=chosen.unit,
            size=chosen.size,
        ),
        heading=heading,
        image=Image(
            group.key,
            drawn.shown,
            partial(drawn.png, caption, legend=legend),
            partial(drawn.svg, caption, legend=legend),
        ),
    )


def _left_out(found: _Found, keys: Sequence[str], chosen: Filters) -> str:
    """Why the groups of `keys` are not there, and which years were not captured at all."""
    context = _context(chosen)
    briefings, covered = selection.scope(context), statistics.covered(context)
    names = {key: view.group_name(chosen.group, key, briefings) for key in keys}
    small = [key for key in keys if found.characters[key] < LEAST_CHARACTERS]
    unheard = [
        (provenance.briefing(row), provenance.missing(covered, row.briefing_id))
        for row in selection.rows(briefings)
        if chosen.group == "year" and str(row.year) not in found.characters
    ]
    return view.left_out(
        unheard=unheard,
        small=[(names[key], found.characters[key]) for key in small],
        plain=[names[key] for key in keys if key in found.looked_at and key not in small],
        beyond=[names[key] for key in keys if key not in found.looked_at],
        least=LEAST_CHARACTERS,
    )


@cached_per_corpus(maxsize=_KEPT)
def _found(
    _corpus: object, context: Filters, by: str, unit: str, picked: tuple[str, ...]
) -> _Found:
    """What `context` holds; its first MOST_CLOUDS groups are looked at, `picked` and small ones."""
    spoken, groups = selection.paragraphs(context), _members(context, by)
    sizes = groups.merge(spoken[[*_PLACE, "characters"]], on=_PLACE)
    summed = sizes.groupby("group")["characters"].sum()
    characters = _ordered(dict(zip(summed.index, summed.tolist(), strict=True)), by)
    large = [key for key, n in characters.items() if n >= LEAST_CHARACTERS]
    drawn = {*large[:MOST_CLOUDS], *picked}
    looked_at = [key for key, n in characters.items() if key in drawn or n < LEAST_CHARACTERS]
    place = {key: number for number, key in enumerate(looked_at)}
    inside = groups.loc[groups["group"].isin(looked_at)]
    inside = inside.sort_values("group", key=lambda keys: keys.map(place), kind="stable")
    words = term_frequency(_counts(context, unit), groups=inside, paragraphs=spoken)
    years = only_year(vocabulary.years(unit))
    # Of a word that was not counted where no text is held, nobody knows where it was not said.
    years.loc[years.index.isin(selection.uncounted(words["term"].unique().tolist()))] = 0
    return _Found(characters, looked_at, words.assign(year=words["term"].map(years)))


def _members(context: Filters, by: str) -> pd.DataFrame:
    """briefing_id, paragraph, group: a row for each group that a paragraph belongs to."""
    if by == "topic":
        hits = selection.hits(context).rename(columns={"topic_id": "group"})
        return hits[[*_PLACE, "group"]].drop_duplicates(ignore_index=True)
    spoken = selection.paragraphs(context)
    return spoken[_PLACE].assign(group=spoken[_COLUMN[by]].astype(str))


def _ordered(characters: Mapping[str, int], by: str) -> dict[str, int]:
    """Years and slots in their own order, topics by how often they come up, else the most first."""
    listed = {
        "year": sorted(characters),
        "slot": list(SLOTS),
        "topic": selection.topics()["topic_id"].tolist(),
        "speaker": sorted(characters, key=lambda key: (-characters[key], key)),
    }
    return {key: characters[key] for key in listed[by] if key in characters}


def _counts(context: Filters, unit: str) -> pd.DataFrame:
    """The words, or the set phrases, that a cloud may show: a row for each and each paragraph."""
    if unit == "phrase":
        counts = selection.phrase_counts(context)
        listed = counts["source"].isin(_SET_PHRASES)
        return counts.loc[listed].rename(columns={"phrase": "term"})
    return whole_words(statistics.content_words(context))
