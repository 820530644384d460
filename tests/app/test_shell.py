"""The frame around every page (masthead, notices, footer), and the start of the server."""

import os
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n, registry
from dashboard.charts.palette import THEMES, contrast
from dashboard.run_context import current_run
from loaders.errors import CorpusError, SourceMissingError
from tests.support import server as servers
from tests.support.app import open_page
from tests.support.server import ROOT, Server
from tests.support.timeouts import BACKSTOP

CONFIG = tomllib.loads((ROOT / "dashboard/.streamlit/config.toml").read_text(encoding="utf-8"))


def visit(locale: str | None, slug: str = "overview", **query: str) -> AppTest:
    app = open_page(slug, locale=locale, **query)
    assert [each.message for each in app.exception] == []
    return app


@pytest.mark.parametrize("page", registry.PAGES, ids=lambda page: page.slug)
@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-GB", "en")])
def test_every_page_has_its_title_caption_and_footer(
    page: registry.Page, locale: str, language: str
) -> None:
    app = visit(locale, page.slug)
    words = i18n.catalogue(language)
    captions = [caption.value for caption in app.caption]
    assert [title.value for title in app.title] == [words[page.title_key]]
    assert captions[0] == words[page.caption_key].format(first="2022", last="2023")
    assert current_run().corpus.version in captions[-1]


@pytest.mark.parametrize(
    ("locale", "query", "title"),
    [
        ("zh-TW", {}, "今年与去年"),
        ("ZH", {}, "今年与去年"),
        ("fr-FR", {}, "What changed"),
        (None, {}, "What changed"),
        ("zh-CN", {"lang": "en"}, "What changed"),
        ("en-US", {"lang": "zh"}, "今年与去年"),
        ("zh-CN", {"lang": "tlh"}, "今年与去年"),
    ],
)
def test_the_link_decides_the_language_and_else_the_browser(
    locale: str | None, query: dict[str, str], title: str
) -> None:
    assert visit(locale, **query).title[0].value == title


def test_the_language_switch_keeps_the_view() -> None:
    app = visit("zh-CN", "speaking-time", year="2023", kind="answer")
    app.segmented_control(key="bw_language").set_value("English")
    app.run()
    assert app.title[0].value == "Speaking time"
    assert app.query_params == {"year": "2023", "kind": "answer", "lang": "en"}


def test_each_page_has_a_file_a_slug_and_a_name_of_its_own() -> None:
    assert {page.slug for page in registry.PAGES} >= {"overview", "speaking-time", "sources"}
    assert len({page.slug for page in registry.PAGES}) == len(registry.PAGES)
    assert all(page.file.is_absolute() and page.file.is_file() for page in registry.PAGES)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CorpusError("/srv/turns is damaged."), i18n.catalogue("en")["error.corpus.damaged"]),
        (SourceMissingError("A *page* is missing."), "A *page* is missing."),
        (ValueError("a secret detail"), i18n.catalogue("en")["error.unexpected"]),
    ],
)
def test_a_failure_is_one_sentence(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    def script(error: Exception) -> None:
        from dashboard import shell  # noqa: PLC0415 - the script runs apart from this module

        assert shell.show_error(error)

    app = AppTest.from_function(script, kwargs={"error": error}, default_timeout=BACKSTOP).run()
    assert [text.value for text in app.text] == [sentence]
    assert len(app.exception) == 0
    assert str(error) in caplog.text


def test_the_theme_shows_the_colours_of_the_charts() -> None:
    for name, palette in THEMES.items():
        theme = CONFIG["theme"][name]
        named = ("gray", "blue", "orange", "yellow", "green", "violet")
        listed = [colour for slot, colour in palette.slot.items() if slot != "other"]
        assert [theme[f"{colour}Color"] for colour in named] == listed  # Streamlit has no seventh
        assert theme["textColor"] == palette.ink
        assert theme["backgroundColor"] == palette.paper
        assert theme["secondaryBackgroundColor"] == palette.tint
        assert theme["borderColor"] == palette.hairline
        assert theme["linkColor"] == palette.link


def test_every_text_colour_of_the_theme_can_be_read() -> None:
    papers = ("backgroundColor", "secondaryBackgroundColor")
    low = {
        (name, text, paper)
        for name in THEMES
        for text, colour in CONFIG["theme"][name].items()
        for paper in papers
        if text.endswith("TextColor") or text in ("textColor", "linkColor")
        if contrast(colour, CONFIG["theme"][name][paper]) < 4.5
    }
    assert low == set()


@pytest.mark.parametrize("host", ["streamlit", "uvicorn"])
def test_it_starts_from_any_folder_with_its_own_settings(tmp_path: Path, host: str) -> None:
    port = servers._free_port()
    command = {
        "streamlit": ["streamlit", "run", str(servers.SCRIPT), "--server.port", str(port)],
        "uvicorn": ["uvicorn", "dashboard.server:app", "--app-dir", str(ROOT), "--port", str(port)],
    }[host]
    log = tmp_path / "log"
    with (
        log.open("wb") as sink,
        subprocess.Popen(
            [sys.executable, "-P", "-m", *command],
            cwd=tmp_path,
            env={**os.environ, "HOME": str(tmp_path)},
            stdout=sink,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        running = Server(f"http://127.0.0.1:{port}", process.pid, log)
        try:
            servers._wait_until_healthy(running, process)
            with urllib.request.urlopen(f"{running.url}/health", timeout=BACKSTOP) as answer:
                assert answer.status == 200
            # Off by default: it is served where dashboard/.streamlit/config.toml was read.
            logo = f"{running.url}/app/static/logo.svg"
            with urllib.request.urlopen(logo, timeout=BACKSTOP) as answer:
                assert answer.headers["Content-Type"] == "image/svg+xml"
            # A proxy on this machine is believed, on a socket of IPv4 and IPv6 as well.
            visit_over_tls = urllib.request.Request(
                f"{running.url}/_stcore/health", headers={"X-Forwarded-Proto": "https"}
            )
            with urllib.request.urlopen(visit_over_tls, timeout=BACKSTOP) as answer:
                assert answer.headers["Set-Cookie"].endswith("; Secure")
        finally:
            process.terminate()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_lost_is_told_once(language: str) -> None:
    app = visit(None, lang=language)
    lost = i18n.catalogue(language)["adding.lost"]
    assert lost not in [each.value for each in app.text]
    app.session_state["bw_lost"] = True  # as the tab reports it
    app.run()
    assert lost in [each.value for each in app.text]
    app.button(key="bw_loss_dismiss").click().run()
    assert lost not in [each.value for each in app.text]
