"""The corpus of a server: one version whole, the next when it is whole, the last good one else."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from starlette.requests import Request

from dashboard import served_corpus
from dashboard.health import health
from dashboard.served_corpus import ServedCorpus
from loaders.corpus import archive, store
from loaders.corpus.manifest import Manifest, OtherReleaseError
from loaders.corpus.snapshot import check_stored
from loaders.errors import CorpusError
from tests.fixtures.invented_corpus import tables as invented_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store.write(invented_tables(), tmp_path / "corpus", {})
    return tmp_path / "corpus"


def _titled(title: str) -> dict[str, pd.DataFrame]:
    tables = invented_tables()
    return {**tables, "briefings": tables["briefings"].assign(title=title)}


def _titles(served: ServedCorpus) -> set[str]:
    return set(served.current().table("briefings")["title"])


def test_a_new_version_is_served_from_the_next_look_on(folder: Path) -> None:
    served = ServedCorpus(folder)
    first = served.current()
    version = store.write(_titled("新"), folder, {})
    assert served.current() is first
    assert set(first.table("briefings")["title"]) != {"新"}, (
        "a reader keeps the rows of its version"
    )
    served.refresh()
    assert (served.current().version, _titles(served)) == (version, {"新"})


def test_a_version_is_opened_once(folder: Path) -> None:
    served = ServedCorpus(folder)
    first = served.current()
    served.refresh()
    assert served.current() is first


@pytest.mark.parametrize(
    "damage", ["truncated", "removed", "manifest", "pointer", "newer", "folder"]
)
def test_the_last_good_version_is_served(
    folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    served = ServedCorpus(folder)
    before = _titles(served)
    file = next((folder / "tables").glob("briefings-*"))
    manifest = next((folder / "manifests").iterdir())
    if damage == "truncated":
        file.write_bytes(file.read_bytes()[:50])
    elif damage == "removed":
        file.unlink()
    elif damage == "manifest":
        store.write(_titled("新"), folder, {})
        next((folder / "manifests").iterdir()).write_text("{")
    elif damage == "pointer":
        (folder / "current.json").write_text("{")
    elif damage == "newer":
        text = json.dumps({**json.loads(manifest.read_text()), "schema_version": 999})
        (folder / "manifests" / "0123456789ab.json").write_text(text)
        (folder / "current.json").write_text('{"version": "0123456789ab"}')
    else:
        shutil.rmtree(folder)
    served.refresh()
    served.refresh()
    assert _titles(served) == before
    assert served.problem is not None
    assert len(caplog.messages) == 1, "a problem is logged once"
    assert "briefings-" in caplog.messages[0] or damage not in ("truncated", "removed")
    assert isinstance(served.problem, OtherReleaseError) == (damage == "newer")
    shutil.rmtree(folder, ignore_errors=True)
    store.write(_titled("又"), folder, {})
    served.refresh()
    assert _titles(served) == {"又"}
    assert not served.problem


def test_a_version_may_be_replaced_while_it_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace_and_check(folder: Path, manifest: Manifest) -> None:
        store.write(_titled("新"), folder, {})
        check_stored(folder, manifest)

    served = ServedCorpus(folder)
    monkeypatch.setattr("dashboard.served_corpus.check_stored", replace_and_check)
    served.refresh()
    assert served.problem is None
    monkeypatch.undo()
    served.refresh()
    assert _titles(served) == {"新"}


def test_without_a_good_version_the_error_is_raised(tmp_path: Path) -> None:
    served = ServedCorpus(tmp_path)
    with pytest.raises(CorpusError, match="holds no corpus"):
        served.current()
    store.write(invented_tables(), tmp_path / "corpus", {})
    for part in (tmp_path / "corpus").iterdir():
        part.rename(tmp_path / part.name)
    served.refresh()
    assert _titles(served)


def _clean(corpus: store.Corpus) -> None:
    """Delete the private files of `corpus`, as the system may."""
    for files in corpus._snapshot.files.values():
        for path in files:
            path.unlink(missing_ok=True)


def test_private_files_that_the_system_cleaned_are_copied_again(
    folder: Path, archived: str
) -> None:
    served = ServedCorpus(folder)
    earlier = served.version(archived)
    assert earlier
    for corpus in (earlier, served.current()):
        _clean(corpus)
    served.refresh()
    assert served.current().is_intact()
    again = served.version(archived)
    assert again
    assert again.is_intact()


@pytest.fixture
def archived(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An earlier version of the corpus in `folder`, which is in the archive."""
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    version = store.open_corpus(folder).version
    store.write(_titled("新"), folder, {})
    return version


