"""More briefings than a page can show one by one: it shows the latest, and says so."""

import pytest

from dashboard import registry, session_corpus, shell
from dashboard.queries import identifiers
from loaders.corpus.store import Corpus
from tests.app.test_comparison import said
from tests.app.test_invented_pages import unsound, visit
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import NEW, OLD, OTHER


@pytest.fixture(autouse=True)
def crowded(three_briefings: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard select from three briefings, of which a page can show two."""
    serve(monkeypatch, three_briefings)
    monkeypatch.setattr(shell, "_MAX_BRIEFINGS", 2)


@pytest.mark.parametrize("page", [page for page in registry.PAGES if page.shows_each])
def test_it_shows_the_latest_and_says_so(page: registry.Page) -> None:
    app = visit(page.slug, lang="en")
    assert "3 briefings are selected" in said(app)
    assert "the latest 2" in said(app)
    assert "briefing" not in app.query_params
    assert unsound(app) == []


@pytest.mark.parametrize("page", [page for page in registry.PAGES if not page.shows_each])
def test_other_pages_take_all(page: registry.Page) -> None:
    assert "briefings are selected" not in said(visit(page.slug, lang="en"))


def test_the_oldest_is_left_out_of_what_is_counted() -> None:
    latest = [*identifiers.years()][-2:]
    assert set(latest) == {NEW, OTHER}
    assert "2031" not in said(visit("overview", lang="en"))


def test_what_is_chosen_is_shown_and_nothing_said() -> None:
    app = visit("overview", lang="en", briefing=OLD)
    assert "briefings are selected" not in said(app)
    assert "2031" in said(app)


def test_a_click_shows_the_findings_of_another_briefing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shell, "_MAX_BRIEFINGS", 3)
    app = visit("overview", lang="en")
    assert "Of the 3 briefings selected" in said(app)
    (button,) = [each for each in app.button if str(each.key).startswith("bw_findings_of_")]
    button.click().run()
    assert "Of the 3 briefings selected" not in said(app)
    assert app.query_params["briefing"] == str(button.key).removeprefix("bw_findings_of_")
    assert any(str(each.key).startswith("bw_link_") for each in app.button), "findings of its own"
    assert unsound(app) == []


def test_what_this_session_added_comes_first(
    three_briefings: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = session_corpus.AddedBriefing(OLD, "风筝", "", "read")
    session = session_corpus.SessionCorpus(three_briefings, (mine,))
    monkeypatch.setattr(session_corpus, "of_session", lambda: session)
    assert "2031" in said(visit("overview", lang="en"))
