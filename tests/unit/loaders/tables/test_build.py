"""The tables of invented pages; every figure was counted by hand."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from loaders.briefing import read_briefing
from loaders.corpus import store
from loaders.corpus.validation import validate
from loaders.errors import LexiconError, SourceMissingError
from loaders.fingerprint import Stated, are_of_one_year
from loaders.lexicon.sources import Correction
from loaders.readers import read_bytes
from loaders.tables.build import build
from loaders.tables.sources import catalogue_entry, find_sources
from tests.fixtures.transcripts import (
    DAMAGED,
    LABELS_APART,
    LABELS_INLINE,
    catalogue,
    traditional,
    with_pinyin,
)

PAGES = {"lantern-2031": LABELS_APART, "lantern-2030": DAMAGED}
DOCUMENTS = [read_bytes(f"{name}.txt", page.encode()) for name, page in PAGES.items()]
CATALOGUE = replace(
    catalogue(PAGES),
    corrections=(
        Correction("lantern-2031", "date_held", "2031-05-05", "for the test"),
        Correction("lantern-2031", "publisher", "青禾在线网", "for the test"),
    ),
)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return build(DOCUMENTS, catalogue=CATALOGUE)


def test_the_tables_are_valid(tables: dict[str, pd.DataFrame]) -> None:
    validate(tables)


def _values(frame: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(frame["briefing_id"], frame[column], strict=True))


@pytest.mark.parametrize(
    ("column", "of_2031", "of_2030"),
    [
        ("turns", 9, 4),
        ("paragraphs", 13, 6),
        ("date_held", "2031-05-05", "2030-05-05"),
        ("date_held_basis", "correction", "stated"),
        ("publisher", "青禾在线网", "望川网"),
    ],
)
def test_the_briefings(
    tables: dict[str, pd.DataFrame], column: str, of_2031: object, of_2030: object
) -> None:
    found = _values(tables["briefings"], column)
    assert found == {"lantern-2031": of_2031, "lantern-2030": of_2030}


def test_questions_that_were_announced_and_not_captured_are_null(
    tables: dict[str, pd.DataFrame],
) -> None:
    found = _values(tables["briefings"], "questions")
    assert found["lantern-2031"] == 2
    assert found["lantern-2030"] is pd.NA


# 谢谢你的提问。去年是1700盏,今年会有2300多盏。 Each figure has four syllables.
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("characters", 24),
        ("han_characters", 16),
        ("syllables", 24),
        ("sentences", 2),
        ("reply_to", 4),
        ("seconds", 6.5),
    ],
)
def test_a_turn_counted_by_hand(
    tables: dict[str, pd.DataFrame], column: str, value: object
) -> None:
    turns = tables["turns"]
    answer = turns[(turns["briefing_id"] == "lantern-2031") & (turns["turn"] == 5)]
    assert answer[column].tolist() == [value]


def test_one_person_in_both_years_has_one_row(tables: dict[str, pd.DataFrame]) -> None:
    speakers = tables["speakers"]
    assert (speakers["name"] == "谷雨晴").sum() == 1
    assert (tables["appearances"]["speaker_id"].str.startswith("gu-yuqing")).sum() == 2


def test_the_text_is_not_held(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["paragraphs"]["text"].isna().all()


def test_several_spaces_in_a_row_are_one(tables: dict[str, pd.DataFrame]) -> None:
    """Use a page that has the slogan twice, with one space and with three."""
    name, slogan = "lantern-2031", "点亮湖光 照见家乡"
    sentence = f"我补充一句“{slogan.replace(' ', '   ')}”:"
    page = PAGES[name].replace("我补充一句:", sentence)
    assert page != PAGES[name]
    document = read_bytes("page.txt", page.encode())
    built = build([document], catalogue=catalogue({name: page}))
    quoted = built["phrases"].query("phrase.str.contains('照见家乡')")
    assert quoted[["phrase", "occurrences"]].to_numpy().tolist() == [[slogan, 2]]
    quotations = built["mentions"].query("kind == 'quotation'")["surface"]
    assert quotations.tolist() == [slogan, slogan]
    assert (tables["phrases"]["phrase"] == slogan).sum() == 1


def test_the_order_of_documents_does_not_change_the_bytes(tmp_path: Path) -> None:
    versions = {
        store.write(build(order, catalogue=CATALOGUE), tmp_path / str(n), {})
        for n, order in enumerate([DOCUMENTS, DOCUMENTS[::-1]])
    }
    assert len(versions) == 1


def test_a_damaged_copy_has_the_fingerprint_of_the_sound_one() -> None:
    sound, damaged = (
        read_briefing(read_bytes("page.txt", page.encode())) for page in (LABELS_INLINE, DAMAGED)
    )
    assert sound.transcript.fingerprint == damaged.transcript.fingerprint


def fingerprint_with(figure: str, *, damaged: bool = False) -> str:
    """Return the fingerprint of a page, or of its damaged copy, whose speech states a figure."""
    page = LABELS_INLINE.replace("大家六月来", f"大家{figure}来")
    page = with_pinyin(traditional(page)) if damaged else page
    return read_briefing(read_bytes("page.txt", page.encode())).transcript.fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [("25号", "35号"), ("2031年", "2032年"), ("２５号", "３５号"), ("二十五号", "三十五号"),
     ("二〇三一年", "二〇三二年"), ("25号", "二十五号"), ("25号", "250号"),
     ("3.5亿", "35亿"), ("-5度", "5度"), ("5%", "5"), ("5%", "5‰")],
)  # fmt: skip
def test_pages_with_other_figures_are_no_copies(one: str, other: str) -> None:
    assert fingerprint_with(one) != fingerprint_with(other)


@pytest.mark.parametrize(
    "figure", ["25号", "２５号", "二十五号", "二〇三一年", "2031年", "3.5亿", "-5度", "5％"]
)
def test_a_damaged_copy_with_figures_is_recognised(figure: str) -> None:
    assert fingerprint_with(figure, damaged=True) == fingerprint_with(figure)


@pytest.mark.parametrize(
    ("one", "other"),
    [("２５号", "25号"), ("３．５亿", "3.5亿"), ("５％", "5%"), ("－５度", "-5度"),
     ("−5度", "-5度"), ("5月1日-3日", "5月1日—3日"), ("5-8个", "5～8个"), ("5%-8%", "5%—8%"),
     ("第5.节", "第5节")],
)  # fmt: skip
def test_figures_that_are_typed_otherwise_are_the_same(one: str, other: str) -> None:
    assert fingerprint_with(one) == fingerprint_with(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Stated("2031年灯会"), Stated("2032年灯会"), False),
        (Stated("2031灯会"), Stated("二〇三二年灯会"), False),
        (Stated("２０３１年灯会"), Stated("二○三一年灯会"), True),
        (Stated("2031—2033年规划"), Stated("2031年规划"), True),
        (Stated("2031年灯会", None, "2031-12-31"), Stated("2031年灯会", None, "2032-01-01"), True),
        (Stated("灯会", None, "2031-05-06"), Stated("灯会", None, "2032-05-06T10:00"), False),
        (Stated("灯会", "2031-12-31", "2032-01-01"), Stated("灯会", None, "2031-12-31"), True),
        (Stated("2031年灯会"), Stated("灯会", None, "2032-05-06"), True),
        (Stated(), Stated("2031年灯会", "2031-05-06"), True),
    ],
)
def test_years_that_titles_or_days_state(one: Stated, other: Stated, *, same: bool) -> None:
    assert are_of_one_year(one, other) == are_of_one_year(other, one) == same


def test_fingerprints_of_pages_without_han_characters_differ() -> None:
    page = "Moderator: Good morning to everybody.\nMR. {}: {}\n" * 3
    one, other, copy = (
        read_briefing(read_bytes("page.txt", page.format(*each * 3).encode()))
        for each in (
            ("WOOD", "Kites need wind."),
            ("WOOD", "Lanterns need oil."),
            ("WOOD", "Kites  need wind..."),
        )
    )
    assert one.transcript.fingerprint == copy.transcript.fingerprint != other.transcript.fingerprint


def test_sources_are_found_by_their_bytes_not_their_name(tmp_path: Path) -> None:
    for number, document in enumerate(DOCUMENTS):
        (tmp_path / f"{number}.txt").write_text(document.text, encoding="utf-8")
    found = find_sources(tmp_path, CATALOGUE)
    assert [document.sha256 for document in found] == [document.sha256 for document in DOCUMENTS]


def test_the_error_names_a_missing_source(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError, match="lantern-2031, lantern-2030"):
        find_sources(tmp_path, CATALOGUE)


def test_the_error_names_an_unlisted_page() -> None:
    with pytest.raises(LexiconError, match=r"lantern-2031\.txt is not listed"):
        catalogue_entry(DOCUMENTS[0])
