"""Links that name a version of the corpus, and a server whose corpus cannot be opened."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n, registry, served_corpus, session_corpus
from dashboard.labels import corpus_state
from dashboard.session_corpus import AddedBriefing, SessionCorpus
from loaders.corpus import archive, store
from loaders.errors import CorpusError
from tests.app.test_api import get
from tests.fixtures import invented_corpus
from tests.support.adding import press, texts
from tests.support.app import open_page


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Serve a corpus whose title was 甲 in an earlier version, and is 乙 now."""
    folder = tmp_path / "corpus"
    monkeypatch.setenv("BRIEFING_CORPUS", str(folder))
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    return [store.write(_titled(title), folder, {}) for title in "甲乙"]


def _titled(title: str) -> dict[str, pd.DataFrame]:
    tables = dict(invented_corpus.tables())
    return {**tables, "briefings": tables["briefings"].assign(title=title)}


def _visit(language: str, slug: str = "sources", **query: str) -> AppTest:
    app = open_page(slug, lang=language, **query)
    assert [each.message for each in app.exception] == []
    return app


def _shown(app: AppTest) -> str:
    """Return the version that the footer names."""
    (version,) = re.findall(r"[0-9a-f]{12}", app.caption[-1].value)
    return str(version)


def _word(language: str, key: str, **values: str) -> str:
    return i18n.text(language, f"app.corpus.{key}", **values)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_link_to_an_earlier_version_shows_it_and_says_so(
    versions: list[str], language: str
) -> None:
    app = _visit(language, corpus=versions[0])
    assert _word(language, "archived", version=versions[0]) in texts(app)
    assert _shown(app) == versions[0]
    press(app, _word(language, "show_current"))
    assert _word(language, "archived", version=versions[0]) not in texts(app)
    assert _shown(app) == versions[1]


@pytest.mark.parametrize("page", registry.PAGES, ids=lambda page: page.slug)
def test_every_page_shows_the_version_that_its_link_names(
    versions: list[str], page: registry.Page
) -> None:
    app = _visit("en", page.slug, corpus=versions[0])
    assert _shown(app) == versions[0]


def test_the_current_version_can_be_named(versions: list[str]) -> None:
    app = _visit("en", corpus=versions[1])
    assert not any("version" in text or "earlier state" in text for text in texts(app))
    assert _shown(app) == versions[1]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("named", ["0123456789ab", "../../../etc", "<b>"])
def test_a_version_that_is_not_kept_is_named_as_lost(
    versions: list[str], language: str, named: str
) -> None:
    app = _visit(language, corpus=named)
    said = i18n.text(language, "error.version.not_held")
    assert any(named in text and said in text for text in texts(app))
    assert _shown(app) == versions[1]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reason", ["other_release", "damaged", "not_held"])
def test_page_and_api_say_why_a_version_is_not_shown(
    versions: list[str], language: str, reason: str, tmp_path: Path
) -> None:
    stored = tmp_path / "archive" / "manifests" / f"{versions[0]}.json"
    text = json.dumps({**json.loads(stored.read_text()), "schema_version": 3})
    if reason != "not_held":
        written = text if reason == "other_release" else "{"
        stored.with_name("0123456789ab.json").write_text(written)
    why = i18n.text(language, f"error.version.{reason}")
    app = _visit(language, corpus="0123456789ab")
    assert any(why in said and _word(language, "shown") in said for said in texts(app))
    for path in ("/api/tables", "/api/tables/turns.csv"):
        answer = get(path, f"corpus=0123456789ab&lang={language}")
        assert (answer.status, answer.json) == (400, {"error": why})


@pytest.fixture
def added(versions: list[str], tmp_path: Path) -> SessionCorpus:
    """The corpus of a visitor who added a briefing to the version that is served."""
    store.write(_titled("丙"), tmp_path / "session", {})
    briefing = AddedBriefing("kite-2033", "丙", "0" * 64, "read")
    return SessionCorpus(store.open_corpus(tmp_path / "session"), (briefing,), versions[1])


def _visit_with(added: SessionCorpus, language: str, **query: str) -> AppTest:
    app = _visit(language, **query)
    app.session_state[session_corpus._STATE] = added
    app.run()
    assert [each.message for each in app.exception] == []
    return app


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_served_version_is_shown_with_what_was_added(
    versions: list[str], added: SessionCorpus, language: str
) -> None:
    app = _visit_with(added, language, corpus=versions[1])
    assert _shown(app) == added.corpus.version
    assert _word(language, "without_added") not in " ".join(texts(app))
    assert versions[1] not in " ".join(texts(app)), "the version that is named is not lost"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_another_version_says_that_what_was_added_is_not_in_it(
    versions: list[str], added: SessionCorpus, language: str
) -> None:
    app = _visit_with(added, language, corpus=versions[0])
    assert _shown(app) == versions[0]
    assert any(_word(language, "without_added") in text for text in texts(app))
    press(app, _word(language, "show_current"))
    assert _shown(app) == added.corpus.version


def test_what_was_added_is_said_to_be_lost_with_its_files(
    versions: list[str], added: SessionCorpus
) -> None:
    for files in added.corpus._snapshot.files.values():
        for path in files:
            path.unlink(missing_ok=True)
    app = _visit_with(added, "en")
    assert _shown(app) == versions[1]
    assert i18n.text("en", "adding.lost") in texts(app)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("schema", "key"), [(2, "older"), (99, "newer"), (None, "damaged"), ("layout", "older")]
)
def test_without_a_corpus_the_page_says_why_without_a_path(
    versions: list[str], language: str, schema: int | str | None, key: str, tmp_path: Path
) -> None:
    manifest = tmp_path / "corpus" / "manifests" / f"{versions[1]}.json"
    stated = {**json.loads(manifest.read_text()), "schema_version": schema}
    manifest.write_text(json.dumps(stated) if schema else "{")
    if schema == "layout":  # of release 0.5: a file for each table, and no pointer
        (tmp_path / "corpus" / "current.json").rename(tmp_path / "corpus" / "manifest.json")
    with pytest.raises(CorpusError) as error:
        session_corpus.server_corpus()
    said = corpus_state.sentence(error.value, language)
    assert said == i18n.text(language, f"error.corpus.{key}")
    assert str(tmp_path) not in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_last_good_version_is_shown_with_one_sentence(
    versions: list[str], language: str, tmp_path: Path
) -> None:
    _visit(language)
    (tmp_path / "corpus" / "current.json").write_text("{")
    served_corpus.of_server().refresh()
    app = _visit(language)
    assert _word(language, "not_newest") in texts(app)
    assert _shown(app) == versions[1]
