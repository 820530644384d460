"""The tables of the editions, from an invented lexicon."""

from pathlib import Path

import pytest

from loaders import schema
from loaders.tables.editions import edition_tables

EDITIONS = """
series = "kites"
sources.post-2031 = {name = "湖报", name_en = "Lake Daily", published_on = "2031-05-01"}
sources.news-2031 = {name = "山报", name_en = "Hill Daily", published_on = "2031-05-02", url = "u"}

[[edition]]
number = 1
year = 2031
sub_forums = 3
days = 1.5
source = ["post-2031"]

[[edition.stated]]
field = "sub_forum"
values = ["网络诚信", "扎灯"]
source = ["post-2031", "news-2031"]
called_new = true

[[edition.stated]]
field = "venue"
values = ["国家会议中心"]
source = ["post-2031"]
other = {value = "北京国际会议中心", source = "news-2031"}

[[edition]]
number = 2
year = 2032
briefing_id = "kite-2032"
sub_forums = 2
"""


@pytest.fixture(autouse=True)
def invented(lexicon_folder: Path) -> None:
    (lexicon_folder / "editions.toml").write_text(EDITIONS, encoding="utf-8")


def test_an_edition_has_its_number_and_its_briefing_or_sources() -> None:
    table = edition_tables()["editions"]
    columns = ("edition_id", "series", "year", "number", "sub_forums", "days")
    assert list(schema.rows_of(table, *columns, "briefing_id", "source")) == [
        ("2031", "kites", 2031, 1, 3, 1.5, None, "post-2031"),
        ("2032", "kites", 2032, 2, 2, None, "kite-2032", None),
    ]


def test_a_fact_has_its_name_subject_sources_and_other_form() -> None:
    table = edition_tables()["edition_facts"]
    columns = ("fact", "value", "value_en", "match", "called_new", "source", "other_value")
    other = ("other_value_en", "other_source")
    assert list(schema.rows_of(table, *columns, *other)) == [
        (1, "网络诚信", "Integrity online", "integrity", True, "post-2031 news-2031", None, None,
         None),
        (2, "扎灯", None, None, True, "post-2031 news-2031", None, None, None),
        (3, "国家会议中心", "China National Convention Center", None, False, "post-2031",
         "北京国际会议中心", "Beijing International Convention Center", "news-2031"),
    ]  # fmt: skip


def test_a_report_may_have_no_address() -> None:
    table = edition_tables()["edition_sources"]
    assert list(schema.rows_of(table, "source_id", "name_en", "url")) == [
        ("news-2031", "Hill Daily", "u"),
        ("post-2031", "Lake Daily", None),
    ]
