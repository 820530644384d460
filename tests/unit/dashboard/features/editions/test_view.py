"""Sentences and tables of the page Five editions, by hand, in both languages.

The invented editions: 2030 announces two sub-forums, 2031 two and a summit apart, and 2032 three of
which its report names one, which it calls new although 2030 has its subject.
"""

from dataclasses import replace
from math import nan

import pandas as pd
import pytest
from pandas import NA

from dashboard.features.editions import tables, view
from dashboard.features.editions.cells import Cells
from dashboard.features.editions.subjects import Edition, Fact, Programme
from dashboard.i18n import pick

pytestmark = pytest.mark.usefixtures("language")

EDITIONS = [
    Edition("2030", 2030, 1, 2, 1.0, None, "post", NA),
    Edition("2031", 2031, 2, 2, nan, "kite-2031", None, 6),
    Edition("2032", 2032, 3, 3, nan, None, "news", NA),
]
FACT = Fact("2030", "sub_forum", "", None, "ours", None, False, "post", None, None, None, None, NA)
LIGHT = replace(FACT, value="灯", value_en="Light", match="light")
PAPER = replace(FACT, value="纸", value_en="Paper")
TRUST = replace(
    FACT, edition_id="2031", field="main_event", value="信", value_en="Trust", match="integrity",
    source=None, briefing_id="kite-2031", paragraph=6,
)  # fmt: skip
WIND = replace(TRUST, field="sub_forum", value="风", value_en="Wind", match=None)
FACTS = [
    LIGHT,
    PAPER,
    TRUST,
    WIND,
    replace(WIND, value="信用", value_en="Credit", match="integrity"),
    replace(FACT, edition_id="2032", value="灯火", value_en="Lights", match="light", source="news",
            called_new=True),
    replace(FACT, field="organiser", value="甲", value_en="A", value_en_source="own", match="body"),
    replace(FACT, edition_id="2032", field="organiser", value="乙", value_en="B", match="body",
            source="news", other_value="丙", other_source="post"),
]  # fmt: skip
SOURCES = pd.DataFrame(
    [("post", "湖报", "Lake Daily", "2030-05-01", None),
     ("news", "山报", "Hill Daily", "2032-05-01", "https://hill.example/1")],
    columns=["source_id", "name", "name_en", "published_on", "url"],
    dtype=object,
)  # fmt: skip


@pytest.fixture
def programme() -> Programme:
    return Programme(EDITIONS, FACTS)


def test_the_headline_counts_what_changed(programme: Programme) -> None:
    assert view.title(programme) == pick(
        "2031 年：2030 年的 2 个议题有 2 个未再公布，新增 2 个",
        "In 2031, 2 of the 2 subjects of 2030 are not announced again, and 2 are new",
    )
    assert view.title(Programme(EDITIONS[:1], FACTS)) == pick(
        "历届分论坛的议题", "Subjects of the sub-forums, by edition"
    )


def test_what_is_not_named_is_never_gone(programme: Programme) -> None:
    chinese = (
        "此前各届都没有的：2031 年：信、风；2032 年（3 个中列名的 1 个之内）：无。  \n"
        "上一届公布而本届未公布的：2031 年：灯、纸。  \n"
        "报道称“灯火”为 2032 年新增，而这一议题 2030 年也公布过。  \n"
        "2032 年公布了 3 个分论坛，现有来源有 2 个没有列名，所以未列名的也可能举办过。"
    )
    english = (
        "New against all editions before: 2031: Trust*, Wind*; "
        "2032, among the 1 of 3 that are named: none.  \n"
        "Announced by the edition before and not announced again: 2031: Light*, Paper*.  \n"
        "Reports call Lights* new in 2032; its subject was announced in 2030 too.  \n"
        "Of the 3 sub-forums announced for 2032 the sources at hand leave 2 unnamed, so what "
        "is not named there may have been held."
    )
    assert view.changes_sentence(programme) == pick(chinese, english)


def test_a_cell_has_wording_or_state(programme: Programme) -> None:
    lines = tables.matrix(programme, Cells(SOURCES)).replace("\\", "").splitlines()
    assert [line.count("|") for line in lines] == [5] * (2 + len(programme.subjects))
    wind = next(line for line in lines if pick("风 [¶", "Wind* [¶") in line)
    assert f":gray[{pick('未公布', 'not announced')}]" in wind
    assert f"**2032** :gray[{pick('未列名', 'not named')}]" in wind
    assert "passage=kite-2031:6" in wind
    lights = next(line for line in lines if "2032** " + pick("灯火", "Lights*") in line)
    assert "[[2]](https://hill.example/1)" in lights


def test_names_and_other_forms(programme: Programme) -> None:
    own = tables.names(programme, FACTS, Cells(SOURCES)).replace("\\", "")
    other = pick("另有报道作“丙”", "or, in another report, 丙")
    assert f"{pick('乙', 'B*')} [[2]](https://hill.example/1) {other} [1]" in own
    assert view.names_sentence(programme, FACTS) == pick(
        "一个机构，两个名称：2030 年称甲；2032 年称乙。",
        "One body, two names: A in 2030; B* in 2032.",
    )
    assert view.names_sentence(programme, FACTS[:-1]) == pick(
        "没有机构有两种名称。", "No body is named in two ways."
    )


def test_numbers_lengths_and_where_integrity_is_counted(programme: Programme) -> None:
    shown = tables.overview(programme, FACTS, Cells(SOURCES)).replace("\\", "").splitlines()
    days, number, integrity = shown[-3:]
    assert f"**2030** {pick('1 天', '1 day')} [1]" in days
    assert f"**2031** :gray[{pick('未写明', 'not stated')}]" in days
    assert pick("3 个，其中 1 个列名", "3, of which 1 is named") in number
    assert f"**2030** {pick('未公布', 'not announced')}" in integrity
    assert f"**2031** {pick('高峰论坛，另计', 'a summit forum, counted apart')}" in integrity
    assert f"**2032** {pick('未列名', 'not named')}" in integrity


def test_a_report_without_an_address_says_so() -> None:
    said = tables.source_list(SOURCES, Cells(SOURCES)).replace("\\", "").split("  \n")
    assert said[0] == pick(
        "[1] 湖报，2030-05-01（没有网址）",
        "[1] Lake Daily 湖报, 2030-05-01 (address not at hand)",
    )
