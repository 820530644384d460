"""Findings are built once for the briefings, rate, language and theme, whatever else is chosen."""

import pytest

from dashboard.charts.palette import DARK, LIGHT, Palette
from dashboard.features.overview import findings
from dashboard.features.overview.finding import Finding
from dashboard.filters import Filters
from dashboard.run_context import current_run
from loaders.corpus import store
from loaders.corpus.store import Corpus
from tests.fixtures.compared_corpus import NEW
from tests.support.run import serve, show

CHOSEN = Filters(lang="en")


@pytest.mark.parametrize(
    ("other", "palette", "is_built"),
    [
        (CHOSEN.replace(speaker=("gu-nanqiao",), kind=("answer",), finding="floor"), LIGHT, False),
        (CHOSEN.replace(term="灯", status="new", order="alphabet"), LIGHT, False),
        (CHOSEN.replace(lang="zh"), LIGHT, True),
        (CHOSEN, DARK, True),
        (CHOSEN.replace(year=("2032",)), LIGHT, True),
        (CHOSEN.replace(briefing=(NEW,)), LIGHT, True),
        (CHOSEN.replace(rate=180), LIGHT, True),
    ],
)
def test_only_what_findings_depend_on_builds_them_again(
    other: Filters,
    palette: Palette,
    is_built: bool,
    shown_corpus: Corpus,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve(monkeypatch, store.open_corpus(shown_corpus.folder))  # nothing is cached for it
    seen: list[Filters] = []
    build = findings.findings

    def counted(chosen: Filters) -> list[Finding]:
        seen.append(chosen)
        assert current_run().filters == current_run().selected == chosen
        return build(chosen)

    monkeypatch.setattr(findings, "findings", counted)
    show(monkeypatch, CHOSEN)
    first = findings.findings_of_run()
    assert first
    show(monkeypatch, other, palette=palette)
    again = findings.findings_of_run()
    assert (again is not first) == is_built
    assert len(seen) == 1 + is_built
    # A build sees nothing that is no part of its key.
    assert all(chosen == chosen.only(*findings.PARAMETERS) for chosen in seen)
    assert current_run().filters == other


def test_a_finding_in_the_address_draws_the_same_panels(
    shown_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build for the filter gives the same texts and figures."""
    serve(monkeypatch, store.open_corpus(shown_corpus.folder))
    other = CHOSEN.replace(speaker=("gu-nanqiao",), finding="floor")
    show(monkeypatch, CHOSEN)
    cached = findings.findings_of_run()
    show(monkeypatch, other)
    built = findings.findings(other)
    assert [each.key for each in cached] == [each.key for each in built]
    for one, two in zip(cached, built, strict=True):
        assert one.panel.text == two.panel.text
        assert one.panel.applied == two.panel.applied
        for drawn, fresh in zip(one.panel.charts, two.panel.charts, strict=True):
            assert drawn.alt == fresh.alt
            assert drawn.figure is not None
            assert fresh.figure is not None
            assert drawn.figure.to_json() == fresh.figure.to_json()
