"""The comparison of the two bundled briefings: what is new, what holds, and how often it errs."""

import json
from collections.abc import Mapping

import duckdb
import numpy as np
import pytest

from benchmarks import simulate
from dashboard.features.comparison import panels
from dashboard.features.overview import topics as overview_topics
from dashboard.features.overview.finding import Subject
from dashboard.filters import VIEWS, Filters
from dashboard.i18n import t
from dashboard.labels.names import filter_name
from dashboard.labels.pair import Pair, choose_pair
from dashboard.queries import comparison_family as family
from dashboard.queries import selection, simulation, statistics
from dashboard.stats.random_deals import random_deals
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES
from loaders.corpus.store import Corpus
from tests.support.run import serve, show
from tests.support.server import ROOT

# What each topic counts in the opening statements of the slots that both briefings have.
COUNTS_OF_TOPICS = """
with spoken as (
    select briefing_id, turn, slot from '{folder}/tables/turns-*.parquet'
    join '{folder}/tables/appearances-*.parquet' using (briefing_id, speaker_id)
    where kind = 'statement' and section = 'opening'
), shared as (select slot from spoken group by slot having count(distinct briefing_id) = 2)
select topic_id,
    sum(occurrences) filter (year = 2022) as earlier,
    sum(occurrences) filter (year = 2023) as later
from '{folder}/tables/topic_hits-*.parquet'
join '{folder}/tables/paragraphs-*.parquet' using (briefing_id, paragraph)
join spoken using (briefing_id, turn) join shared using (slot)
join '{folder}/tables/briefings-*.parquet' using (briefing_id) group by topic_id
"""


