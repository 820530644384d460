"""Pages that were read and are kept until they are added or discarded, without a browser."""

import gc
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.features.uploads import corrections, draft_folder, drafts
from dashboard.worker import client
from loaders.corpus.store import BUNDLED, open_corpus
from loaders.fingerprint import Stated
from tests.support.adding import SAMPLES, drop, edit, kept, paste, press, texts, visit, word
from tests.support.temporary import full_disk, held

pytestmark = pytest.mark.usefixtures("parser")


@pytest.mark.usefixtures("answers")
def test_a_copy_of_a_briefing_that_is_here_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    there = open_corpus(BUNDLED).table("briefings").iloc[0]
    monkeypatch.setattr(corrections, "fingerprint", lambda _: str(there["fingerprint"]))
    monkeypatch.setattr(corrections, "stated", lambda _: Stated(str(there["title"])))
    app = paste(visit(), "灯会")
    (told,) = app.info
    assert "补上原文" in told.value
    monkeypatch.setattr(corrections, "stated", lambda _: Stated("1999年灯会"))
    assert not app.run().info


def test_only_so_many_drafts_are_kept(answers: list[Any]) -> None:
    app = visit()
    for number in range(14):
        paste(app, f"灯会{number}")
    kept: dict[str, drafts.Draft] = app.session_state["bw_drafts"]
    assert [draft.page.data.decode() for draft in kept.values()] == [
        f"灯会{number}" for number in range(13, 1, -1)
    ]
    assert len(answers) == 15


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("name", ["灯11", "新灯"])
def test_no_draft_is_dropped_for_one_that_cannot_be_stored(name: str) -> None:
    app = drop(visit(), *(f"灯{number}" for number in range(12)))
    before = list(kept(app))
    with full_disk(limit=200):
        drop(app, name)
    assert list(kept(app)) == before
    assert all(len(draft.edition["turns"]) == 5 for draft in kept(app).values())


def too_many(*names: str, language: str = "zh") -> list[str]:
    return [word("refused.too_many", language).format(name=name, most=12) for name in names]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_a_drop_twelve_are_read_and_the_rest_refused_by_name(
    language: str, answers: list[Any]
) -> None:
    lanterns = [f"灯{number}" for number in range(14)]
    app = drop(visit(language), *lanterns)
    assert list(kept(app)) == lanterns[11::-1]
    assert texts(app)[:2] == too_many("灯12.txt", "灯13.txt", language=language)
    assert len(answers) == 13  # the parser saw twelve
    assert app.session_state["bw_refused"] == [
        drafts.Refusal("灯12.txt", "too_many"), drafts.Refusal("灯13.txt", "too_many"),
    ]  # fmt: skip


def test_what_was_put_right_stays_when_others_come(answers: list[Any]) -> None:
    app = drop(visit(), "旧灯")
    app.text_input[-1].set_value("灯会（更正）").run()
    drop(app, *(f"灯{number}" for number in range(11)))
    drop(app, *(f"新灯{number}" for number in range(12)))
    assert list(kept(app)) == [*(f"新灯{number}" for number in range(10, -1, -1)), "旧灯"]
    assert kept(app)["旧灯"].edition["title"] == "灯会（更正）"
    assert texts(app)[:1] == too_many("新灯11.txt")
    assert len(answers) == 24  # and the parser was not asked to read what has no room
    drop(app, "旧灯")
    assert next(iter(kept(app))) == "旧灯"
    assert kept(app)["旧灯"].edition["title"] == "灯会（更正）"
    assert len(answers) == 24


@pytest.mark.usefixtures("answers")
def test_an_added_draft_stays_until_it_is_discarded() -> None:
    app = press(drop(visit(), "旧灯"), word("add"))
    drop(app, *(f"灯{number}" for number in range(12)))
    assert list(kept(app)) == [*(f"灯{number}" for number in range(10, -1, -1)), "旧灯"]
    assert texts(app)[1:2] == too_many("灯11.txt")  # below the banner
    app.button(key="bw_session_remove").click().run()
    drop(app, "新灯")
    assert "旧灯" not in kept(app)
    assert len(kept(app)) == 12


