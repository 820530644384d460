"""The search page without a browser: its answer to any query, with and without stored texts."""

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from dashboard import registry
from dashboard.filters import Filters
from dashboard.i18n import text
from dashboard.run_context import current_run
from loaders.corpus.store import Corpus
from tests.app.test_invented_pages import unsound, visit
from tests.fixtures import corpus_with_text
from tests.support.run import serve


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_with_text.corpus(tmp_path_factory.mktemp("corpus") / "held")


@pytest.fixture
def opened(held: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, held)


def passages(app: AppTest) -> list[dict[str, Any]]:
    """Return the data passed to each component of passages, in page order."""
    protos = [each.proto for each in app.get("bidi_component")]
    return [json.loads(p.json) for p in protos if ".passages" in p.component_name]


def said(app: AppTest) -> str:
    words = " ".join(str(each.value) for kind in (app.markdown, app.caption) for each in kind)
    return words.replace("\\", "")


@pytest.mark.usefixtures("opened")
def test_a_search_lists_every_place_in_its_context() -> None:
    app = visit("search", q="灯会", lang="zh")
    assert "“灯会”共 7 处，在 2 场发布会的 7 个段落里" in said(app)
    (listed,) = passages(app)
    rows = listed["rows"]
    assert [row["term"] for row in rows] == ["灯会"] * 7
    assert rows[2]["left"] == "望川把"
    assert rows[2]["right"].startswith("当作自家的事来办")
    assert rows[2]["where"] == "白杉 · 开场介绍（介绍）· 2030，第 6 段"
    assert rows[2]["passage"] == "lantern-2030:6"
    assert rows[2]["href"].startswith("search?lang=zh&q=")
    assert unsound(app) == []


QUERIES = [
    "", "灯", "，。！？", "<script>alert(1)</script>", ".*", "(灯", "a\\", "*灯*", "$灯$",
    "[灯](x)", "🏮" * 64, "长" * 64, "火锅", ":red[灯]", "“", "、", "%", "_",
]  # fmt: skip


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("query", QUERIES)
def test_any_query_gets_an_answer(query: str) -> None:
    app = visit("search", q=query, lang="zh")
    assert unsound(app) == []


@pytest.mark.usefixtures("opened")
def test_any_query_that_is_typed_gets_an_answer() -> None:
    app = visit("search", q="灯会", lang="en")
    for query in QUERIES:
        app.text_input(key="bw_search").set_value(query).run()
        assert unsound(app) == [], query


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Type a term above"),
        ("，。！", "at least one Chinese character"),
        ("🏮🏮", "at least one Chinese character"),
        ("火锅", '"火锅" does not occur in what was captured'),
    ],
)
def test_a_query_without_a_place_says_why(query: str, sentence: str) -> None:
    app = visit("search", q=query, lang="en")
    assert sentence in said(app)
    assert passages(app) == []


@pytest.mark.usefixtures("opened")
def test_what_is_typed_is_searched_for_and_stands_in_the_url() -> None:
    app = visit("search", term="灯会", page="1", lang="en")
    box = app.text_input(key="bw_search")
    assert box.value == "灯会"
    box.set_value("  灯   工匠 ").run()
    assert app.query_params["q"] == "灯 工匠"
    assert "term" not in app.query_params
    assert '"工匠": 1 found' in said(app)


@pytest.mark.usefixtures("opened")
def test_a_topic_alone_is_listed() -> None:
    app = visit("search", topic="hosts", lang="en")
    (listed,) = passages(app)
    assert [row["term"] for row in listed["rows"]] == ["主办", "承办"]


def test_without_texts_each_paragraph_has_a_gist() -> None:
    """The corpus that is bundled: counts, and no word of a transcript."""
    app = visit("search", q="未成年人", lang="en")
    (listed,) = passages(app)
    counts = current_run().corpus.table("term_counts").query("term == '未成年人'")
    counted = [f"未成年人 × {n}" for n in counts.sort_values("paragraph")["free_occurrences"]]
    assert [row["term"] for row in listed["rows"]] == counted
    assert counts["free_occurrences"].sum() == 25
    assert all(len(row["gist"]) > 40 for row in listed["rows"])
    assert "Add a briefing" in said(app)


