"""What a chart says: the figures of the invented corpus, in both languages."""

import pandas as pd
import pytest

from dashboard import i18n, theme
from dashboard.charts.palette import LIGHT
from dashboard.features.questions import exchanges as answers
from dashboard.features.ribbon import view as ribbon_view
from dashboard.features.speaking_time import view as spoken_time
from dashboard.filters import Filters
from dashboard.labels import names, provenance
from dashboard.queries import selection
from dashboard.stats.coverage import coverage, outlets_by_class
from dashboard.stats.exchanges import exchanges
from dashboard.stats.sequence import sequence
from dashboard.stats.speaking_time import speaking_time
from loaders.corpus.store import Corpus
from loaders.schema import OUTLET_CLASSES, SECTIONS


@pytest.fixture(params=["zh", "en"], autouse=True)
def language(
    request: pytest.FixtureRequest, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> str:
    for module in (i18n, provenance, names, ribbon_view):
        monkeypatch.setattr(module, "language", lambda: request.param)
    monkeypatch.setattr(selection, "corpus", lambda: corpus)
    monkeypatch.setattr(theme, "palette", lambda: LIGHT)
    chosen: str = request.param
    return chosen


@pytest.fixture
def covered(corpus: Corpus) -> pd.DataFrame:
    turns = selection.turns(Filters())
    return coverage(corpus.table("briefings"), turns=turns, sections=SECTIONS)


def spoken() -> pd.DataFrame:
    turns = selection.turns(Filters())
    return speaking_time(turns, by="speaker", base={"kite-2031": 500, "kite-2032": 1000})


def test_names_are_in_the_readers_language(language: str) -> None:
    rows = spoken_time.share_rows(spoken())
    assert rows["name"].iloc[0] == {"zh": "陶见山", "en": "Tao Jianshan"}[language]
    assert rows["value_text"].iloc[0].startswith("60.0%")
    assert "300" in rows["value_text"].iloc[0]


def test_the_frame_of_the_statistic_stays_as_it_is() -> None:
    frame = spoken()
    before = frame.copy(deep=True)
    spoken_time.share_rows(frame)
    named = spoken_time.named(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert list(named.columns).index("name") == list(named.columns).index("id") + 1


def test_an_unanswered_question_has_no_length() -> None:
    rows = answers.answer_rows(exchanges(selection.turns(Filters())))
    assert rows["value"].tolist() == [250, 100, 60, 0]
    assert rows["value_text"].iloc[-1] == "—"
    assert rows["id"].tolist()[-1] == "harbour-post"


def test_the_sentence_on_answers_has_median_and_longest() -> None:
    briefings = selection.scope(Filters())
    sentence = answers.exchange_sentence(exchanges(selection.turns(Filters())), briefings)
    for figure in ("3", "100", "250"):  # questions, median of 60, 100 and 250, longest
        assert figure in sentence
    nobody = exchanges(selection.turns(Filters()).iloc[:0])
    assert answers.exchange_sentence(nobody, briefings) == ""


def test_each_briefing_with_answers_has_a_sentence_of_its_own(language: str) -> None:
    second = exchanges(selection.turns(Filters()))
    # The same turn numbers in another briefing: two of the questions and two of the answers.
    first = second.iloc[:2].assign(briefing_id="kite-2031", year=2031)
    both = pd.concat([first, second], ignore_index=True)
    sentence = answers.exchange_sentence(both, selection.scope(Filters()))
    city, tao, news = {
        "zh": ("青禾", "陶见山", "青禾晨报"),
        "en": ("Qinghe", "Tao Jianshan", "Qinghe Morning News"),
    }[language]
    words = {"characters": 250, "answerer": tao, "outlet": news}
    key = "speaking_time.answers_reading"
    assert sentence == " ".join(
        [
            i18n.t(key, briefing=f"2031 {city}", questions=2, median=175, **words),
            i18n.t(key, briefing=f"2032 {city}", questions=3, median=100, **words),
        ]
    )


@pytest.mark.parametrize(
    ("section", "figures"), [((), ["500", "1,000"]), (("q_and_a",), [None, "540"])]
)
def test_a_base_that_was_not_captured_has_no_number(
    covered: pd.DataFrame, section: tuple[str, ...], figures: list[str | None]
) -> None:
    rows = selection.rows(selection.scope(Filters(section=section)))
    for row, figure in zip(rows, figures, strict=True):
        said = provenance.base(row, covered, section)
        assert said == "" if figure is None else figure in said


def test_what_is_not_known_of_a_briefing_is_a_dash(corpus: Corpus, covered: pd.DataFrame) -> None:
    unknown = ("date_held", "published_at", "publisher", "credited_to", "host_city", "host_city_en")
    briefings = selection.scope(Filters()).assign(**dict.fromkeys(unknown))
    row = selection.rows(briefings)[0]
    assert provenance.briefing(row) == "2031"
    outlets = outlets_by_class(selection.turns(Filters()), classes=OUTLET_CLASSES)
    facts = provenance.facts(
        row, corpus.table("facts").iloc[:0], coverage=covered, outlets=outlets, silent=[]
    )
    assert facts["value"].tolist()[:3] == ["—", "—", "—"]


@pytest.mark.parametrize(
    ("publisher", "when", "said"),
    [
        ("青禾网", None, "青禾网"),
        (None, "2031-04-02T10:00", "2031-04-02 10:00"),
        (None, None, "—"),
    ],
)
def test_what_is_known_of_a_publication_stands_alone(
    covered: pd.DataFrame, publisher: str | None, when: str | None, said: str
) -> None:
    briefings = selection.scope(Filters()).assign(publisher=publisher, published_at=when)
    none = pd.DataFrame(columns=["briefing_id", "outlet_class", "outlets"])
    stated = selection.table("facts", Filters())
    row = selection.rows(briefings)[0]
    facts = provenance.facts(row, stated, coverage=covered, outlets=none, silent=[])
    label = i18n.t("overview.published")
    assert facts.loc[facts["label"] == label, "value"].tolist() == [said]


def test_the_ribbon_marks_where_questions_begin_and_what_is_missing(
    corpus: Corpus, covered: pd.DataFrame
) -> None:
    order = sequence(selection.turns(Filters()))
    first, second = ribbon_view.ribbon_lines(
        corpus.table("briefings"),
        covered,
        ribbon_view.ribbon_rows(order, selected=names.turn_keys(order)),
    )
    assert first.missing
    assert first.mark is None
    assert second.missing == ""
    assert second.mark == 460
    assert [section[1:] for section in second.sections] == [(0, 460), (460, 1000)]


def test_what_was_not_captured_is_never_a_zero(covered: pd.DataFrame) -> None:
    turns = selection.turns(Filters())
    counted = {}
    for briefing in ("kite-2031", "kite-2032"):
        own = turns.loc[turns["briefing_id"] == briefing]
        mine = covered.loc[covered["briefing_id"] == briefing]
        counted[briefing] = [value for _, value in provenance.counts(own, mine)]
    assert counted == {"kite-2031": ["500", "4", "3", "—"], "kite-2032": ["1,000", "10", "4", "3"]}


def test_the_caveat_names_the_gap_and_warns_of_comparing(
    corpus: Corpus, covered: pd.DataFrame
) -> None:
    briefings = corpus.table("briefings")
    assert "2031" in provenance.uncaptured(briefings, covered)
    assert "2032" not in provenance.uncaptured(briefings, covered)
    assert provenance.unequal(briefings, covered)
    assert provenance.unequal(briefings.iloc[1:], covered.iloc[2:]) == ""
    assert provenance.caveat(briefings.iloc[1:], covered.iloc[2:]) == ""


def test_facts_of_both_briefings_line_up(corpus: Corpus, covered: pd.DataFrame) -> None:
    stated = selection.table("facts", Filters())
    outlets = outlets_by_class(selection.turns(Filters()), classes=OUTLET_CLASSES)
    one, two = (
        provenance.facts(
            row,
            stated,
            coverage=covered.loc[covered["briefing_id"] == row.briefing_id],
            outlets=outlets.loc[outlets["briefing_id"] == row.briefing_id],
            silent=[],
        )
        for row in selection.rows(corpus.table("briefings"))
    )
    assert one["label"].tolist() == two["label"].tolist()
    asked = two.loc[two["label"] == i18n.t("overview.outlets"), "value"].item()
    foreign = i18n.t("code.outlet_class.foreign")
    assert f"{foreign} 0" in asked, "that none was foreign is said"
    unheard = one.loc[one["label"] == i18n.t("overview.outlets"), "value"].item()
    assert unheard == i18n.t("overview.unheard"), "nobody knows who asked"
    assert "—" in one["value"].tolist()


def test_a_source_without_an_address_says_so() -> None:
    none, some = (
        dict(provenance.source(row).itertuples(index=False, name=None))
        for row in selection.rows(selection.scope(Filters()))
    )
    label = i18n.t("column.source_url")
    assert none[label] == i18n.t("sources.no_url")
    assert some[label] == r"[kite\.example](https://kite.example/2032)"


def test_repairs_are_counted_by_kind(corpus: Corpus) -> None:
    table = provenance.repair_kinds(corpus.table("repairs"), corpus.table("briefings"))
    assert table.to_numpy().tolist() == [[i18n.t("code.kind.pinyin_annotation"), "1", "—"]]