def test_what_failed_is_not_read_again_until_it_changes(
    folder: Path, archived: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: Counter[str] = Counter()

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def count(*given: object) -> Any:
            times[name] += 1
            return work(*given)

        return count

    for name in ("open_corpus", "open_archived", "check_stored"):
        counting = counted(name, getattr(served_corpus, name))
        monkeypatch.setattr(served_corpus, name, counting)
    served = ServedCorpus(folder)
    served.refresh()
    kept = tmp_path / "archive"
    current, earlier = (f"manifests/{each}.json" for each in (served.current().version, archived))
    files = [folder / current, kept / current, kept / earlier]
    contents = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
        path.write_bytes(b"{")
    cold = ServedCorpus(folder)
    for _ in range(5):
        served.refresh()
        assert served.problem
        with pytest.raises(CorpusError):
            served.version(archived)
        with pytest.raises(CorpusError):
            cold.current()
    assert times == {"open_corpus": 2, "open_archived": 1, "check_stored": 1}
    for path, content in zip(files, contents, strict=True):
        path.write_bytes(content)
    served.refresh()
    assert not served.problem
    assert served.version(archived)
    assert cold.current()


def test_a_failure_without_a_change_is_tried_again_at_last(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, reasons = store.open_corpus, ["No space left on device"]

    def fail(folder: Path) -> store.Corpus:
        if reasons:
            raise CorpusError(reasons.pop())
        return opening(folder)

    served = ServedCorpus(folder)
    monkeypatch.setattr(served_corpus, "open_corpus", fail)
    served.refresh()
    served.refresh()
    assert served.problem
    for _ in range(served_corpus._TIMES_TO_RETRY):
        served.refresh()
    assert served.current()


def test_a_version_is_opened_while_another_one_is(
    folder: Path, archived: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = store.open_corpus(folder).version
    store.write(_titled("又"), folder, {})
    served = ServedCorpus(folder)
    opening = store.open_archived

    def open_slowly(folder: Path, version: str) -> store.Corpus:
        if version == archived:
            with ThreadPoolExecutor(1) as other_visitor:
                other = other_visitor.submit(served.version, second).result(timeout=60)
                assert other
        return opening(folder, version)

    monkeypatch.setattr(served_corpus, "open_archived", open_slowly)
    assert served.version(archived)


@pytest.mark.usefixtures("archived")
def test_a_damaged_current_version_is_served_from_the_archive(folder: Path) -> None:
    version = store.open_corpus(folder).version
    ServedCorpus(folder).refresh()  # which archives it
    file = next((folder / "tables").glob("briefings-*"))
    file.unlink()
    served = ServedCorpus(folder)
    assert served.current().version == version
    assert str(file) in str(served.problem)


def test_earlier_versions_stay_in_the_archive(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    served = ServedCorpus(folder)
    versions = [served.current().version]
    for title in "甲乙丙丁":
        versions.append(store.write(_titled(title), folder, {}))
        served.refresh()
    assert len(list((folder / "manifests").iterdir())) == 1, "the folder holds the newest alone"
    for version, title in zip(versions[1:4], "甲乙丙", strict=True):
        opened = served.version(version)
        assert opened is not None
        assert set(opened.table("briefings")["title"]) == {title}
    assert served.version(versions[-1]) is served.current()
    assert served.version(versions[0]) is not None
    assert list(served._archived) == [versions[2], versions[3], versions[0]], "three at most"
    for named in ("0" * 12, "../" * 4, "", "x"):
        assert served.version(named) is None


def test_an_archived_version_of_another_schema_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    served = ServedCorpus(folder)
    stored = tmp_path / "archive" / "manifests" / f"{served.current().version}.json"
    text = json.dumps({**json.loads(stored.read_text()), "schema_version": 3})
    stored.with_name("0123456789ab.json").write_text(text)
    with pytest.raises(OtherReleaseError, match="schema 3 of an earlier release"):
        served.version("0123456789ab")


def test_a_corpus_can_be_its_own_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(folder))
    served = ServedCorpus(folder)
    first = served.current().version
    store.write(_titled("新"), folder, {})
    served.refresh()
    assert served.version(first) is not None


@pytest.mark.parametrize("named", [".", "corpus", ""])
def test_health_names_the_files_from_the_folder_on(
    folder: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = store.open_corpus(folder).version
    monkeypatch.chdir(folder.parent if named == "corpus" else folder)
    monkeypatch.setenv(served_corpus.VARIABLE, named or str(folder))
    (folder / "manifests" / f"{version}.json").write_text("{")
    answer = json.loads(bytes(health(Request({"type": "http"})).body))
    assert answer["status"] == "no corpus"
    assert answer["error"].startswith(f"manifests/{version}.json is damaged (JSONDecodeError(")
    monkeypatch.setattr(served_corpus, "current_version", lambda _: 1 / 0)
    served_corpus.of_server().refresh()
    answer = json.loads(bytes(health(Request({"type": "http"})).body))
    assert answer["error"] == "the folder cannot be opened (ZeroDivisionError)"