def test_a_place_without_its_text_says_so_among_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = corpus_with_text.corpus(tmp_path / "corpus", "lantern-2030")
    serve(monkeypatch, half)
    app = visit("search", q="灯会", lang="en")
    (listed,) = passages(app)
    gists = [row.get("gist") for row in listed["rows"]]
    without = [each for each in gists if each]
    assert gists[:4] == [None] * 4  # though 2030 was before 2031
    assert without == ["(text not held here, and no summary)"] * (len(gists) - 4)
    assert sum(int(row["term"].split(" × ")[1]) for row in listed["rows"][4:]) == 3
    assert "NaN" not in json.dumps(listed)
    assert "listed first with the words around them: 4" in said(app)
    assert "with our summary: 3" in said(app)


def test_a_word_that_was_not_counted_is_said_to_be_so() -> None:
    app = visit("search", q="火锅底料", lang="en")
    assert "was not counted in 2022 Tianjin, 2023 Xiamen" in said(app)
    assert "Not counted does not mean not said" in said(app)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_selected_year_without_a_find_is_said_to_have_none(language: str) -> None:
    app = visit("search", q="工匠", year="2030,2031", lang=language)
    assert {"zh": "2030：0 处", "en": "2030: 0."}[language] in said(app)
    app = visit("search", q="工匠", year="2030,2031", section="q_and_a", lang=language)
    assert {"zh": "说没说过，这里查不出", "en": "this search cannot tell: 2030"}[language] in said(
        app
    )
    assert {"zh": "2030：0 处", "en": "2030: 0."}[language] not in said(app)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("sort", ["place", "left", "right"])
def test_the_file_has_the_order_of_the_list(sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: dict[str, bytes] = {}

    def button(_label: str, data: Any, *, key: str, file_name: str, **_looks: Any) -> None:
        if key == "csv_concordance":
            saved[file_name] = data()

    monkeypatch.setattr("streamlit.download_button", button)
    app = visit("search", q="灯", sort=sort, lang="en")
    (listed,) = passages(app)
    ((name, file),) = saved.items()
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert [row["left"] for row in rows] == [row["left"] for row in listed["rows"]]
    assert [row["right"] for row in rows] == [row["right"] for row in listed["rows"]]
    assert {row["sort"] for row in rows} == {sort}
    assert (f"sort-{sort}" in name) == (sort != "place")  # by place is what nobody need state


# The statements of the province hold four places of 2030 and five of 2031.
@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("extent", "readable", "all_places"), [("whole", 7, 7), ("", 4, 4)])
def test_places_of_other_pages_open_where_texts_are_held(
    extent: str, readable: int, all_places: int
) -> None:
    app = visit("topics", term="灯会", lang="en", **({"scope": extent} if extent else {}))
    listed = passages(app)
    assert [len(each["rows"]) for each in listed] == [readable]
    button = app.button(key="bw_search_topic_places")
    assert button.label.endswith(f"({all_places})")
    assert unsound(app) == []


@pytest.mark.usefixtures("opened")
def test_the_search_page_lists_the_places_of_the_clicked_group() -> None:
    app = visit("topics", term="灯会", within="year:2030", lang="en")
    assert {row["href"].partition("&passage")[0] for row in passages(app)[0]["rows"]} == {
        "search?lang=en&year=2030&term=%E7%81%AF%E4%BC%9A"
    }
    button = app.button(key="bw_search_topic_places")
    count = int(button.label.rpartition("(")[2].rstrip(")"))
    assert 0 < count < 7  # in all briefings
    button.click().run()
    assert app.query_params == {
        "lang": "en", "year": "2030", "term": "灯会",
        "section": "opening", "kind": "statement", "slot": "host_province",
    }  # fmt: skip
    assert f"of {count}" in said(app)
    assert unsound(app) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_near_a_word_are_drawn_and_searched_for(language: str) -> None:
    """Of the bundled corpus, in which 2022 has no such pair."""
    app = visit("search", q="未成年人", kind="answer", lang=language)
    assert text(language, "search.near.title") in [each.value for each in app.header]
    assert text(language, "search.near.caveat", least=9) in said(app)
    own = {
        "zh": "前后反复出现的词有 10 个：“网上”（10 个窗口）",
        "en": ": 网上 (10 windows), 环境 (9)",
    }
    assert own[language] in said(app)
    kind = text(language, "filter.kind.label")
    assert text(language, "search.near.unreached", filters=kind) in said(app)
    (chart,) = app.get("plotly_chart")  # the other briefing has a note in its place
    assert text(language, "search.near.no_chart") in said(app)
    (bars,) = [each for each in json.loads(chart.proto.spec)["data"] if each["type"] == "bar"]
    assert [len(bars["customdata"]), bars["customdata"][0]] == [10, ["term", "网上"]]
    # 10 × 1678 / (63 × 70), 9 × 1678 / (63 × 15): from the only row of table cooccurrence of each
    shown = {"zh": ["10 · 碰巧的 3.8 倍", "9 · 碰巧的 16 倍", "8"],
             "en": ["10 · 3.8× chance", "9 · 16× chance", "8"]}  # fmt: skip
    assert bars["text"][:3] == shown[language]
    pairs = [tuple(bars["customdata"][0])]
    clicked = Filters(q="未成年人", lang=language).toggled(pairs).query()
    assert visit("search", **clicked).text_input(key="bw_search").value == "网上"


