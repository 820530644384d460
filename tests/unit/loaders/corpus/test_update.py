"""A corpus that grows and shrinks: what joins is counted everywhere, what goes leaves nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from loaders import schema
from loaders.briefing import read_briefing
from loaders.corpus import store
from loaders.corpus.alignment import aligned
from loaders.corpus.ingest import ADDED, Series, identified
from loaders.corpus.recount import recount
from loaders.corpus.update import Collection
from loaders.corpus.validation import validate
from loaders.errors import CorpusError, UnreadableError
from loaders.readers import read_bytes
from loaders.schema import TABLES
from loaders.tables.build import build, tables_of
from tests.fixtures.transcripts import LABELS_APART, LABELS_INLINE

SHORT = """青禾省举行2032年湖光灯会新闻发布会

2032/05/06/ 09:30 来源:青禾发布

青禾省文旅厅副厅长陆明远:

大家好，灯会今年第一次办“灯下夜读”，灯下夜读在湖边。

望川晚报记者:

扎灯的工匠从哪里来？
"""
PAGES = {"apart": LABELS_APART, "inline": LABELS_INLINE, "short": SHORT}
Tables = dict[str, pa.Table]


def own(name: str, page: str | None = None) -> Tables:
    briefing = identified(read_briefing(read_bytes(f"{name}.txt", (page or PAGES[name]).encode())))
    return tables_of(briefing)


@pytest.fixture(scope="module")
def briefings() -> dict[str, Tables]:
    return {name: own(name) for name in PAGES}


def grown(folder: Path, joining: Iterable[Tables], start: Path | None = None) -> store.Corpus:
    with Collection(folder, start=start) as collection:
        for tables in joining:
            collection.add(tables)
        collection.write(lambda batches: map(recount, batches))
    return store.open_corpus(folder)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A corpus of the inline page without its text, as `build` makes it."""
    page = LABELS_INLINE.encode()
    row = {"briefing_id": "lantern-2030", "series": "lantern", "year": 2030,
           "sha256": hashlib.sha256(page).hexdigest()}  # fmt: skip
    catalogue = {"series": {"lantern": {"name_zh": "灯会", "name_en": "Lanterns"}}, "source": [row]}
    store.write(build([read_bytes("p.txt", page)], catalogue=catalogue), tmp_path / "bare", {})
    return tmp_path / "bare"


