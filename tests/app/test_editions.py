"""The page Five editions on the bundled corpus, and on one that holds neither briefing."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n
from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from tests.app.test_invented_pages import visit
from tests.fixtures import invented_corpus
from tests.support.run import serve

HEADLINES = {
    "zh": "2024 年：2023 年的 13 个议题有 7 个未再公布，新增 5 个",
    "en": "In 2024, 7 of the 13 subjects of 2023 are not announced again, and 5 are new",
}
SAID = {
    "zh": ["国家会议中心", "另有报道作“北京国际会议中心”", "14 个，其中 8 个列名", "未列名",
           "高峰论坛，另计",
           "2024、2025 年称中央精神文明建设办公室", "走好网上群众路线百个成绩突出账号",
           "共建网络文明天津宣言", "中国妇女报，2025-05-14（没有网址）"],
    "en": ["China National Convention Center", "Beijing International Convention Center",
           "14, of which 8 are named", "not named", "a summit forum, counted apart",
           "Central Office for Cultural and Ethical Advancement* in 2024, 2025",
           "Tianjin Declaration on Jointly Building Internet Civilization",
           "China Women's News 中国妇女报, 2025-05-14 (address not at hand)"],
}  # fmt: skip


@pytest.fixture(scope="module")
def bundled() -> Corpus:
    return open_corpus(BUNDLED)


def markdown(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown).replace("\\", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_states_each_edition_with_its_sources(
    language: str, bundled: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, bundled)
    app = visit("editions", lang=language)
    assert not app.exception
    assert app.header[0].value.replace("\\", "") == HEADLINES[language]
    shown = markdown(app)
    assert [each for each in SAID[language] if each not in shown] == []
    assert "https://cqcb.com/xindiaocha/zhongguofabu/2021-11-16/4607798_pc.html" in shown
    assert "passage=civilization-conference-2022:7" in shown


@pytest.mark.parametrize("query", [{}, {"year": "2022"}])
def test_a_filter_that_does_not_apply_says_so(
    query: dict[str, str], bundled: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, bundled)
    app = visit("editions", lang="en", **query)
    note = i18n.text("en", "editions.unfiltered")
    assert (note in [each.value for each in app.caption]) == bool(query)
    assert app.header[0].value == HEADLINES["en"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_the_briefings_nothing_is_said_of_them(
    language: str,
    bundled: Corpus,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = {name: bundled.table(name) for name in ("editions", "edition_facts", "edition_sources")}
    folder = tmp_path_factory.mktemp("corpus") / "others"
    serve(monkeypatch, invented_corpus.corpus(folder, {**invented_corpus.tables(), **own}))
    app = visit("editions", lang=language)
    assert not app.exception
    assert app.header[0].value.replace("\\", "") == i18n.text(language, "editions.matrix_title")
    assert "civilization-conference" not in markdown(app)
