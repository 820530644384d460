"""The data API on the bundled corpus: the routes are called as a server calls them."""

import asyncio
import csv
import io
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from dashboard import escape, i18n
from dashboard.api import tables
from dashboard.csv_export import to_csv
from dashboard.filters import ID_PARAMETERS, PARAMETERS, Filters
from dashboard.queries import identifiers, selection
from dashboard.run_context import current_run
from loaders.corpus.store import Corpus
from loaders.errors import CorpusError
from loaders.schema import SCHEMA_VERSION, TABLES

APP = Starlette(routes=tables.ROUTES)


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def get(path: str, query: str = "", **headers: str) -> Answer:
    """Return the answer to GET `path`?`query` with `headers`, through the ASGI interface."""
    sent: list[Message] = []
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(APP(scope, receive, send))
    raw = dict(sent[0]["headers"])
    return Answer(
        sent[0]["status"],
        {key.decode(): value.decode() for key, value in raw.items()},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )


def test_the_list_names_every_table_with_its_columns_and_rows() -> None:
    answer = get("/api/tables").json
    listed = {table["name"]: table for table in answer["tables"]}
    assert list(listed) == list(TABLES)
    assert (listed["briefings"]["rows"], listed["turns"]["rows"]) == (2, 4 + 27)
    assert [column["name"] for column in listed["turns"]["columns"]] == TABLES["turns"].columns
    assert answer["corpus_version"] == current_run().corpus.version


def test_json_holds_the_rows_of_the_selection() -> None:
    answer = get("/api/tables/turns.json", "year=2023&kind=question").json
    assert answer["rows"] == len(answer["data"]) == 10
    assert {row["kind"] for row in answer["data"]} == {"question"}
    assert answer["filters"] == "year=2023&kind=question"
    assert list(answer["data"][0]) == TABLES["turns"].columns
    assert (
        sum(r["characters"] for r in get("/api/tables/turns.json", "year=2022").json["data"])
        == 2164
    )


def test_csv_holds_the_same_rows_for_a_spreadsheet() -> None:
    answer = get("/api/tables/turns.csv", "year=2023")
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert len(rows) == 27
    assert sum(int(row["characters"]) for row in rows) == 11179
    assert {row["filters"] for row in rows} == {"year=2023"}
    assert {row["corpus_version"] for row in rows} == {current_run().corpus.version}


def test_the_language_changes_the_words_about_the_data_alone() -> None:
    zh = get("/api/tables/speakers.json", "lang=zh").json
    en = get("/api/tables/speakers.json").json
    assert zh["data"] == en["data"]
    assert zh["filters"] == "全部"
    assert en["filters"] == "all"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("year=1999", "year=1999"),
        ("year=2023,x&org=%3Cb%3E", "year=x, org=<b>"),
        ("lang=tlh", "lang=tlh"),
        ("yaer=2023", "yaer=2023"),
        ("year=2023&Kind=nobody", "kind=nobody"),
        ("kind=%00", "kind=\ufffd"),
    ],
)
def test_what_a_page_would_drop_is_refused_by_name(query: str, named: str) -> None:
    answer = get("/api/tables/turns.json", query)
    assert answer.status == 400
    assert named in answer.json["error"]
    assert answer.json["error"].count(". ") == 0


def test_a_huge_query_is_refused_in_a_short_sentence() -> None:
    answer = get("/api/tables/turns.json", "speaker=" + "a" * 10_000 + "&org=" + "b," * 5_000)
    assert answer.status == 400
    assert len(answer.body) < 500


@pytest.mark.parametrize(
    ("table", "query", "named"),
    [
        ("cooccurrence", "kind=answer&year=2022", "kind"),
        ("terms", "year=2022", "year"),
        ("facts", "speaker=niu-yibing-7c13", "speaker"),
        ("turns", "q=zzzz", "q"),
        ("turns", "Q=zzzz&year=2023", "q"),
        ("term_counts", "term=网络文明", "term"),
        ("phrases", "scope=whole&rows=all", "scope, rows"),
        ("turns", "page=1&rate=180&sort=place", "page, rate, sort"),
        ("mentions", "passage=", "passage"),
    ],
)
def test_a_parameter_that_a_table_cannot_apply_is_refused(
    table: str, query: str, named: str
) -> None:
    for form in ("json", "csv"):
        answer = get(f"/api/tables/{table}.{form}", query)
        assert answer.status == 400
        assert f" {named};" in answer.json["error"]