def test_one_briefing_is_the_corpus_of_its_own(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    corpus = grown(tmp_path / "c", [briefings["apart"]])
    for name in TABLES:
        expected = schema.to_pandas(briefings["apart"][name])
        pd.testing.assert_frame_equal(corpus.table(name), expected)


@pytest.fixture(scope="module")
def together(
    tmp_path_factory: pytest.TempPathFactory, briefings: dict[str, Tables]
) -> store.Corpus:
    """All of them, added in one run."""
    return grown(tmp_path_factory.mktemp("corpus") / "together", briefings.values())


@pytest.mark.parametrize("order", list(permutations(PAGES)))
def test_any_order_and_any_number_of_runs_give_the_same_bytes(
    tmp_path: Path, together: store.Corpus, briefings: dict[str, Tables], order: Sequence[str]
) -> None:
    for name in order:
        one_by_one = grown(tmp_path / "apart", [briefings[name]])
    assert one_by_one.version == together.version


def test_every_term_and_phrase_is_counted_in_every_text(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    corpus = grown(tmp_path / "c", briefings.values())
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


def test_phrase_totals_and_free_finds(tmp_path: Path, briefings: dict[str, Tables]) -> None:
    corpus = grown(tmp_path / "c", briefings.values())
    counts, phrases = corpus.table("phrase_counts"), corpus.table("phrases")
    sums = counts.groupby("phrase")["occurrences"].sum()
    assert phrases.set_index("phrase")["occurrences"].loc[sums.index].tolist() == sums.tolist()
    assert (phrases["occurrences"].sum()) == sums.sum()
    night = counts.query("phrase == '灯下夜读'")
    assert night[["occurrences", "free_occurrences"]].to_numpy().tolist() == [[2, 2]]


def test_a_longer_phrase_that_joins_takes_the_freedom_of_a_shorter(tmp_path: Path) -> None:
    first = own("first", SHORT.replace("扎灯的工匠", "“灯下夜读”的工匠"))
    longer = own("longer", SHORT.replace("灯下夜读", "湖边灯下夜读").replace("2032", "2033"))
    short = own("quoted", SHORT.replace("“灯下夜读”，", "“灯下夜读”和湖边灯下夜读，"))
    corpus = grown(tmp_path / "c", [first, short])
    free = "SELECT sum(free_occurrences) AS n FROM phrase_counts WHERE phrase = '灯下夜读'"
    before = int(corpus.query(free)["n"].iloc[0])
    after = int(grown(tmp_path / "c", [longer]).query(free)["n"].iloc[0])
    assert (before, after) == (6, 5)


def test_the_written_corpus_holds_to_the_schema(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    corpus = grown(tmp_path / "c", briefings.values())
    validate({name: corpus.table(name) for name in TABLES})


def test_what_joins_and_goes_again_leaves_the_same_bytes(
    tmp_path: Path, briefings: dict[str, Tables]
) -> None:
    before = grown(tmp_path / "c", [briefings["inline"]]).version
    grown(tmp_path / "c", [briefings["short"]])
    with Collection(tmp_path / "c", start=None) as collection:
        after = collection.remove([briefings["short"]["briefings"]["briefing_id"][0].as_py()])
    assert after == before


def test_who_is_not_there_cannot_go(tmp_path: Path, briefings: dict[str, Tables]) -> None:
    version = grown(tmp_path / "c", [briefings["short"]]).version
    with (
        Collection(tmp_path / "c", start=None) as collection,
        pytest.raises(CorpusError, match="no briefing kite-2031"),
    ):
        collection.remove(["kite-2031"])
    assert store.open_corpus(tmp_path / "c").version == version


def test_where_no_text_is_held_nothing_new_is_counted(
    tmp_path: Path, bare: Path, briefings: dict[str, Tables]
) -> None:
    before = store.open_corpus(bare)
    after = grown(tmp_path / "c", [briefings["short"]], start=bare)
    of_bare = "SELECT * FROM {} WHERE briefing_id = 'lantern-2030' ORDER BY ALL"
    for name in ("term_counts", "phrase_counts", "paragraphs", "char_bigrams"):
        rows = after.query(of_bare.format(name))
        pd.testing.assert_frame_equal(rows, before.query(of_bare.format(name)))
    assert store.open_corpus(bare).version == before.version


@pytest.mark.parametrize("split", [False, True])
def test_a_copy_brings_the_text(
    tmp_path: Path, bare: Path, briefings: dict[str, Tables], *, split: bool
) -> None:
    page = LABELS_INLINE.replace("已经是第五届。", "已经是第五届。\n\n") if split else LABELS_INLINE
    copy = own("copy", page)
    with Collection(tmp_path / "c", start=bare) as collection:
        assert collection.fill("lantern-2030", copy["paragraphs"])
        collection.add(briefings["short"])
        collection.write(lambda batches: map(recount, batches))
    corpus = store.open_corpus(tmp_path / "c")
    texts = corpus.query("SELECT text FROM paragraphs WHERE briefing_id = 'lantern-2030'")
    assert texts["text"].tolist() == briefings["inline"]["paragraphs"]["text"].to_pylist()
    found = corpus.query(
        "SELECT count(*) AS n FROM term_counts WHERE briefing_id = 'lantern-2030' AND term = '工匠'"
    )
    assert found["n"].tolist() == [0 if "工匠" not in "".join(texts["text"]) else 1]
    assert len(corpus.table("briefings")) == 2


def test_a_copy_with_other_figures_brings_nothing(tmp_path: Path, bare: Path) -> None:
    copy = own("copy", LABELS_INLINE.replace("第五届", "第五届2"))
    with Collection(tmp_path / "c", start=bare) as collection:
        assert not collection.fill("lantern-2030", copy["paragraphs"])


def test_text_is_cut_before_a_mark_that_opens() -> None:
    rows: list[dict[str, Any]] = [
        {"text": "甲乙。“丙", "characters": 3, "repaired": "r", "published": "p"},
        {"text": "丁”，戊！", "characters": 2, "repaired": "r", "published": "p"},
    ]
    cut = aligned([2, 2, 1], rows)
    assert cut
    assert [row["text"] for row in cut] == ["甲乙。", "“丙丁”，", "戊！"]
    assert {row["published"] for row in cut} == {None}


def test_what_is_known(tmp_path: Path, bare: Path, briefings: dict[str, Tables]) -> None:
    with Collection(tmp_path / "c", start=bare) as collection:
        known = collection.known()
    sha256 = hashlib.sha256(LABELS_INLINE.encode()).hexdigest()
    print_ = briefings["inline"]["briefings"]["fingerprint"][0].as_py()
    assert known.find(sha256) == ("lantern-2030", False)
    assert known.find("other bytes", print_) == ("lantern-2030", False)
    assert known.find("other bytes", "other words") is None
    known.with_text("lantern-2030")
    assert known.find(sha256) == ("lantern-2030", True)


def test_two_runs_at_once_do_not_lose_one(tmp_path: Path, briefings: dict[str, Tables]) -> None:
    grown(tmp_path / "c", [briefings["short"]])
    with Collection(tmp_path / "c", start=None) as late:
        late.add(briefings["inline"])
        version = grown(tmp_path / "c", [briefings["apart"]]).version
        with pytest.raises(CorpusError, match="changed meanwhile"):
            late.write(lambda batches: map(recount, batches))
    assert store.open_corpus(tmp_path / "c").version == version


def test_ids_come_from_the_content(briefings: dict[str, Tables]) -> None:
    ids = [tables["briefings"]["briefing_id"][0].as_py() for tables in briefings.values()]
    assert [name.rpartition("-")[0] for name in ids] == [
        "added-2031-05-06", "added-2030-05-05", "added-2032-05-06",
    ]  # fmt: skip
    assert len(set(ids)) == 3


def test_a_page_without_a_day_needs_its_year() -> None:
    undated = SHORT.replace("2032/05/06/ 09:30 ", "")
    briefing = read_briefing(read_bytes("page.txt", undated.encode()))
    with pytest.raises(UnreadableError, match=r"page\.txt says neither .*--year"):
        identified(briefing)
    told = identified(briefing, series=Series("lantern", "灯会", "Lanterns"), year=2032).entry
    assert (told["year"], told["series_en"]) == (2032, "Lanterns")
    assert told["briefing_id"].startswith("lantern-2032-")
    assert ADDED.name_zh == "另行添加"
