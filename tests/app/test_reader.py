"""The reader beside any page: gists where no text is held, texts where one is, and its pages."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.queries import reading, selection, wording
from dashboard.run_context import current_run
from loaders.corpus.store import Corpus
from tests.app.test_invented_pages import UNKNOWN, visit
from tests.fixtures import corpus_with_text
from tests.support.run import serve

XIAMEN = "civilization-conference-2023"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_with_text.corpus(tmp_path_factory.mktemp("corpus") / "held")


def drawn(app: AppTest, kind: str) -> list[dict[str, Any]]:
    """Return the data passed to each component of `kind`, in page order."""
    protos = [each.proto for each in app.get("bidi_component")]
    return [json.loads(p.json) for p in protos if f".{kind}" in p.component_name]


def said(app: AppTest) -> str:
    kinds = (app.subheader, app.markdown, app.caption)
    return " ".join(str(each.value) for kind in kinds for each in kind).replace("\\", "")


def test_a_text_at_hand_is_read_and_its_turns_are_turned(
    held: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, held)
    app = visit("search", q="灯会", passage="lantern-2030:3", lang="en")
    opened = [data["texts"] for data in drawn(app, "passages") if "texts" in data]
    here = [blocks for blocks in opened if blocks[0]["here"]]
    assert len(here) == 1
    assert ["find", "灯会"] in here[0][0]["parts"]
    heads = [block["head"] for block in here[0][1:]]
    assert heads == ["As published", "As repaired", "As simplified"]
    assert ["gone", "(tiáo)"] in here[0][1]["parts"]
    assert "Bi Yan" in said(app)
    assert "turn 2" in said(app)
    assert UNKNOWN.search(said(app)) is None
    assert "Our summary" not in said(app)
    app.button(key="bw_reader_after").click().run()
    after = reading.turn("lantern-2030", 3)["after"].iloc[0]
    assert app.query_params["passage"] == f"lantern-2030:{after}"
    app.button(key="bw_reader_close").click().run()
    assert "passage" not in app.query_params
    assert app.query_params["q"] == "灯会"


def test_a_passage_of_another_corpus_is_an_answer_and_no_error() -> None:
    app = visit("topics", passage="elsewhere-2040:3", lang="en")
    assert "is not in the corpus at hand" in said(app)
    assert app.button(key="bw_reader_before").disabled


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_turn_without_its_text_is_told_by_gists(language: str) -> None:
    app = visit("speaking-time", passage=f"{XIAMEN}:44", lang=language)
    gists = current_run().corpus.table("gists").query("briefing_id == @XIAMEN")
    own = gists.loc[gists["paragraph"].between(41, 47), f"gist_{language}"].tolist()
    assert len(own) == 6  # the seventh paragraph is of two characters
    assert all(each in said(app) for each in own)
    assert {"en": "A short line, of 2 characters", "zh": "一句短话，2 字"}[language] in said(app)
    assert {"en": "Our summary", "zh": "本站摘要"}[language] in said(app)
    links = [each.proto.url for each in app.get("link_button")]
    assert sum("#:~:text=" in url for url in links) >= 5


def test_most_paragraphs_of_the_later_page_are_found_in_it() -> None:
    visit("overview")
    assert len(reading.anchors(XIAMEN)) == 77
    assert selection.briefings(Filters())["source_url"].notna().sum() == 1


def test_only_the_newer_briefing_of_the_pair_has_new_wordings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another one may say them too, and they are not new in it."""
    visit("overview")
    later, new = wording.new_in_pair()
    listed = wording.ledger(Filters())
    assert later == XIAMEN
    assert new == frozenset(listed.loc[listed["status"].eq("new"), "wording"])
    found = reading.new_wordings.__wrapped__  # type: ignore[attr-defined]  # not the cached one
    assert found(XIAMEN, 13) == {41: ["清朗"], 44: ["清朗"]}
    monkeypatch.setattr(wording, "new_in_pair", lambda: ("another-2024", new))
    assert found(XIAMEN, 13) == {}