def test_every_table_takes_or_refuses_every_parameter() -> None:
    """A parameter that selects no rows is never taken, whatever the table and its value."""
    known = {name: values[0] for name, values in identifiers.known_ids().items()}
    others = {name: str(value) for name, value in vars(Filters()).items() if name not in known}
    given = {**others, **known, "lang": "en", "q": "网络", "passage": "a:1", "within": "year:2023"}
    assert set(given) == set(PARAMETERS)
    for name in TABLES:
        answers = {
            parameter: get(f"/api/tables/{name}.json", f"{parameter}={value}", if_none_match="*")
            for parameter, value in given.items()
        }
        taken = {parameter for parameter, answer in answers.items() if answer.status == 304}
        refused = {parameter for parameter, answer in answers.items() if answer.status == 400}
        assert {"lang", "corpus"} <= taken <= {"lang", "corpus", *ID_PARAMETERS}
        assert taken | refused == set(PARAMETERS)


def test_a_refusal_lists_what_the_table_takes_in_both_languages() -> None:
    said = get("/api/tables/cooccurrence.json", "q=zzzz").json["error"]
    assert said.startswith("/api/tables/cooccurrence.json does not take q; it takes year, ")
    assert said.endswith(", briefing, section, slot, lang, corpus.")
    said = get("/api/tables/terms.csv", "q=zzzz&lang=zh").json["error"]
    assert said == "/api/tables/terms.csv 不接受 q；可用的参数：lang, corpus。"


def test_the_list_of_tables_takes_a_language_alone() -> None:
    assert get("/api/tables", "lang=zh&utm_source=mail").status == 200
    assert get("/api/tables", "year=2023").status == 400


def test_an_answer_states_the_filters_that_were_applied() -> None:
    assert get("/api/tables/facts.json", "lang=en").json["filters"] == "all"
    cut = get("/api/tables/cooccurrence.json", "slot=host_city&section=q_and_a").json
    assert cut["filters"] == "section=q_and_a&slot=host_city"
    assert {(row["section"], row["slot"]) for row in cut["data"]} == {("q_and_a", "host_city")}


def test_what_sharing_adds_to_a_link_passes_in_silence() -> None:
    query = "year=2023&utm_source=mail&fbclid=x&gclid=y&embed=true&embed_options=a&from=b&spm=c"
    assert get("/api/tables/turns.json", query).json["filters"] == "year=2023"


def test_a_wide_comma_and_capitals_are_understood() -> None:
    answer = get("/api/tables/turns.json", "Year=2022%EF%BC%8C2023&YEAR=2023").json
    assert answer["filters"] == "year=2022%2C2023"


Q_AND_A_OF_2022 = {"briefing_id": "civilization-conference-2022", "section": "q_and_a"}


@pytest.mark.parametrize(
    ("table", "query", "gaps"),
    [
        ("turns", "year=2022&kind=question", [Q_AND_A_OF_2022]),
        ("turns", "year=2022,2023&kind=answer,statement", [Q_AND_A_OF_2022]),
        ("turns", "year=2022&kind=moderation", [Q_AND_A_OF_2022]),
        ("turns", "", [Q_AND_A_OF_2022]),
        ("turns", "year=2022&kind=statement", []),
        ("turns", "year=2022&section=opening", []),
        ("turns", "section=opening&kind=question", []),
        ("turns", "year=2023&kind=question", []),
        ("paragraphs", "year=2022&slot=press", [Q_AND_A_OF_2022]),
        ("topic_hits", "year=2022&section=q_and_a&topic=minors", [Q_AND_A_OF_2022]),
        ("mentions", "briefing=civilization-conference-2022", [Q_AND_A_OF_2022]),
        ("cooccurrence", "section=q_and_a", [Q_AND_A_OF_2022]),
        ("appearances", "year=2022&slot=press", [Q_AND_A_OF_2022]),
        ("speakers", "year=2023", []),
    ],
)
def test_what_was_not_captured_of_the_selection_is_said(
    table: str, query: str, gaps: list[dict[str, str]]
) -> None:
    for language, name, general in (
        ("en", "2022 Tianjin: announced but not carried", "Only the captured parts"),
        ("zh", "2022 天津：答记者问已预告", "只统计每场已收录的环节"),
    ):
        answer = get(f"/api/tables/{table}.json", f"{query}&lang={language}").json
        assert answer["not_captured"] == gaps
        assert (name in answer["caveat"]) == bool(gaps)
        assert general in answer["caveat"]


