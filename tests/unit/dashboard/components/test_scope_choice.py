"""The sentence on what a page compares: true in every state, in both languages."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.components import scope_choice
from dashboard.filters import Filters
from dashboard.queries.scope import compared_in_time, compared_in_words
from dashboard.run_context import current_run
from tests.fixtures import invented_corpus
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import NEW, OLD, OTHER, tables_with_third
from tests.unit.dashboard.queries.test_scope import changed, without

pytestmark = pytest.mark.usefixtures("language")
Tables = Mapping[str, pd.DataFrame]


@pytest.fixture
def select(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Tables], None]:
    """Return a function that has the dashboard select from the corpus of some tables."""

    def use(tables: Tables) -> None:
        corpus = invented_corpus.corpus(tmp_path / "corpus", tables)
        serve(monkeypatch, corpus)

    return use


def of_words(chosen: Filters) -> str:
    return scope_choice.sentence(compared_in_words(chosen), of="words")


def of_time(chosen: Filters) -> str:
    return scope_choice.sentence(compared_in_time(chosen), of="time")


def begins(text: str, zh: str, en: str) -> bool:
    return text.startswith(i18n.pick(zh, en))


def test_it_names_what_is_compared_with_its_size() -> None:
    both = of_words(Filters())
    assert begins(both, "同类相比", "Like with like")
    # Of 500 and 1,000 captured characters.
    sizes = [i18n.pick("300 字（共收录 500 字）", "300 of 500"),
             i18n.pick("400 字（共收录 1,000 字）", "400 of 1,000")]  # fmt: skip
    assert [size in both for size in sizes] == [True, True]
    assert i18n.t("code.slot.convening_body") in both
    one = of_words(Filters(year=("2032",)))
    assert [size in one for size in sizes] == [False, True]
    assert "2031" in one, "with what it is compared"
    assert i18n.t("code.section.opening") in of_time(Filters())
    assert [size in of_time(Filters()) for size in ("500", "460", "1,000")] == [True] * 3


def test_it_says_whether_filters_leave_something_out() -> None:
    for chosen, is_filtered in (
        (Filters(scope="whole"), False),
        (Filters(scope="whole", year=("2032",)), False),
        (Filters(scope="whole", kind=("question",)), True),
        (Filters(kind=("question",)), True),
        (Filters(slot=("press",), year=("2032",)), True),
    ):
        text = of_words(chosen)
        assert begins(text, "筛选范围内的全部收录", "Everything captured within") == is_filtered
        assert begins(text, "全部收录", "Everything captured") == (
            not is_filtered or current_run().language == "en"
        )


def test_it_speaks_of_one_briefing_or_of_each() -> None:
    each = i18n.pick("各场分列", "each briefing by itself")
    for chosen in (Filters(scope="whole"), Filters(slot=("press",))):
        assert each in of_words(chosen)
        assert each not in of_words(chosen.replace(year=["2032"]))
    alone = of_words(Filters(slot=("press",), year=("2032",)))
    assert "2031" in alone, "what it has in common with that one"
    assert "2032" not in alone


def test_without_common_statements_it_says_of_what(select: Callable[[Tables], None]) -> None:
    select(changed(invented_corpus.tables(), "turns", NEW, kind="moderation"))
    text = of_words(Filters())
    assert i18n.pick("没有同一环节、同一身份的介绍", "no statements in the same section") in text
    assert ["2031" in text, "2032" in text] == [True, True]
    one = of_words(Filters(year=("2032",)))
    assert ["2031" in one, "2032" in one] == [True, False]
    assert begins(of_time(Filters()), "同类相比", "Like with like"), "both have an opening"


def test_without_common_section_it_says_so(select: Callable[[Tables], None]) -> None:
    select(changed(invented_corpus.tables(), "turns", NEW, section="q_and_a"))
    statements = i18n.pick("介绍", "statements")
    assert statements in of_words(Filters())
    assert statements not in of_time(Filters())
    assert i18n.pick("没有都收录的环节", "no section was captured in all") in of_time(Filters())


def test_one_of_no_series_is_said_to_be_alone(select: Callable[[Tables], None]) -> None:
    none = i18n.pick("没有同一系列的另一场", "no other briefing here is of the same series")
    select(changed(tables_with_third(), "appearances", OTHER, slot="other"))
    assert none in of_words(Filters(briefing=(OTHER,)))
    assert none not in of_words(Filters(briefing=(NEW,)))
    assert none not in of_words(Filters())


def test_the_only_briefing_is_said_to_be_alone(select: Callable[[Tables], None]) -> None:
    select(without(invented_corpus.tables(), OLD))
    none = i18n.pick("没有同一系列的另一场", "no other briefing here is of the same series")
    assert none in of_words(Filters())
    assert none in of_time(Filters())
