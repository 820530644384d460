"""The corpus on disk: tables are read back as written, and damage is one error message."""

import gc
import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from loaders import schema
from loaders.corpus import archive, snapshot, store, table_files
from loaders.corpus.manifest import OtherReleaseError
from loaders.corpus.publication import publish, writing
from loaders.corpus.validation import validate
from loaders.errors import CorpusError, SchemaError


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    return {
        name: schema.to_pandas(table.arrow.empty_table()) for name, table in schema.TABLES.items()
    }


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _file(folder: Path, table: str) -> Path:
    (path,) = (folder / "tables").glob(f"{table}-*.parquet")
    return path


def _manifest(folder: Path) -> Path:
    (path,) = (folder / "manifests").iterdir()
    return path


def _topic(topic_id: str) -> dict[str, object]:
    texts = {"label_zh": "灯", "label_en": "Lanterns", "terms": "灯", "exceptions": ""}
    return {"topic_id": topic_id, "topic_order": 1, "source": "test", **texts}


def test_tables_are_read_back_in_key_order(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    frame = pd.DataFrame([_topic("b"), _topic("a")])
    store.write({**tables, "topics": frame}, tmp_path / "corpus", {"parser_version": "t"})
    corpus = store.open_corpus(tmp_path / "corpus")
    assert corpus.table("topics")["topic_id"].tolist() == ["a", "b"]
    assert corpus.query("SELECT topic_id FROM topics WHERE topic_id > $id", {"id": "a"})[
        "topic_id"
    ].tolist() == ["b"]
    assert corpus.manifest.metadata == {"parser_version": "t"}


def test_the_version_changes_with_the_content(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    one = store.write(tables, tmp_path / "one", {})
    same = store.write(tables, tmp_path / "same", {})
    other = store.write({**tables, "topics": pd.DataFrame([_topic("a")])}, tmp_path / "other", {})
    assert one == same != other


def test_write_replaces_a_corpus_and_leaves_no_other_files(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    store.write(tables, tmp_path / "corpus", {})
    version = store.write(
        {**tables, "topics": pd.DataFrame([_topic("a")])}, tmp_path / "corpus", {}
    )
    assert store.open_corpus(tmp_path / "corpus").version == version
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_a_folder_with_other_files_is_not_overwritten(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    (tmp_path / "letters").mkdir()
    letter = tmp_path / "letters" / "letter.txt"
    letter.write_text("unchanged")
    for target in (tmp_path / "letters", letter):
        with pytest.raises(CorpusError, match=r"letter\.txt, which is no part of a corpus"):
            store.write(tables, target, {})
    assert letter.read_text() == "unchanged"


def test_a_failed_rename_leaves_the_old_corpus(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    version = store.write(tables, folder, {})
    before = _files(folder)
    replace = Path.replace

    def fail_on_pointer(self: Path, target: Path) -> Path:
        if self.name == "current.json":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_pointer)
    with pytest.raises(CorpusError, match="No space left"):
        store.write({**tables, "topics": pd.DataFrame([_topic("a")])}, folder, {})
    monkeypatch.undo()
    assert store.open_corpus(folder).version == version
    store.write(tables, folder, {})
    assert _files(folder) == before, "the next run removes what the failed one left"


def test_a_schema_violation_leaves_the_old_corpus(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    folder = tmp_path / "corpus"
    version = store.write(tables, folder, {})
    with pytest.raises(SchemaError):
        store.write({**tables, "topics": pd.DataFrame({"wrong": [1]})}, folder, {})
    assert store.open_corpus(folder).version == version


def test_open_refuses_a_folder_without_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"holds no corpus.*loaders build"):
        store.open_corpus(tmp_path)


def test_open_refuses_a_damaged_table(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    store.write(tables, tmp_path / "corpus", {})
    with _file(tmp_path / "corpus", "turns").open("ab") as file:
        file.write(b"x")
    with pytest.raises(CorpusError, match=r"turns-\w+\.parquet is not the file"):
        store.open_corpus(tmp_path / "corpus")


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"{}", b"\xff\xfe", b'{"tables": [], "schema_version": 1}']
)
def test_open_refuses_a_damaged_manifest(
    tmp_path: Path, tables: dict[str, pd.DataFrame], content: bytes
) -> None:
    store.write(tables, tmp_path / "corpus", {})
    _manifest(tmp_path / "corpus").write_bytes(content)
    with pytest.raises(CorpusError, match="damaged"):
        store.open_corpus(tmp_path / "corpus")


def test_open_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("x")
    with pytest.raises(CorpusError, match="holds no corpus"):
        store.open_corpus(tmp_path / "page.txt")


@pytest.mark.parametrize(("schema_version", "of"), [(0, "an earlier"), (999, "a newer")])
def test_open_refuses_another_schema_version(
    tmp_path: Path, tables: dict[str, pd.DataFrame], schema_version: int, of: str
) -> None:
    store.write(tables, tmp_path / "corpus", {})
    path = _manifest(tmp_path / "corpus")
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_version": schema_version}))
    with pytest.raises(OtherReleaseError, match=f"of schema {schema_version} of {of}"):
        store.open_corpus(tmp_path / "corpus")


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"version": "../../etc"}', b"\xff"])
def test_open_refuses_a_damaged_pointer(
    tmp_path: Path, tables: dict[str, pd.DataFrame], content: bytes
) -> None:
    store.write(tables, tmp_path / "corpus", {})
    (tmp_path / "corpus" / "current.json").write_bytes(content)
    with pytest.raises(CorpusError, match="damaged"):
        store.open_corpus(tmp_path / "corpus")


def test_a_corpus_of_an_earlier_release_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(CorpusError, match="earlier release; add its pages to an empty folder"):
        store.open_corpus(tmp_path)


def test_an_open_corpus_does_not_need_its_folder(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    store.write({**tables, "topics": pd.DataFrame([_topic("a")])}, tmp_path / "corpus", {})
    corpus = store.open_corpus(tmp_path / "corpus")
    for path in (tmp_path / "corpus" / "tables").iterdir():
        path.write_bytes(b"")
    shutil.rmtree(tmp_path / "corpus")
    assert corpus.table("topics")["topic_id"].tolist() == ["a"]
    corpus.save_copy(tmp_path / "copy")
    assert store.open_corpus(tmp_path / "copy").version == corpus.version


def test_a_null_in_an_integer_column_stays_an_integer(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    store.write(tables, tmp_path / "corpus", {})
    found = store.open_corpus(tmp_path / "corpus").query("SELECT unnest([1, NULL]) AS n")
    assert found["n"].dtype == "Int64"
    assert found["n"].isna().sum() == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"level": "village"}, "level holds"),
        ({"organisation_id": None}, "non-nullable"),
    ],
)
def test_validate_refuses_unknown_codes_and_nulls(
    tables: dict[str, pd.DataFrame], row: dict[str, object], message: str
) -> None:
    body = {
        "organisation_id": "x",
        "name_zh": "灯会",
        "name_en": "Lanterns",
        "name_en_source": "ours",
        "search_names": "",
        "level": "city",
        **row,
    }
    with pytest.raises(SchemaError, match=message):
        validate({**tables, "organisations": pd.DataFrame([body])})