def test_a_file_without_a_row_says_what_was_not_captured() -> None:
    answer = get("/api/tables/turns.csv", "year=2022&kind=question")
    (row,) = csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""))
    assert row["turn"] == ""
    assert "not captured here: Q&A" in row["caveat"]


def test_a_parameter_given_again_adds_its_values() -> None:
    answer = get(
        "/api/tables/turns.json", "year=2022&kind=question,answer&year=2023&kind=statement"
    )
    assert answer.json["filters"] == "year=2022%2C2023&kind=answer%2Cquestion%2Cstatement"
    assert {row["briefing_id"][-4:] for row in answer.json["data"]} == {"2022", "2023"}
    twice = get("/api/tables/turns.json", "lang=en&lang=zh")
    assert (twice.status, twice.json["error"]) == (400, "lang 只取一个值，而这次请求给了几个。")
    assert get("/api/tables/turns.json", "lang=zh&lang=zh").status == 200


@pytest.mark.parametrize("path", ["/api/tables/nothing.json", "/api/tables/turns.xlsx", "/api/x"])
def test_what_is_not_there_is_said_in_a_sentence(path: str) -> None:
    answer = get(path)
    assert answer.status == 404
    assert answer.json["error"].endswith(".")


def test_an_answer_is_not_sent_twice() -> None:
    first = get("/api/tables/facts.json")
    again = get("/api/tables/facts.json", if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert current_run().corpus.version in first.headers["etag"]
    assert get("/api/tables/facts.json", if_none_match='W/"other"').status == 200


def test_a_new_schema_is_a_new_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    etag = get("/api/tables").headers["etag"]
    monkeypatch.setattr(tables, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    assert get("/api/tables", if_none_match=etag).status == 200


def test_the_list_opens_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    etag = get("/api/tables").headers["etag"]

    def opened(*_: object) -> pd.DataFrame:
        raise AssertionError("a table was read")

    monkeypatch.setattr(Corpus, "table", opened)
    monkeypatch.setattr(Corpus, "query", opened)
    assert get("/api/tables").status == 200
    assert get("/api/tables", if_none_match=etag).status == 304


def test_a_damaged_corpus_is_said_in_its_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> pd.DataFrame:
        raise CorpusError("turns.parquet is damaged; rebuild it.")

    monkeypatch.setattr(selection, "table", broken)
    answer = get("/api/tables/turns.json")
    sentence = i18n.catalogue("en")["error.corpus.damaged"]
    assert (answer.status, answer.json) == (503, {"error": sentence})


def test_a_failure_is_one_sentence_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> pd.DataFrame:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(selection, "table", broken)
    answer = get("/api/tables/turns.json")
    assert answer.status == 500
    assert b"secret" not in answer.body


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠1"]


def test_no_cell_is_a_formula() -> None:
    frame = pd.DataFrame({"=cell": [*FORMULAS, "纸鸢", None], "n": [*range(-5, 5), 0, None]})
    written = to_csv(frame, about={"source": "=HYPERLINK()"}).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[0] == ["'=cell", "n", "source"]
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in FORMULAS] + ["纸鸢", ""]
    assert rows[1][1] == "-5.0"
    assert {row[2] for row in rows[1:]} == {"'=HYPERLINK()"}
    assert frame.loc[0, "=cell"] == "=1+1"


def test_what_is_said_about_a_table_never_hides_its_columns() -> None:
    frame = pd.DataFrame({"source": ["lexicon"], "n": pd.array([None], dtype="Int32")})
    written = to_csv(frame, about={"source": "site", "filters": "all"}).decode("utf-8-sig")
    assert written == "source,n,about_source,filters\r\nlexicon,,site,all\r\n"


def test_a_file_without_a_row_still_says_what_it_is_about() -> None:
    frame = pd.DataFrame({"n": pd.array([], dtype="int32"), "text": [], "spoke": [True] * 0})
    written = to_csv(frame, about={"filters": "year=2031", "caveat": "-"}).decode("utf-8-sig")
    assert written == "n,text,spoke,filters,caveat\r\n,,,year=2031,'-\r\n"
    assert len(frame) == 0


def test_text_is_escaped_for_markdown_and_cut_for_a_sentence() -> None:
    assert escape.escape_markdown("**天津** $x$ :red[a] <b>") == (
        r"\*\*天津\*\* \$x\$ \:red\[a\] \<b\>"
    )
    assert escape.printable("廈門\0\u202e") == "廈門\ufffd\ufffd"
    assert escape.printable("好" * 30) == "好" * 23 + "…"
