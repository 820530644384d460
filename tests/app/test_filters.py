"""The filters between URL, session and widgets, on the real script without a browser."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import registry
from dashboard.filters import ID_PARAMETERS
from dashboard.queries import identifiers
from loaders.corpus.store import Corpus
from tests.support.app import open_page
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import NEW, OTHER


def visit(locale: str = "zh-CN", slug: str = "overview", **query: Any) -> AppTest:
    """Open page `slug` with `query`, in a browser of `locale`; return it."""
    return sound(open_page(slug, locale=locale, **query))


def run(app: AppTest) -> AppTest:
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert [each.message for each in app.exception] == []
    return app


def picks(app: AppTest, parameter: str) -> list[Any]:
    """Return the widget of the filter bar that chooses `parameter`; [] if it is not offered."""
    widgets = [*app.multiselect, *app.button_group]
    return [each for each in widgets if re.fullmatch(f"bw_pick_{parameter}_[0-9]+", each.key or "")]


def pick(app: AppTest, parameter: str) -> Any:
    (widget,) = picks(app, parameter)
    return widget


def chosen(app: AppTest) -> dict[str, str]:
    """Return parameter -> text of the address."""
    return dict(app.query_params)


def plain(app: AppTest) -> list[str]:
    """Return the texts of the page, without the escapes of Markdown."""
    return [each.value.replace("\\", "") for each in app.markdown]


def notice(app: AppTest) -> list[str]:
    return [text.value for text in app.text if text.value]


def test_a_link_opens_its_view() -> None:
    app = visit(year="2023", slot="press,host_city", speaker="niu-yibing-7c13")
    assert pick(app, "year").value == ["2023"]
    assert pick(app, "slot").value == ["host_city", "press"]
    assert pick(app, "speaker").value == ["niu-yibing-7c13"]
    assert pick(app, "kind").value == []
    assert notice(app) == []


def test_a_choice_writes_ids_not_labels() -> None:
    app = visit()
    pick(app, "kind").set_value(["提问", "答问"])
    run(app)
    assert chosen(app) == {"kind": "answer,question"}
    assert app.query_params == {"kind": "answer,question"}
    pick(app, "kind").set_value([])
    run(app)
    assert chosen(app) == {}


def test_every_known_id_can_be_linked_to() -> None:
    known = {name: identifiers.known_ids()[name] for name in ID_PARAMETERS}
    app = visit(**{parameter: ",".join(ids) for parameter, ids in known.items()})
    assert notice(app) == []
    assert {name: sorted(pick(app, name).value) for name in known} == {
        name: sorted(ids) for name, ids in known.items()
    }


def test_clear_empties_every_filter_and_keeps_language_and_rate() -> None:
    app = visit(year="2022", org="cac", lang="en", rate="180")
    app.button(key="bw_clear").click()
    run(app)
    assert chosen(app) == {"lang": "en", "rate": "180"}
    assert [button.key for button in app.button if button.key == "bw_clear"] == []


def test_a_lost_value_is_named_until_it_is_dismissed() -> None:
    app = visit("en-US", year="1999,2023", speaker="*nobody*")
    assert pick(app, "year").value == ["2023"]
    (sentence,) = notice(app)
    assert "year=1999, speaker=*nobody*" in sentence
    app.button(key="bw_dismiss").click()
    run(app)
    assert notice(app) == []
    assert chosen(app) == {"year": "2023"}


def test_a_term_of_a_link_is_one_that_is_counted() -> None:
    assert chosen(visit(term="网络文明")) == {"term": "网络文明"}
    assert notice(visit(term="网络文明")) == []
    (sentence,) = notice(visit("en-US", term="纸鸢"))
    assert "term=纸鸢" in sentence


# The statements that both briefings have say 大会 32 times in 2022 and 18 times in 2023.
@pytest.mark.parametrize(
    ("locale", "reading", "other"),
    [
        (
            "en-US",
            "32 places in what is counted here, 2022 Tianjin alone",
            "50 places in what is counted",
        ),
        ("zh-CN", "这里所计的文字里，仅2022 天津：共 32 处", "这里所计的文字里共 50 处"),
    ],
)
def test_the_list_of_a_clicked_word_names_its_group(locale: str, reading: str, other: str) -> None:
    app = visit(locale, "word-clouds", term="大会", within="year:2022")
    assert [each for each in plain(app) if each.startswith(reading)]
    assert pick(app, "year").value == []
    app.button(key="bw_all_groups_term_places").click()
    run(app)
    assert chosen(app) == {"term": "大会"}
    assert [each for each in plain(app) if other in each]


def test_a_topic_says_what_it_selects() -> None:
    topic = identifiers.known_ids()["topic"][0]
    said = [each.value for each in visit("en-US", topic=topic).caption]
    assert [each for each in said if identifiers.labels()[topic][1] in each]


def test_an_empty_table_says_what_was_not_captured() -> None:
    app = visit("en-US", "sources", table="turns", year="2022", kind="question")
    said = r"2022 Tianjin\: announced but not carried by the source page"
    assert [each for each in app.caption if each.value.startswith(said)]
    app = visit("en-US", "sources", table="turns", year="2022", section="opening", kind="question")
    assert [each for each in app.caption if each.value.startswith(said)] == []


def offered(app: AppTest) -> bool:
    """Return whether the filter bar offers briefings to choose from."""
    return bool(picks(app, "briefing"))


def test_briefings_are_chosen_where_a_year_has_several(
    three_briefings: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not offered(visit())
    assert offered(visit(briefing="civilization-conference-2023"))
    serve(monkeypatch, three_briefings)
    app = visit("en-US")
    assert pick(app, "briefing").options == [
        "2031 Qinghe",
        *(f"2032 Qinghe · 2032年{name}新闻发布会" for name in ("风筝节", "湖光灯会")),
    ]
    pick(app, "briefing").set_value([NEW, OTHER])
    run(app)
    assert chosen(app) == {"briefing": f"{OTHER},{NEW}"}
    # Another year clears the ids that none of its briefings has.
    pick(app, "year").set_value(["2031"])
    run(app)
    assert chosen(app) == {"year": "2031"}
    assert len(pick(app, "briefing").options) == 1


def test_a_briefing_that_somebody_added_is_said_to_be_so() -> None:
    (sentence,) = notice(visit("en-US", briefing="added-2024-05-06-0a1b2c3d"))
    assert "briefing=added-2024-05-06-0a1b2c…" in sentence
    assert "added in somebody else's visit" in sentence
    (sentence,) = notice(visit("zh-CN", year="2023,2032"))
    assert "year=2032" in sentence
    assert "现有语料里没有它指定的年份或发布会" in sentence
    for nonsense in ({"briefing": "*nobody*"}, {"year": "20xx"}, {"org": "nobody"}):
        (sentence,) = notice(visit("en-US", **nonsense))
        assert "=".join(*nonsense.items()) in sentence
        assert "somebody else" not in sentence


def test_the_next_choice_drops_what_was_lost() -> None:
    app = visit(org="nobody", kind="answer")
    pick(app, "year").set_value(["2023"])
    run(app)
    assert chosen(app) == {"kind": "answer", "year": "2023"}


@pytest.mark.parametrize(
    "value",
    ["\0", "%00", "a" * 10_000, "x," * 5_000, "<b>", "$$", "\u202e", ["1", "no"], "9" * 5_000],
)
def test_a_hostile_link_opens_everything(value: str | list[str]) -> None:
    app = visit(year=value)
    assert pick(app, "year").value == []
    (sentence,) = notice(app)
    assert len(sentence) < 200


def test_hostile_names_are_printed_in_one_short_notice() -> None:
    names = {"\0" * 90: "9" * 5_000, "[a](b) $x$ <b>": "\u202e", "Q": "?"}
    app = visit("en-US", year="2023", slot=[f"nobody-{n}" for n in range(200)], **names)
    assert pick(app, "year").value == ["2023"]
    (sentence,) = notice(app)
    assert "slot=nobody-0, slot=nobody-1, slot=nobody-2 and 199 more" in sentence
    (sentence,) = notice(visit("zh-CN", **names))
    assert sentence.isprintable()
    assert "[a](b) $x$ <b>=\ufffd" in sentence
    assert len(sentence) < 200


def test_a_repeated_parameter_is_the_union() -> None:
    app = visit(year=["2022", "2023"], kind=["answer", "question,statement"])
    assert pick(app, "year").value == ["2022", "2023"]
    assert pick(app, "kind").value == ["statement", "question", "answer"]
    assert notice(app) == []


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en-US", "Of several values for a setting that takes one"), ("zh-CN", "以最后一个为准")],
)
def test_a_value_that_a_later_one_replaces_is_named(locale: str, said: str) -> None:
    app = visit(locale, "speaking-time", rate=["180", "200"])
    assert app.slider(key="bw_rate").value == 200
    (sentence,) = notice(app)
    assert "rate=180" in sentence
    assert said in sentence


@pytest.mark.parametrize(("locale", "rest"), [("en-US", " and 1 more"), ("zh-CN", "另有 1 项")])
def test_unknown_parameters_are_named_in_one_notice(locale: str, rest: str) -> None:
    app = visit(locale, yaer="2023", year="2023,x", a="", utm_source="mail", fbclid="z", b="1")
    assert pick(app, "year").value == ["2023"]
    (sentence,) = notice(app)
    assert "year=x" in sentence
    assert "yaer=2023" in sentence
    assert rest in sentence
    assert "utm" not in sentence
    app.button(key="bw_dismiss").click()
    run(app)
    assert notice(app) == []
    assert chosen(app) == {"year": "2023"}


def test_a_late_report_of_the_old_address_undoes_no_choice() -> None:
    """The browser may send a run before it has received the query of the run before."""
    app = visit(year="2022")
    pick(app, "kind").set_value(["答问"])
    run(app)
    app.query_params = {"year": "2022"}
    run(app)
    assert chosen(app) == {"year": "2022", "kind": "answer"}
    app.button(key="bw_clear").click()
    app.query_params = {"year": "2022"}
    run(app)
    assert chosen(app) == {}
    app.query_params = {"year": "2022", "kind": "answer"}
    run(app)
    assert chosen(app) == {}


def test_a_cleared_filter_gets_a_new_widget() -> None:
    """The browser keeps the value of the old one, and would report it with the next click."""
    app = visit(speaker="niu-yibing-7c13")
    pick(app, "speaker").set_value(["张彦 · Zhang Yan · 張彥"])
    before = pick(app, "speaker").key
    run(app)
    assert pick(app, "speaker").key == before  # open while its reader goes on picking
    app.button(key="bw_clear").click()
    run(app)
    assert pick(app, "speaker").key != before
    assert pick(app, "speaker").value == []


def test_the_filters_hold_on_every_page() -> None:
    app = visit("en-US", year="2023", briefing="civilization-conference-2023")
    for page in registry.PAGES:
        run(app.switch_page(str(page.file)))
        assert pick(app, "year").value == ["2023"], page.slug
        assert pick(app, "briefing").value == ["civilization-conference-2023"]


def test_a_query_that_was_too_long_is_named() -> None:
    """The middleware puts this parameter in its place (dashboard/middleware/messages.py)."""
    (sentence,) = notice(visit("en-US", too_long="1"))
    assert "everything after its question mark, which is too long" in sentence
    assert "too_long" not in sentence
