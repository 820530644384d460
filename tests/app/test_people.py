"""The pages of people and bodies on the bundled corpus: what they say, their links, and filters."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.labels import people as labels_people
from dashboard.queries import identifiers, people, selection
from tests.app.test_invented_pages import UNKNOWN, visit
from tests.app.test_reader import drawn, said
from tests.support.run import show

NIU, CAC = "niu-yibing-7c13", "cac"
LANGUAGES = ["en", "zh"]


def everyone() -> list[str]:
    visit("people", lang="en")
    return identifiers.known_ids()["who"]


def clicks(app: AppTest, panel: str) -> list[list[str]]:
    """Return the filters that the marks of a panel's charts select."""
    protos = [each.proto for each in app.get("plotly_chart")]
    return [
        list(map(str, mark))
        for proto in protos
        if f"chart_{panel}_" in proto.id
        for trace in json.loads(proto.spec)["data"]
        for mark in trace.get("customdata", [])
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_all_opens_each_of_them(language: str) -> None:
    app = visit("people", lang=language)
    frame = people.everyone(Filters())
    assert sorted(who for _, who in clicks(app, "everyone")) == sorted(frame["who"])
    assert app.title[0].value == {"en": "People and bodies", "zh": "人物与机构"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_has_its_own_name_and_states_nothing_unknown(language: str) -> None:
    for who in everyone():
        app = visit("people", lang=language, who=who)
        names = dict(zip(("zh", "en"), identifiers.labels()[who], strict=True))
        assert app.title[0].value == escape_markdown(names[language])
        assert names["en" if language == "zh" else "zh"] in said(app)
        assert UNKNOWN.search(said(app)) is None
        turns = selection.turns(people.said_by(who, Filters()))
        assert len(clicks(app, "turns")) == len(turns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_told_by_role_time_exchanges_and_topics(language: str) -> None:
    app = visit("people", lang=language, who=NIU)
    shown = said(app)
    expected = {
        "en": ["2023 Xiamen: 4 turns, 4,229 characters", "37.8% of what was captured",
               "Deputy director of the Office of the Central Cyberspace Affairs Commission",
               "said by Niu Yibing and by nobody else"],
        "zh": ["2023 厦门：4 段发言，4,229 字", "占收录内容的 37.8%", "国家网信办副主任",
               "个提法只有牛一兵说过"],
    }[language]  # fmt: skip
    assert [each for each in expected if each not in shown] == []
    (lines,) = [data["rows"] for data in drawn(app, "passages") if "rows" in data]
    assert len(lines) == 3
    assert all(line["gist"] and line["passage"].startswith("civilization") for line in lines)
    names = {"en": ["CCTV asked", "People's Daily Online asked", "Red Star News asked"],
             "zh": ["央视提问", "人民网提问", "红星新闻提问"]}[language]  # fmt: skip
    assert [line["term"] for line in lines] == names
    assert f"who={CAC}" in " ".join(each.value for each in app.markdown)


def test_a_body_is_told_by_its_people_over_the_years() -> None:
    app = visit("people", lang="en", who=CAC)
    shown = [each.value for each in app.markdown if "who=" in each.value]
    listed = re.findall(r"\[([^]]+)\]\(people[^)]*who=([\w-]+)\)", " ".join(shown))
    assert [who for _, who in listed if who != NIU] == ["sheng-ronghua-8261", "zhang-xunhong-4fd1"]
    assert "no turn captured" in " ".join(shown)
    assert "Not captured does not mean not said" in said(app)


@pytest.mark.parametrize("who", [NIU, CAC, "zhang-yan-74e7", "cctv"])
def test_a_click_lists_as_many_places_as_its_bar_counts(who: str) -> None:
    app = visit("people", lang="en", who=who)
    panels = {"topics": "topic_id", "wordings": "wording"}
    for panel, column in panels.items():
        for mark in clicks(app, panel)[:2]:
            chosen = dict(zip(mark[::2], mark[1::2], strict=True))
            opened = visit("people", lang="en", who=who, **chosen)
            year = chosen["within"].partition(":")[2]
            within = people.said_by(who, Filters(year=(year,)))
            if column == "topic_id":
                hits = selection.hits(within)
                n = int(hits.loc[hits["topic_id"].eq(chosen["topic"]), "occurrences"].sum())
            else:
                own = selection.phrase_counts(within)
                n = int(own.loc[own["phrase"].eq(chosen["term"]), "occurrences"].sum())
            assert re.search(rf"\b{n} places? in what is counted here", said(opened)), mark


def test_filters_of_others_leave_a_sentence_and_a_way_out() -> None:
    app = visit("people", lang="en", who=NIU, speaker="zhang-yan-74e7")
    assert "Niu Yibing has no captured turn within these filters" in said(app)
    assert any(each.key == "clear_turns" for each in app.button)


def test_an_unknown_name_is_named_and_everyone_shown() -> None:
    app = visit("people", lang="en", who="<script>alert(1)</script>")
    assert app.title[0].value == "People and bodies"
    assert "who=<script>alert" in " ".join(each.value for each in app.text)


@pytest.mark.parametrize(
    ("parameter", "asked"),
    [("speaker", "章勳宏"), ("speaker", "Zhang Xunhong"), ("speaker", "章勋宏"),
     ("speaker", "aomenyuekan"), ("speaker", "澳門月刊"), ("org", "中央網信辦"),
     ("org", "Publicity Department of the CPC Fujian"), ("org", "zhongyangwenmingban"),
     ("topic", "未成年人"), ("topic", "Minors")],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_find_names_in_every_form(parameter: str, asked: str, language: str) -> None:
    app = visit("topics", lang=language)
    (widget,) = [w for w in app.multiselect if (w.key or "").startswith(f"bw_pick_{parameter}_")]
    assert sum(asked in option for option in widget.options) == 1


def test_names_in_sentences_are_links_and_other_words_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show(monkeypatch, Filters(lang="zh"))
    linked = labels_people.linked("牛一兵和*薛松岩*各答")
    assert linked.count("](people?") == 2
    assert "\\*" in linked
    show(monkeypatch, Filters(lang="en"))
    assert "](" not in labels_people.linked("CCTVs and Wu Zidongs are no names")
    assert labels_people.link("nobody", "[x]") == "\\[x\\]"
    show(monkeypatch, Filters(lang="en", who=NIU))
    assert labels_people.linked("Niu Yibing") == "Niu Yibing"


def test_links_keep_briefings_and_drop_who_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Filters(lang="en", year=("2023",), speaker=(NIU,), topic=("minors",), passage="x:1")
    show(monkeypatch, chosen)
    assert labels_people.query(CAC) == {
        "lang": "en", "year": "2023", "topic": "minors", "who": CAC,
    }  # fmt: skip


@pytest.mark.parametrize("page", ["questions", "speaking-time", "overview", "wording"])
def test_pages_link_the_names_they_state(page: str) -> None:
    app = visit(page, lang="en")
    own: list[Any] = [each.value for each in [*app.markdown, *app.caption]]
    in_ledgers = [key for data in drawn(app, "ledger") for key in data["people"]]
    assert "who=" in " ".join(own) or in_ledgers