@pytest.mark.parametrize(
    ("query", "key"),
    [("网", "no_character"), ("我们", "no_stopword"), ("火锅底料", "no_word")],
)
def test_a_word_without_counted_neighbours_says_why(query: str, key: str) -> None:
    app = visit("search", q=query, lang="en")
    assert text("en", f"search.near.{key}", term=f'"{query}"') in said(app)
    assert len(app.get("plotly_chart")) == 0


@pytest.mark.parametrize("query", [{"q": "未成年人 网上"}, {"topic": "minors"}])
def test_several_words_or_a_topic_have_no_neighbours(query: dict[str, str]) -> None:
    app = visit("search", lang="en", **query)
    assert text("en", "search.near.title") not in [each.value for each in app.header]


def test_the_finds_are_paged_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = corpus_with_text.open_tables(
        tmp_path / "corpus", corpus_with_text.generated(120, text="灯会在湖边。")
    )
    serve(monkeypatch, many)
    app = visit("search", q="灯会", page="3", lang="en")
    (listed,) = passages(app)
    assert [row["passage"] for row in listed["rows"]][::19] == ["gen-00100:1", "gen-00119:1"]
    assert "Places 101–120 of 120" in said(app)
    assert "The link asks for page" not in said(app)
    app = visit("search", q="灯会", page="9", lang="en")
    assert "Places 101–120 of 120" in said(app)
    assert "The link asks for page 9, and the list has 3 pages: this is the last." in said(app)


def test_the_choice_of_a_page_has_one_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Streamlit warns, on a server, of a widget whose value is set beside its default."""
    monkeypatch.setattr(policies, "runtime", SimpleNamespace(exists=lambda: True))
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)
    many = corpus_with_text.open_tables(
        tmp_path / "corpus", corpus_with_text.generated(120, text="灯会在湖边。")
    )
    serve(monkeypatch, many)
    app = visit("search", q="灯会", page="3", lang="en")
    for page in (1, 2):
        app.pagination[0].select(page).run()
        assert "".join(app.query_params.get("page", "1")) == str(page)
        assert app.pagination[0].value == page
    app.text_input(key="bw_search").set_value("湖边").run()  # begins at the first page again
    assert app.pagination[0].value == 1
    assert "Places 1–50 of 120" in said(app)
    for each in registry.PAGES:
        visit(each.slug, lang="en")
    assert "was created with a default value" not in caplog.text


@pytest.mark.parametrize(
    ("query", "people", "topics"),
    [({"q": "壽小麗"}, ["shou-xiaoli-49a1"], []), ({"q": "zhongyangwangxinban"}, ["cac"], []),
     ({"q": "minors"}, [], ["bw_see_minors"]),
     ({"q": "未成年人", "speaker": "zhang-yan-74e7"}, [], ["bw_see_minors"]),
     ({"q": "风"}, [], [])],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_search_leads_to_people_of_that_name_and_to_topics(
    query: dict[str, str], people: list[str], topics: list[str], language: str
) -> None:
    app = visit("search", lang=language, **query)
    links = " ".join(each.value for each in app.markdown)
    assert [who for who in people if f"who={who}" in links] == people
    assert ("](people?" in links) == bool(people)
    found = [each for each in app.button if (each.key or "").startswith("bw_see_")]
    assert [each.key for each in found] == topics
    for button in found:
        opened = button.click().run()
        assert opened.query_params["topic"] == "minors"
        assert "q" not in opened.query_params