def test_what_is_removed_in_the_banner_is_added_no_more(sampled: AppTest) -> None:
    (again,) = [each for each in sampled.button if each.label == word("add_again")]
    assert again.disabled
    sampled.button(key="bw_session_remove").click().run()
    assert list(sampled.success) == []
    (add,) = [each for each in sampled.button if each.label == word("add")]
    assert not add.disabled
    press(sampled, word("add"))
    assert [each.value for each in sampled.success] == [word("outcome.read_with_warnings")]


def test_a_copy_is_there_already_for_as_long_as_what_it_copies(sampled: AppTest) -> None:
    (sample,) = SAMPLES.glob("*.html")
    copy = ("copy.html", sample.read_bytes() + b"\n", "text/html")
    sampled.file_uploader[0].set_value([copy]).run()
    press(sampled, word("add"))
    assert [each.value for each in sampled.success] == [word("outcome.already_there")]
    sampled.button(key="bw_session_remove").click().run()
    assert list(sampled.success) == []
    press(sampled, word("add"))
    assert [each.value for each in sampled.success] == [word("outcome.read_with_warnings")]


@pytest.mark.usefixtures("answers")
def test_a_copy_whose_text_does_not_fit_is_not_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = str(open_corpus(BUNDLED).table("briefings")["briefing_id"].iloc[0])  # without its text
    told = {"outcome": "already_there", "briefing_id": there, "detail": ""}
    monkeypatch.setattr(client, "add", lambda *_, **__: told)
    app = press(paste(visit(), "灯会"), word("add"))
    assert [each.value for each in app.success] == [word("outcome.not_filled")]


@pytest.mark.usefixtures("answers")
def test_pages_and_readings_are_on_disk_and_go_with_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit()  # which opens the server's corpus, if no test has
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = drop(visit(), "灯会", "旧灯")
    new, old = kept(app)["旧灯"], kept(app)["灯会"]
    assert new._editions is old._editions is None  # between runs
    (folder,) = held(tmp_path)
    names = {f"{draft.key}{suffix}" for draft in (new, old) for suffix in (".page", ".read")}
    assert {path.name for path in folder.iterdir()} == names
    press(app, word("drop_draft"))
    assert {path.name for path in folder.iterdir()} == {f"{old.key}.page", f"{old.key}.read"}
    del app, new, old
    gc.collect()
    assert held(tmp_path) == []


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_sessions_together_keep_so_much_and_no_more(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = drop(visit(language), "灯会")
    monkeypatch.setattr(draft_folder, "MAX_STORED", 100)
    drop(app, "新灯")
    assert list(kept(app)) == ["灯会"]
    assert texts(app)[:1] == [word("refused.full", language).format(name="新灯.txt")]


@pytest.mark.usefixtures("answers", "plain_table")
def test_corrections_that_cannot_be_stored_are_told() -> None:
    app = drop(visit(), "灯会")
    edit(app, {3: {"join": True}})
    (draft,) = kept(app).values()
    stored = draft.base
    with full_disk(limit=200):
        edit(app, {3: {"join": True}})
        assert texts(app)[:1] == [word("refused.no_room").format(name="灯会.txt")]
        del app.session_state[f"bw_table_{draft.key}_{draft.version}"]  # as on another page
        app.run()
        assert draft.base == stored
    assert len(draft.edition["turns"]) == 3
    app.run()
    assert len(draft.base["turns"]) == 3


@pytest.mark.usefixtures("answers", "plain_table")
@pytest.mark.parametrize("limit", ["drafts.MAX_BYTES", "draft_folder.MAX_STORED"])
def test_corrections_grow_a_reading_so_much(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = drop(visit(), "灯会")
    (draft,) = kept(app).values()
    monkeypatch.setattr(f"dashboard.features.uploads.{limit}", 100)
    edit(app, {0: {"title": "灯" * 200}, 1: {"split": 2}})
    reason = "grown" if limit.startswith("drafts.") else "full"
    assert word(f"refused.{reason}").format(name="灯会.txt") in texts(app)
    assert draft.base == draft.read