@pytest.fixture
def pair(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Pair:
    serve(monkeypatch, corpus)
    show(monkeypatch, Filters())
    found = choose_pair(selection.briefings(Filters()), statistics.coverage(Filters()))
    assert found
    return found


def test_phrases_of_the_statements_are_new_gone_and_kept(pair: Pair) -> None:
    """Counted in the tables by hand: free occurrences in the statements of shared roles."""
    compared = family.family(Filters(unit="phrase"), pair)
    assert family.wording(compared.totals["phrase"]) == {
        "n": 232, "kept": 78, "gone": 59, "new": 95,
    }  # fmt: skip


def test_only_names_of_the_hosts_hold_in_the_statements(pair: Pair) -> None:
    compared = family.family(Filters(), pair)
    rows = compared.ratios["term"]["statements"]
    solid = rows.loc[rows["conclusive"].astype(bool)]
    assert {"天津", "福建"} >= set(solid["term"]) >= {"天津"}
    assert solid["host_name"].all()
    assert not compared.ratios["topic_id"]["statements"]["conclusive"].any()
    hosts = set(rows.loc[rows["host_name"].astype(bool), "term"])
    assert {"天津", "厦门", "福建", "天津市委", "福建省委", "市委"} == hosts


def test_nested_forms_are_one_row(pair: Pair) -> None:
    rows = family.family(Filters(), pair).ratios["term"]["statements"].set_index("term")
    forms = {"天津": "", "福建": "福建省", "厦门": "厦门市", "党的二十大": "二十大",
             "网络强国": "强国", "成果展示": "展示", "高峰论坛": "论坛",
             "分论坛": ""}  # fmt: skip
    assert {row: rows.loc[row, "forms"] for row in forms} == forms
    assert not {*filter(None, forms.values())} & set(rows.index)
    looked_up = family.family(Filters(term="二十大"), pair).ratios["term"]["statements"]
    assert "二十大" in set(looked_up["term"])


def test_those_said_as_often_as_the_last_one_named_are_named(pair: Pair) -> None:
    """Two topics are said twice in 2023 alone, after one of 8 and one of 3 occurrences."""
    reading = panels.topics(Filters(), pair).text.takeaway
    ids = ["culture", "minors", "plans", "cross_strait"]
    assert [filter_name("topic", key) in reading for key in ids] == [True] * 4


def test_topics_that_change_direction_do_so_in_their_rates(pair: Pair) -> None:
    """A topic of 0 and then 2 occurrences is more in both readings, whatever their bases."""
    ratios = family.family(Filters(scope="whole"), pair).ratios["topic_id"]
    narrow, wide = (rows.set_index("topic_id")["difference"] for rows in ratios.values())
    flipped = narrow * wide < 0
    assert flipped.sum() == 13  # of 47
    assert not flipped["cross_strait"]
    assert (narrow["cross_strait"] > 0) & (wide["cross_strait"] > 0)


def test_both_pages_have_the_same_topics_more_often(pair: Pair) -> None:
    """The counts are those of the tables, summed without the code of the pages."""
    counted = (
        duckdb.execute(COUNTS_OF_TOPICS.format(folder=ROOT / "data" / "corpus")).df().fillna(0)
    )
    more = counted.loc[counted["later"] > counted["earlier"], "topic_id"]
    level = counted.loc[counted["later"] == counted["earlier"], "topic_id"]
    panel = panels.topics(Filters(), pair)
    drawn = {
        chart.heading.replace("\\", ""): [marks[1] for marks in chart.figure.data[0].customdata]
        for chart in panel.charts
        if chart.figure
    }
    years = pair.placeholders
    titles = [t(f"comparison.more.{side}", n=n, **years) for side, n in
              (("later", 15), ("earlier", 13), ("level", 8))]  # fmt: skip
    assert [*drawn] == [f"**{title}**" for title in titles]
    assert set(drawn[f"**{titles[0]}**"]) == set(more)
    assert set(drawn[f"**{titles[2]}**"]) == set(level)
    assert t("comparison.topics_level", **years) in panel.text.caveat
    assert panels.legend(Filters(), pair)[2:] == [f":gray[{t('comparison.legend_hollow')}]"]
    found = overview_topics.find(Subject(Filters(), selection.briefings(Filters()), pair))
    assert found is not None
    assert set(found.panel.frame["topic_id"]) == set(more)
    assert (found.page, found.query) == ("comparison", {"at": "topics"})


# How often it errs -------------------------------------------------------------------------------


def test_the_stored_figures_are_what_the_pages_need(pair: Pair) -> None:
    figures = json.loads(simulation.FILE.read_text(encoding="utf-8"))
    assert set(figures) == {"corpus_version", "briefings", "most_times", "coverage", "pages"}
    assert len(figures["coverage"]) == 6
    for case in figures["coverage"]:
        assert set(case) == {"paragraphs", "thinned", "covered", "intervals", "strata"}
        assert 0.93 <= case["covered"] <= 0.98
        assert set(case["strata"]) == set(simulate.STRATA)
        assert all(stratum["covered"] >= 0.85 for stratum in case["strata"].values())
    spread = np.sqrt(0.1 * 0.9 / simulate.NULL_DEALS)
    for scope in VIEWS["scope"]:
        for unit in VIEWS["unit"]:
            page = figures["pages"][scope][unit]
            assert page["deals"] == simulate.NULL_DEALS
            assert page["false_marks"] <= 0.1 + 2 * spread
            assert page["tests"] == family.family(Filters(scope=scope, unit=unit), pair).tests
            assert set(page["power"]) == {"earlier", "later"}
            for by_expected in page["power"].values():
                assert set(by_expected) == {str(expected) for expected in simulate.EXPECTED}


def test_the_figures_are_those_of_the_bundled_briefings(pair: Pair) -> None:
    ids = tuple(pair.ids.values())
    found = simulation.simulated("statements", "term", ids)
    assert found
    assert found.paragraphs == (13, 13)
    assert simulation.simulated("statements", "term", ids[::-1]) is None


@pytest.mark.parametrize("thinned", [False, True])
@pytest.mark.parametrize("sizes", [[13, 13], [6, 6]])
def test_intervals_hold_the_true_ratio(pair: Pair, sizes: list[int], thinned: bool) -> None:
    source = simulate.table(pair, "statements", "term")
    keep = simulate.THINNED if thinned else 1
    found = simulate.coverage(source, sizes=sizes, keep=keep, trials=60)
    assert 0.93 <= found["covered"] <= 0.985  # type: ignore[operator]
    strata = found["strata"]
    assert isinstance(strata, Mapping)
    assert all(stratum["covered"] >= 0.85 for stratum in strata.values())


def test_a_page_without_differences_seldom_marks_any(pair: Pair) -> None:
    source = simulate.table(pair, "statements", "term")
    deals = 300
    marked = simulate.false_marks([source], deals=deals)
    assert marked <= 0.1 + 2 * np.sqrt(0.1 * 0.9 / deals)
    assert marked > 0, "a rule that never marks anything would pass"


def test_the_simulated_p_values_are_those_of_the_page(pair: Pair) -> None:
    source = simulate.table(pair, "statements", "term")
    generator = np.random.default_rng(1)
    (row,) = simulate._null_p_values(source, 1, np.random.default_rng(1))
    is_later = source.is_later.set_axis(source.counts.index)
    is_later[:] = generator.permutation(source.is_later.to_numpy())
    tested = source.counts.loc[:, source.counts.sum() >= MIN_JOINT_OCCURRENCES]
    expected = random_deals(tested, characters=source.characters, is_later=is_later)
    is_low = row < 0.1  # above that random_deals stops early
    assert row[is_low].tolist() == expected[is_low].tolist()
    assert (expected[~is_low] >= 0.1).all()
    assert 0 < is_low.sum() < len(row)


def test_a_strong_difference_is_found_and_a_weak_one_not(pair: Pair) -> None:
    source = simulate.table(pair, "statements", "term")
    spread = simulate.dispersion(source)
    assert 0.05 < spread < 1
    strong, weak = (simulate._marked(source, True, 2, times, spread, 70, 100) for times in (40, 2))
    assert strong > 0.9
    assert weak < 0.1
