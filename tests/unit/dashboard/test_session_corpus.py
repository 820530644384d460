"""The corpus of one session: created, seen by its runs alone, and removed when unreferenced."""

import gc
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from dashboard import run_context, session_corpus
from dashboard.components import cache
from dashboard.filters import Filters
from dashboard.queries import selection
from dashboard.run_context import current_run
from dashboard.worker import client, process
from dashboard.worker.client import Page, RefusedError
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus
from tests.fixtures.transcripts import LABELS_APART, LABELS_INLINE
from tests.support.parser_here import parser_here
from tests.support.run import serve

_SERVER_CORPUS = session_corpus.server_corpus
APART = Page("apart.txt", LABELS_APART.encode())
INLINE = Page("inline.txt", LABELS_INLINE.encode())


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a session that added nothing yet, with the test's own folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _sign_in(monkeypatch)
    parser_here(monkeypatch)


@pytest.fixture(autouse=True)
def base(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    corpus = invented_corpus.corpus(tmp_path_factory.mktemp("base") / "kites")
    serve(monkeypatch, corpus)
    return corpus


def _sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin another session, whose state is empty."""
    state: dict[str, session_corpus.SessionCorpus | None] = {}
    monkeypatch.setattr(session_corpus, "_store", lambda new: state.update(corpus=new))
    monkeypatch.setattr(session_corpus, "_stored", lambda: state.get("corpus"))


def add(page: Page, **fields: Any) -> session_corpus.AddedBriefing:
    edition: Any = {**client.read(page), **fields}
    return session_corpus.add(edition, page)


def digest_of(page: Page) -> str:
    return session_corpus.page_digest({}, page)


def ids() -> list[str]:
    session = current_run().session
    return session.corpus.table("briefings")["briefing_id"].tolist()


def test_an_addition_leaves_the_servers_briefings_unchanged(base: Corpus) -> None:
    before = {path: path.read_bytes() for path in base.folder.rglob("*.*")}
    mine = add(APART)
    assert mine.outcome in ("read", "read_with_warnings")
    assert ids() == [mine.briefing_id, "kite-2031", "kite-2032"]
    assert current_run().session.only_ids == {mine.briefing_id}
    assert current_run().session.published == base.version
    assert {path: path.read_bytes() for path in base.folder.rglob("*.*")} == before


def test_the_corrected_reading_of_a_page_replaces_the_one_before() -> None:
    first = add(APART)
    second = add(APART, title="湖光灯会（更正）")
    assert ids() == [second.briefing_id, "kite-2031", "kite-2032"]
    assert first.briefing_id != second.briefing_id
    assert current_run().session.only_ids == {second.briefing_id}


def test_a_correction_takes_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    add(APART)
    edition = client.read(APART) | {"title": "湖光灯会（更正）"}
    jobs: list[Any] = []
    real = process.run

    def run(*job: Any) -> process.Done:
        jobs.append(job)
        return real(*job)

    monkeypatch.setattr(process, "run", run)
    session_corpus.add(edition, APART)
    assert len(jobs) == 1


def test_clear_removes_all_additions() -> None:
    add(APART)
    add(INLINE)
    assert len(current_run().session.only_ids) == 2
    session_corpus.clear()
    assert current_run().session.added == ()
    assert current_run().session.only_ids == frozenset()


def test_an_added_page_is_recognised_by_its_bytes() -> None:
    assert current_run().session.find_added(digest_of(APART)) is None
    first = add(APART)
    second = add(APART, title="湖光灯会（更正）")
    assert first != second
    assert current_run().session.find_added(digest_of(APART)) == second
    assert second.title == "湖光灯会（更正）"
    assert current_run().session.find_added(digest_of(INLINE)) is None
    session_corpus.clear()
    assert current_run().session.find_added(digest_of(APART)) is None


def test_the_folder_is_removed_with_the_corpus(tmp_path: Path) -> None:
    add(APART)
    assert _stored(tmp_path)
    session = current_run().session
    alive = ref(session.corpus)
    selection.turns(Filters())
    cache.cached_for_run("a panel", lambda: 1)
    del session
    session_corpus.clear()
    gc.collect()
    assert alive() is None
    assert _stored(tmp_path) == []


def test_every_change_leaves_the_files_of_one_corpus(tmp_path: Path) -> None:
    add(APART)
    add(INLINE)
    add(APART, title="湖光灯会（更正）")
    gc.collect()
    assert len(_stored(tmp_path)) == len(TABLES)


def _stored(temporary: Path) -> list[Path]:
    """Return the tables below a temporary folder."""
    return list(temporary.rglob("*.parquet"))


def test_a_refusal_leaves_the_session_unchanged(tmp_path: Path) -> None:
    mine = add(APART)
    with pytest.raises(RefusedError):
        add(INLINE, turns=[])
    assert ids() == [mine.briefing_id, "kite-2031", "kite-2032"]
    assert len(_stored(tmp_path)) == len(TABLES)


def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    edition = client.read(APART)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Corpus, "save_copy", full)
    with pytest.raises(RefusedError) as refused:
        session_corpus.add(edition, APART)
    assert refused.value.reason == "no_room"
    assert current_run().session.added == ()
    assert _stored(tmp_path) == []


def test_only_the_own_session_selects_from_its_corpus(
    base: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = add(APART)
    assert mine.briefing_id in set(selection.briefings(Filters())["briefing_id"])
    _sign_in(monkeypatch)
    assert selection.briefings(Filters())["briefing_id"].tolist() == ["kite-2031", "kite-2032"]
    assert current_run().corpus is base


def test_a_run_keeps_the_corpus_with_which_it_began(base: Corpus) -> None:
    with run_context.with_corpus(base):
        mine = add(APART)
        assert mine.briefing_id not in set(selection.briefings(Filters())["briefing_id"])
    assert mine.briefing_id in set(selection.briefings(Filters())["briefing_id"])


def test_the_corpus_of_the_environment_is_served(
    base: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CORPUS", str(base.folder))
    monkeypatch.setattr(session_corpus, "server_corpus", _SERVER_CORPUS)
    assert current_run().corpus.version == base.version