def test_validate_refuses_a_duplicate_key(tables: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(SchemaError, match="stands on two rows"):
        validate({**tables, "topics": pd.DataFrame([_topic("a"), _topic("a")])})


def test_validate_refuses_a_dangling_reference(tables: dict[str, pd.DataFrame]) -> None:
    hit = {"briefing_id": "b", "paragraph": 1, "topic_id": "a", "rule": "灯", "occurrences": 1}
    with pytest.raises(SchemaError, match="is not in paragraphs"):
        validate({**tables, "topic_hits": pd.DataFrame([hit])})


def _publish(chunks: dict[str, list[pa.Table]], folder: Path) -> str:
    with writing(folder):
        return publish(chunks, folder, {})


def _chunks(tables: dict[str, pd.DataFrame], *, size: int) -> dict[str, list[pa.Table]]:
    arrow = {name: schema.to_arrow(name, tables[name]) for name in schema.TABLES}
    return {
        name: [table.slice(start, size) for start in range(0, table.num_rows, size)]
        for name, table in arrow.items()
    }


@pytest.mark.parametrize("size", [1, 2, 7])
def test_the_size_of_chunks_does_not_change_the_bytes(
    tmp_path: Path, tables: dict[str, pd.DataFrame], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "ROW_GROUP_SIZE", 5)
    full = {**tables, "topics": pd.DataFrame([_topic(letter) for letter in "abcdefghijkl"])}
    version = _publish(_chunks(full, size=size), tmp_path / str(size))
    other = _publish(_chunks(full, size=12), tmp_path / "whole")
    assert version == other
    assert store.open_corpus(tmp_path / "whole").table("topics")["topic_id"].tolist() == list(
        "abcdefghijkl"
    )


def test_chunks_give_the_same_bytes_as_frames(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    full = {**tables, "topics": pd.DataFrame([_topic("b"), _topic("a")])}
    version = store.write(full, tmp_path / "frames", {})
    assert version == _publish(_chunks(full, size=1), tmp_path / "chunks")


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("topics", {}, r"\['a'\] stands on two rows"),
        ("organisations", {"level": "village"}, r"\['village'\], expected one of"),
        ("topic_hits", {"rule": "灯"}, r"\('b', 1\) is not in paragraphs"),
    ],
)
def test_chunks_are_validated_after_writing(
    tmp_path: Path,
    tables: dict[str, pd.DataFrame],
    name: str,
    row: dict[str, object],
    message: str,
) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "topics": [_topic("a"), _topic("a")],
        "organisations": [
            {
                "organisation_id": "x",
                "name_zh": "灯",
                "name_en": "L",
                "name_en_source": "ours",
                "search_names": "",
                **row,
            }
        ],
        "topic_hits": [
            {"briefing_id": "b", "paragraph": 1, "topic_id": "a", "occurrences": 1, **row}
        ],
    }
    broken = _chunks({**tables, name: pd.DataFrame(rows[name])}, size=1)
    with pytest.raises(
        SchemaError,
        match=f"Table {name}: .*{message}",
    ):
        _publish(broken, tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_a_collection_that_frees_a_corpus_waits_for_no_lock(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    frame = pd.DataFrame([_topic("of this test alone")])  # other corpora share the empty tables
    store.write({**tables, "topics": frame}, tmp_path / "corpus", {})
    corpus = store.open_corpus(tmp_path / "corpus")
    (file,) = corpus._snapshot.files["topics"]
    with snapshot._lock:  # another thread is copying a file
        del corpus
        gc.collect()
        assert file.exists()
    store.write(tables, tmp_path / "other", {})
    store.open_corpus(tmp_path / "other")
    assert not file.exists()


def test_a_damaged_version_is_replaced_and_not_archived(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    store.write(tables, tmp_path / "corpus", {})
    _file(tmp_path / "corpus", "turns").unlink()
    version = store.write(tables, tmp_path / "corpus", {"parser_version": "t"})
    assert store.open_corpus(tmp_path / "corpus").version == version
    assert not (tmp_path / "archive").exists()


def _archived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str = "archive") -> Path:
    """Name the archive, and return it with what a killed run left there."""
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / name))
    (tmp_path / name / "tables").mkdir(parents=True, exist_ok=True)
    (tmp_path / name / ".new-killed").mkdir()
    (tmp_path / name / "tables" / "turns-0123456789abcdef.parquet").write_bytes(b"x")
    return tmp_path / name


