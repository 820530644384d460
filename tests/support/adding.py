"""Visit the page that adds a briefing, without a browser, and use it."""

from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard import i18n, registry
from dashboard.features.uploads import drafts
from tests.support.app import open_page
from tests.support.server import ROOT

SAMPLES = ROOT / "data" / "sample"


def page_of(slug: str) -> str:
    return str(next(page.file for page in registry.PAGES if page.slug == slug))


def visit(language: str = "zh") -> AppTest:
    app = open_page("add-a-briefing", lang=language)
    assert [each.message for each in app.exception] == []
    return app


def word(key: str, language: str = "zh") -> str:
    return i18n.catalogue(language)[f"adding.{key}"]


def texts(app: AppTest) -> list[str]:
    return [str(each.value) for each in app.text]


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()
    assert [each.message for each in app.exception] == []
    return app


def paste(app: AppTest, text: str) -> AppTest:
    app.text_area(key="bw_pasted").set_value(text)
    return press(app, word("paste_read"))


def reopen(app: AppTest, saved: bytes, name: str = "saved.json") -> AppTest:
    app.file_uploader[0].set_value([(name, saved, "application/json")]).run()
    assert [each.message for each in app.exception] == []
    return app


def edit(app: AppTest, edits: dict[int, dict[str, Any]]) -> AppTest:
    """Store `edits` (row from 0 -> column -> value) as the table's editor would; run the page."""
    (draft,) = kept(app).values()
    app.session_state[f"bw_table_{draft.key}_{draft.version}"] = {"edited_rows": edits}
    app.run()
    assert [each.message for each in app.exception] == []
    return app


def drop(app: AppTest, *texts: str) -> AppTest:
    """Drop a file <text>.txt with that text for each of `texts`, and run the page."""
    files = [(f"{text}.txt", text.encode(), "text/plain") for text in texts]
    app.file_uploader[0].set_value(files).run()
    assert [each.message for each in app.exception] == []
    return app


def kept(app: AppTest) -> dict[str, drafts.Draft]:
    """Return text of the file -> draft, for the drafts of the session, the newest first."""
    there: dict[str, drafts.Draft] = app.session_state["bw_drafts"]
    return {draft.page.data.decode(): draft for draft in there.values()}
