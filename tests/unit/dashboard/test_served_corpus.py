"""The corpus of a server: one version whole, the next when it is whole, the last good one else."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dashboard.served_corpus import ServedCorpus
from loaders.corpus import archive, store
from loaders.corpus.manifest import Manifest, OtherSchemaError
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
    assert isinstance(served.problem, OtherSchemaError) == (damage == "newer")
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


def test_private_files_that_the_system_cleaned_are_copied_again(folder: Path) -> None:
    served = ServedCorpus(folder)
    for files in served.current()._snapshot.files.values():
        for path in files:
            path.unlink()
    served.refresh()
    assert served.current().is_intact()


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
    with pytest.raises(OtherSchemaError, match="schema 3 of an earlier release"):
        served.version("0123456789ab")


def test_a_corpus_can_be_its_own_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(folder))
    served = ServedCorpus(folder)
    first = served.current().version
    store.write(_titled("新"), folder, {})
    served.refresh()
    assert served.version(first) is not None
