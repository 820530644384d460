"""Merging briefings into a corpus, and removing them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from loaders import schema
from loaders.briefing import read_briefing
from loaders.contract import BREAK
from loaders.corpus import store, update
from loaders.corpus.alignment import align
from loaders.corpus.ingest import ADDED, assign_id
from loaders.corpus.recount import Batch, BatchCounts, count_batch
from loaders.corpus.update import CorpusWriter
from loaders.corpus.validation import validate
from loaders.errors import CorpusError, UnreadableError
from loaders.fingerprint import Stated
from loaders.lexicon.sources import Series
from loaders.readers import read_bytes
from loaders.schema import TABLES
from loaders.tables.build import build, tables_of
from tests.fixtures.transcripts import LABELS_APART, LABELS_INLINE, catalogue

SHORT = """青禾省举行2032年湖光灯会新闻发布会

2032/05/06/ 09:30 来源:青禾发布

青禾省文旅厅副厅长陆明远:

大家好，灯会今年第一次办“灯下夜读”，灯下夜读在湖边。

望川晚报记者:

扎灯的工匠从哪里来？
"""
OFFICE = SHORT.replace("灯会今年第一次办", "文明办说要文明办网，灯会今年第一次办")
PAGES = {"apart": LABELS_APART, "inline": LABELS_INLINE, "short": SHORT}
Tables = dict[str, pa.Table]


def tables_of_page(name: str, page: str | None = None) -> Tables:
    briefing = assign_id(read_briefing(read_bytes(f"{name}.txt", (page or PAGES[name]).encode())))
    return tables_of(briefing)


@pytest.fixture(scope="module")
def briefings() -> dict[str, Tables]:
    return {name: tables_of_page(name) for name in PAGES}


def merge(folder: Path, added: Iterable[Tables], start: Path | None = None) -> store.Corpus:
    with CorpusWriter(folder, start=start) as writer:
        for tables in added:
            writer.add(tables)
        writer.write(lambda batches: map(count_batch, batches))
    return store.open_corpus(folder)


@pytest.fixture
def corpus_without_text(tmp_path: Path) -> Path:
    """Folder of a corpus of LABELS_INLINE without its text, as `build` makes corpora."""
    page = LABELS_INLINE.encode()
    listed = catalogue({"lantern-2030": LABELS_INLINE})
    store.write(build([read_bytes("p.txt", page)], catalogue=listed), tmp_path / "bundled", {})
    return tmp_path / "bundled"


def test_a_corpus_of_one_briefing_has_that_briefings_tables(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    corpus = merge(tmp_path / "c", [briefings["apart"]])
    for name in TABLES:
        expected = schema.to_pandas(briefings["apart"][name])
        pd.testing.assert_frame_equal(corpus.table(name), expected)


@pytest.fixture(scope="module")
def together(
    tmp_path_factory: pytest.TempPathFactory, briefings: dict[str, Tables]
) -> store.Corpus:
    """The corpus of all briefings, added in one run."""
    return merge(tmp_path_factory.mktemp("corpus") / "together", briefings.values())


@pytest.mark.parametrize("order", list(permutations(PAGES)))
def test_the_order_and_number_of_runs_do_not_change_the_bytes(
    tmp_path: Path, together: store.Corpus, briefings: dict[str, Tables], order: Sequence[str]
) -> None:
    for name in order:
        one_by_one = merge(tmp_path / "one-by-one", [briefings[name]])
    assert one_by_one.version == together.version


@pytest.mark.parametrize("characters", [1, 60])
def test_a_long_briefing_is_sorted_in_parts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    together: store.Corpus,
    briefings: dict[str, Tables],
    characters: int,
) -> None:
    """Parts of one paragraph, and of some; the bytes are those of a briefing sorted as a whole."""
    monkeypatch.setattr(update, "CHARACTERS_PER_SORT", characters)
    assert merge(tmp_path / "c", briefings.values()).version == together.version


def test_the_terms_of_a_page_are_not_counted_in_it_twice(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    merge(tmp_path / "c", [briefings["apart"]])
    counted = list[pa.Table]()

    def count(batches: Iterable[Batch]) -> Iterator[BatchCounts]:
        for batch in batches:
            counts = count_batch(batch)
            counted.extend([counts.terms] if batch.is_new else [])
            yield counts

    with CorpusWriter(tmp_path / "c", start=None) as writer:
        writer.add(briefings["short"])
        writer.write(count)
    (terms,) = counted
    assert terms.num_rows > 0
    assert {*terms["term"].to_pylist()}.isdisjoint(briefings["short"]["terms"]["term"].to_pylist())


def test_every_term_and_phrase_is_counted_in_every_text(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    corpus = merge(tmp_path / "c", briefings.values())
    texts = corpus.table("paragraphs")[["briefing_id", "paragraph", "text"]].to_numpy().tolist()
    for table, word in (("term_counts", "term"), ("phrase_counts", "phrase")):
        words = corpus.table(word + "s")[word]
        expected = {
            (briefing_id, paragraph, each): text.count(each)
            for briefing_id, paragraph, text in texts
            for each in words
            if each in text
        }
        rows = corpus.table(table)
        keys = zip(rows["briefing_id"], rows["paragraph"], rows[word], strict=True)
        assert dict(zip(keys, rows["occurrences"], strict=True)) == expected


def test_phrase_totals_and_free_occurrences(tmp_path: Path, briefings: dict[str, Tables]) -> None:
    corpus = merge(tmp_path / "c", briefings.values())
    counts, phrases = corpus.table("phrase_counts"), corpus.table("phrases")
    sums = counts.groupby("phrase")["occurrences"].sum()
    assert phrases.set_index("phrase")["occurrences"].loc[sums.index].tolist() == sums.tolist()
    assert (phrases["occurrences"].sum()) == sums.sum()
    night = counts.query("phrase == '灯下夜读'")
    assert night[["occurrences", "free_occurrences"]].to_numpy().tolist() == [[2, 2]]


def test_a_find_inside_a_longer_word_is_told_apart(tmp_path: Path) -> None:
    corpus = merge(tmp_path / "c", [tables_of_page("office", OFFICE)])
    counts = "SELECT occurrences, free_occurrences, inside FROM term_counts WHERE term = '文明办'"
    found = corpus.query(counts)
    assert found.to_numpy().tolist() == [[2, 1, "文明办网"]]
    later = merge(tmp_path / "c", [tables_of_page("later", OFFICE.replace("2032", "2033"))])
    assert later.query(counts).to_numpy().tolist() == [[2, 1, "文明办网"]] * 2


def test_the_written_corpus_is_valid(tmp_path: Path, briefings: dict[str, Tables]) -> None:
    corpus = merge(tmp_path / "c", briefings.values())
    validate({name: corpus.table(name) for name in TABLES})


def test_adding_and_removing_a_briefing_restores_the_bytes(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    before = merge(tmp_path / "c", [briefings["inline"]]).version
    merge(tmp_path / "c", [briefings["short"]])
    with CorpusWriter(tmp_path / "c", start=None) as writer:
        after = writer.remove([briefings["short"]["briefings"]["briefing_id"][0].as_py()])
    assert after == before


def test_removing_an_unknown_briefing_changes_nothing(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    version = merge(tmp_path / "c", [briefings["short"]]).version
    with (
        CorpusWriter(tmp_path / "c", start=None) as writer,
        pytest.raises(CorpusError, match="no briefing kite-2031"),
    ):
        writer.remove(["kite-2031"])
    assert store.open_corpus(tmp_path / "c").version == version


def test_a_briefing_without_text_gets_no_new_counts(
    tmp_path: Path, corpus_without_text: Path, briefings: dict[str, Tables]
) -> None:
    before = store.open_corpus(corpus_without_text)
    after = merge(tmp_path / "c", [briefings["short"]], start=corpus_without_text)
    rows_without_text = "SELECT * FROM {} WHERE briefing_id = 'lantern-2030' ORDER BY ALL"
    for name in ("term_counts", "phrase_counts", "paragraphs"):
        query = rows_without_text.format(name)
        pd.testing.assert_frame_equal(after.query(query), before.query(query))
    assert store.open_corpus(corpus_without_text).version == before.version


def test_words_of_a_later_text_are_known_to_be_counted_in_part(
    tmp_path: Path, briefings: dict[str, Tables], corpus_without_text: Path
) -> None:
    merged = merge(tmp_path / "merged", [briefings["apart"]], start=corpus_without_text)
    stored = store.open_corpus(corpus_without_text)
    for table, word in (("terms", "term"), ("phrases", "phrase")):
        flags = merged.table(table).set_index(word)["partly_counted"]
        is_new = ~flags.index.isin(stored.table(table)[word])
        assert is_new.any()
        assert flags.loc[is_new].all()
        assert flags.loc[~is_new].isna().all()


@pytest.mark.parametrize("split", [False, True])
def test_a_copy_fills_in_the_text(
    tmp_path: Path, corpus_without_text: Path, briefings: dict[str, Tables], *, split: bool
) -> None:
    page = LABELS_INLINE.replace("已经是第五届。", "已经是第五届。\n\n") if split else LABELS_INLINE
    copy = tables_of_page("copy", page)
    with CorpusWriter(tmp_path / "c", start=corpus_without_text) as writer:
        assert writer.fill_text("lantern-2030", copy["paragraphs"])
        writer.add(briefings["short"])
        writer.write(lambda batches: map(count_batch, batches))
    corpus = store.open_corpus(tmp_path / "c")
    texts = corpus.query("SELECT text FROM paragraphs WHERE briefing_id = 'lantern-2030'")
    assert texts["text"].tolist() == briefings["inline"]["paragraphs"]["text"].to_pylist()
    found = corpus.query(
        "SELECT count(*) AS n FROM term_counts WHERE briefing_id = 'lantern-2030' AND term = '工匠'"
    )
    assert found["n"].tolist() == [0 if "工匠" not in "".join(texts["text"]) else 1]
    assert len(corpus.table("briefings")) == 2


def test_a_copy_with_another_length_is_refused(tmp_path: Path, corpus_without_text: Path) -> None:
    copy = tables_of_page("copy", LABELS_INLINE.replace("第五届", "第五届2"))
    with CorpusWriter(tmp_path / "c", start=corpus_without_text) as writer:
        assert not writer.fill_text("lantern-2030", copy["paragraphs"])


def test_align_splits_before_an_opening_mark() -> None:
    rows: list[dict[str, Any]] = [
        {"segmented": f"甲{BREAK}乙。“丙", "characters": 3, "repaired": "r", "published": "p"},
        {"segmented": "丁”，戊！", "characters": 2, "repaired": "r", "published": "p"},
    ]
    aligned = align([2, 2, 1], rows)
    assert aligned
    assert [row["text"] for row in aligned] == ["甲乙。", "“丙丁”，", "戊！"]
    assert aligned[0]["segmented"] == f"甲{BREAK}乙。"
    assert {row["published"] for row in aligned} == {None}


def test_index_finds_by_bytes_and_by_fingerprint(
    tmp_path: Path, corpus_without_text: Path, briefings: dict[str, Tables]
) -> None:
    with CorpusWriter(tmp_path / "c", start=corpus_without_text) as writer:
        index = writer.index()
    sha256 = hashlib.sha256(LABELS_INLINE.encode()).hexdigest()
    fingerprint = briefings["inline"]["briefings"]["fingerprint"][0].as_py()
    assert index.find(sha256) == ("lantern-2030", False)
    assert index.find("other bytes") is None
    page = Stated("青禾省举行2030年湖光灯会新闻发布会")
    assert index.find_copy(fingerprint, page) == ("lantern-2030", False)
    assert index.find_copy("other words", page) is None
    assert index.find_copy(fingerprint, Stated("青禾省举行2031年湖光灯会新闻发布会")) is None
    index.add("lantern-2031", "bytes", fingerprint, Stated("2031年湖光灯会"))
    assert index.find_copy(fingerprint, Stated("2031年灯会")) == ("lantern-2031", True)
    index.mark_text_held("lantern-2030")
    assert index.find(sha256) == ("lantern-2030", True)


def test_ids_are_derived_from_the_content(briefings: dict[str, Tables]) -> None:
    ids = [tables["briefings"]["briefing_id"][0].as_py() for tables in briefings.values()]
    assert [name.rpartition("-")[0] for name in ids] == [
        "added-2031-05-06", "added-2030-05-05", "added-2032-05-06",
    ]  # fmt: skip
    assert len(set(ids)) == 3


def test_a_page_without_a_date_needs_a_year() -> None:
    undated = SHORT.replace("2032/05/06/ 09:30 ", "")
    briefing = read_briefing(read_bytes("page.txt", undated.encode()))
    with pytest.raises(UnreadableError, match=r"page\.txt says neither .*--year"):
        assign_id(briefing)
    entry = assign_id(briefing, series=Series("lantern", "灯会", "Lanterns"), year=2032).entry
    assert (entry.year, entry.series_en) == (2032, "Lanterns")
    assert entry.briefing_id.startswith("lantern-2032-")
    assert ADDED.name_zh == "另行添加"
