"""Like with like in the bundled corpus: figures that were counted from the pages by other means."""

from collections import Counter
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import pytest

from dashboard.components.panel import Panel
from dashboard.features.clouds import panels as clouds
from dashboard.features.speaking_time import panels as speaking_time
from dashboard.features.topics import coverage_panels, matrix_panel, rates_panel, strips_panel
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.queries import identifiers, statistics
from dashboard.queries.scope import compared_in_time, compared_in_words
from loaders.corpus.store import Corpus
from tests.support.run import serve, show

YEARS = (2022, 2023)
OF_TOPICS = (
    rates_panel.rates,
    matrix_panel.matrix,
    strips_panel.strips,
    coverage_panels.coverage,
)
OF_TIME = (speaking_time.shares, speaking_time.minutes)
PANELS = (*OF_TOPICS, coverage_panels.longest_uncovered, clouds.clouds, *OF_TIME)


@pytest.fixture(autouse=True)
def shown(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard show the bundled corpus, in English and the light theme."""
    show(monkeypatch, Filters(lang="en"))
    serve(monkeypatch, corpus)


def test_the_statements_that_both_have() -> None:
    scope = compared_in_words(Filters())
    assert scope.state == "alike"
    assert scope.base.section == ("opening",)
    assert scope.base.slot == ("convening_body", "host_province")
    assert scope.briefings()["compared_characters"].tolist() == [1977, 1886]
    assert compared_in_time(Filters()).briefings()["compared_characters"].tolist() == [2164, 2090]


@pytest.mark.parametrize(
    ("topic", "alike", "whole"),
    [
        ("preparation", [96.1, 111.3], [87.8, 35.8]),
        ("releases", [35.4, 47.7], [32.3, 12.5]),
        ("civic_progress", [15.2, 5.3], [13.9, 41.1]),
        ("governance", [5.1, 0.0], [4.6, 18.8]),
    ],
)
def test_rates_of_topics_per_10_000(topic: str, alike: list[float], whole: list[float]) -> None:
    for extent, rates in (("statements", alike), ("whole", whole)):
        frame = rates_panel.rates(Filters(scope=extent)).frame
        own = frame.loc[frame["topic_id"] == topic, "per_10k"].astype(float)
        assert own.round(1).tolist() == rates


def test_who_spoke_most_of_the_opening() -> None:
    assert leaders(Filters()) == [("sheng-ronghua-8261", 56.0), ("niu-yibing-7c13", 55.8)]
    assert leaders(Filters(scope="whole")) == [
        ("sheng-ronghua-8261", 56.0),
        ("niu-yibing-7c13", 37.8),
    ]
    takeaway = speaking_time.shares(Filters()).text.takeaway
    assert [figure in takeaway for figure in ("56.0%", "55.8%")] == [True, True]


def leaders(chosen: Filters) -> list[tuple[str, float]]:
    """Return the speaker with the largest share of each briefing, and that share in per cent."""
    frame = statistics.speaking_time(compared_in_time(chosen).filters)
    first = frame.sort_values("share", ascending=False).drop_duplicates("briefing_id")
    ordered = first.sort_values("briefing_id")
    shares = zip(ordered["id"], ordered["share"], strict=True)
    return [(key, round(100 * share, 1)) for key, share in shares]


@pytest.mark.parametrize("build", PANELS, ids=lambda build: build.__name__)
def test_no_headline_of_everything_names_two(build: object) -> None:
    assert callable(build)
    for year in YEARS:
        panel = build(Filters(scope="whole"))
        assert str(year) not in panel.text.takeaway


@pytest.mark.parametrize(
    "build", [*OF_TOPICS, clouds.clouds, *OF_TIME], ids=lambda build: build.__name__
)
def test_charts_of_everything_are_under_their_briefing(build: object) -> None:
    """The first chart of each briefing has its name, and none has both."""
    assert callable(build)
    panel: Panel = build(Filters(scope="whole", rows="all"))
    named = ["".join(str(year) for year in YEARS if str(year) in chart.heading)
             for chart in panel.charts if chart.heading]  # fmt: skip
    ordered = [name for name in named if name]
    assert ordered == sorted(ordered)
    assert set(ordered) == {"2022", "2023"}
    assert Counter(ordered)["2022"] == Counter(ordered)["2023"]


@pytest.mark.parametrize("build", PANELS, ids=lambda build: build.__name__)
def test_a_warning_of_unequal_totals_is_of_everything(build: object) -> None:
    assert callable(build)
    said = {
        extent: t("panel.unequal") in build(Filters(scope=extent)).text.full_caveat
        for extent in ("statements", "whole")
    }
    assert said == {"statements": False, "whole": True}
    alike = build(Filters()).text.full_caveat
    assert t("code.section.q_and_a") in alike, "still not captured of 2022"


@pytest.mark.parametrize("year", ["2022", "2023"])
@pytest.mark.parametrize("build", PANELS, ids=lambda build: build.__name__)
def test_a_year_alone_has_the_rows_of_both(build: object, year: str) -> None:
    assert callable(build)
    both, alone = build(Filters()).frame, build(Filters(year=(year,))).frame
    key = "group_id" if "group_id" in both else "briefing_id"
    own = both.loc[both[key].astype(str).str.contains(year)].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        alone.reset_index(drop=True).sort_values(list(alone)[:3], ignore_index=True),
        own.sort_values(list(own)[:3], ignore_index=True),
        check_dtype=False,
    )


@pytest.mark.parametrize(
    "link",
    [
        "",
        "scope=whole",
        "year=2023&scope=whole",
        "year=2022&topic=preparation",
        "speaker=niu-yibing-7c13&measure=occurrences",
        "kind=answer",
        "group=speaker&size=distinctive&unit=phrase",
        "slot=host_province&group=slot&by=kind&rate=180",
    ],
)
@pytest.mark.parametrize("build", PANELS, ids=lambda build: build.__name__)
def test_the_filters_of_a_file_open_as_its_figures(build: object, link: str) -> None:
    assert callable(build)
    known = {name: set(ids) for name, ids in identifiers.known_ids().items()}
    chosen, _ = Filters.parse(dict(parse_qsl(link)), known)
    panel: Panel = build(chosen)
    assert panel.applied is not None
    stated = dict(parse_qsl(urlencode(panel.applied.query(), safe=",")))
    reopened, dropped = Filters.parse(stated, known)
    assert dropped == ()
    pd.testing.assert_frame_equal(build(reopened).frame, panel.frame)