@pytest.mark.parametrize("name", ["archive", "corpus"])
def test_leftovers_in_an_archive_are_removed(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = store.write(tables, tmp_path / "corpus", {})
    kept = _archived(tmp_path, monkeypatch, name)
    other = kept / "manifests" / "0123456789ab.json"  # of another release
    other.parent.mkdir(exist_ok=True)
    other.write_text('{"schema_version": 3, "tables": {"old": [{"name": "old-1.parquet"}]}}')
    (kept / "tables" / "old-1.parquet").write_bytes(b"x")
    second = store.write(tables, tmp_path / "corpus", {"parser_version": "t"})
    for version in (first, second):
        assert store.open_archived(tmp_path / "corpus", version).version == version
    assert not list(kept.glob(".new-*"))
    assert not list((kept / "tables").glob("turns-0123456789abcdef*"))
    assert (kept / "tables" / "old-1.parquet").exists()


def test_nothing_is_removed_beside_an_unreadable_manifest(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(tables, tmp_path / "corpus", {})
    kept = _archived(tmp_path, monkeypatch)
    (kept / "manifests").mkdir()
    (kept / "manifests" / "0123456789ab.json").write_text("{")
    store.write(tables, tmp_path / "corpus", {"parser_version": "t"})
    assert list((kept / "tables").glob("turns-0123456789abcdef*"))


def test_an_archived_version_is_on_disk_whole(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    store.write(tables, tmp_path / "corpus", {})
    flushed, flush = set[int](), os.fsync

    def note(descriptor: int) -> None:
        flushed.add(os.fstat(descriptor).st_ino)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    archive.keep(tmp_path / "corpus", store.open_corpus(tmp_path / "corpus").manifest)
    files = [path for path in (tmp_path / "archive").rglob("*") if path.is_file()]
    assert len(files) == len(schema.TABLES) + 1
    assert {path.stat().st_ino for path in files} <= flushed


@pytest.mark.parametrize("part", ["tables/topics-", "manifests/"])
def test_a_damaged_version_is_read_from_the_archive(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setenv(archive.VARIABLE, str(tmp_path / "archive"))
    frame = pd.DataFrame([_topic("damaged")])  # other corpora share the empty tables
    version = store.write({**tables, "topics": frame}, tmp_path / "corpus", {})
    archive.keep(tmp_path / "corpus", store.open_corpus(tmp_path / "corpus").manifest)
    (damaged,) = (tmp_path / "corpus").glob(f"{part}*")
    damaged.unlink()  # not written to: the archive has the same file
    damaged.write_bytes(b"{")
    assert store.open_corpus(tmp_path / "corpus").version == version
    assert store.open_archived(tmp_path / "corpus", version).version == version
    shutil.rmtree(tmp_path / "archive" / "tables")
    with pytest.raises(CorpusError, match=f"corpus/{part}.*(not the file|damaged)"):
        store.open_corpus(tmp_path / "corpus")
