"""A walk over every mark of every page: a click opens as many places as its number counts.

Each place has the gist of its paragraph, or is a short line that needs none; no text is held.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.features.overview import findings
from dashboard.features.search import occurrences
from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.labels.passages import split
from dashboard.queries import reading, search, selection, statistics
from dashboard.registry import PAGES
from dashboard.run_context import current_run
from loaders.corpus.store import BUNDLED, open_corpus
from tests.app.test_invented_pages import visit
from tests.app.test_reader import drawn, said

_SHORT = 25  # characters of a paragraph that has a gist
# Page -> more than its plain address, where that draws no number.
_PAGES: dict[str, list[dict[str, str]]] = {
    "people": [{}, {"who": "niu-yibing-7c13"}, {"who": "cac"}, {"who": "cctv"}],
    "search": [{"term": "未成年人"}, {"topic": "minors"}],
    "topics": [{}, {"scope": "whole"}],
    "word-clouds": [{}, {"group": "speaker", "unit": "phrase"}],
    "comparison": [{}, {"unit": "phrase"}, {"scope": "whole"}],
    "speaking-time": [{}, {"scope": "whole"}],
}
_VIEWS = [(page.slug, query) for page in PAGES for query in _PAGES.get(page.slug, [{}])]


def marks(app: AppTest) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the filters that each mark of the page's charts selects, and its texts."""
    for chart in app.get("plotly_chart"):
        for trace in json.loads(chart.proto.spec)["data"]:
            for place, click in enumerate(trace.get("customdata") or []):
                texts = (trace.get(name) for name in ("text", "hovertext"))
                own = [each[place] if isinstance(each, list) else "" for each in texts]
                yield dict(zip(click[::2], click[1::2], strict=True)), "<br>".join(map(str, own))


def numbers(text: str) -> set[int]:
    """Return the whole numbers of a text, but those in the name of a paragraph."""
    plain = re.sub(r"<b>.*?</b>|aragraph \d+|\d[\d,]*\.\d+", "", text)
    return {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", plain)}


def places(within: Filters, click: dict[str, str]) -> Any:
    """Return the places that the page lists after `click`: rows of the hits."""
    ids = {name: tuple(filter(None, value.split(","))) for name, value in click.items()
           if name not in ("term", "within", "at")}  # fmt: skip
    chosen = within.replace(**ids, term=click.get("term", ""))
    chosen = chosen.in_group(click.get("within", ""))
    return search.stored_hits(chosen.term, chosen) if chosen.term else selection.hits(chosen)


@cache
def lengths() -> dict[tuple[str, int], int]:
    rows = open_corpus(BUNDLED).table("paragraphs")
    keys = zip(rows["briefing_id"], rows["paragraph"], strict=True)
    return dict(zip(keys, rows["characters"], strict=True))


def can_be_read(briefing_id: str, paragraph: int) -> bool:
    known = lengths()[briefing_id, paragraph]
    return known < _SHORT or reading.gist(briefing_id, paragraph) is not None


@pytest.mark.parametrize(("slug", "query"), _VIEWS, ids=str)
def test_every_mark_opens_what_it_counts(
    slug: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Filters] = []
    show = occurrences.show

    def note(key: str, *, within: Filters | None = None, of: str = "") -> None:
        listed.append(within or current_run().filters)
        show(key, within=within, of=of)

    monkeypatch.setattr(occurrences, "show", note)
    app = visit(slug, lang="en", **query)
    assert not app.exception
    if slug == "overview":
        listed = [findings.places_filters(Filters())]
    checked = 0
    for click, text in marks(app):
        if "passage" in click:
            assert can_be_read(*split(click["passage"])), click
        elif slug == "search":  # windows near a word, no places: a click searches for the other
            assert [*click] == ["term"]
        elif "term" in click or "topic" in click:
            found = places(listed[-1], click)
            by_briefing = found.groupby("briefing_id")["occurrences"].sum()
            counts = {int(found["occurrences"].sum())}, {int(n) for n in by_briefing}
            counted = numbers(text) | ({0} if "None counted" in text else set())
            assert any(each <= counted for each in counts if each), (click, text, counts)
            pairs = found[["briefing_id", "paragraph"]].drop_duplicates()
            assert all(can_be_read(*pair) for pair in pairs.itertuples(index=False, name=None))
        checked += 1
    if slug == "questions":
        assert checked > 50


@pytest.mark.parametrize("slug", ["overview", "comparison"])
def test_the_place_list_of_a_square_has_its_number(slug: str) -> None:
    app = visit(slug, lang="en")
    clicks = [(click, text) for click, text in marks(app) if "within" in click]
    for parameter in ("term", "topic") if slug == "overview" else ("term",):
        click, text = next(each for each in clicks if parameter in each[0])
        opened = said(visit(slug, lang="en", **click))
        n = text.partition("<br>")[0]
        assert re.search(rf"\b{n} places? in what is counted here", opened), click


@pytest.mark.parametrize("query", [{}, {"words": "all"}, {"order": "speaker"}], ids=str)
def test_every_count_of_a_wording_leads_to_its_places(query: dict[str, str]) -> None:
    (data,) = drawn(visit("wording", lang="en", **query), "ledger")
    counts: dict[str, dict[str, int]] = {link: {} for link in data["links"]}
    for row in (
        row for group in data["groups"] for entry in group["entries"] for row in entry["rows"]
    ):
        for count in (each for cell in row["counts"] for each in cell if each["link"]):
            n = max(numbers(count["text"].rpartition(":")[2]))
            counts[count["link"]][row["wording"]] = n
    assert sum(map(len, counts.values())) > 50
    for link, words in counts.items():
        asked = dict(parse_qsl(urlsplit(data["links"][link]).query))
        ids: dict[str, Any] = {
            name: tuple(value.split(",")) for name, value in asked.items() if name in ID_PARAMETERS
        }
        found = search.search_counts(sorted(words), Filters(**ids))
        listed = found.groupby("subject")["occurrences"].sum().to_dict()
        assert {word: n for word, n in words.items() if n} == listed


@pytest.mark.parametrize("slug", ["announcements", "editions"])
def test_every_place_of_a_ledger_can_be_read(slug: str) -> None:
    app = visit(slug, lang="en")
    in_ledgers = [key for data in drawn(app, "ledger") for key in data["links"]]
    texts = " ".join(each.value for each in app.markdown)
    passages = {*in_ledgers, *re.findall(r"passage=([\w.:-]+)", texts)}
    assert passages
    assert all(can_be_read(*split(passage)) for passage in passages)


def test_every_square_of_who_asked_whom_selects_its_exchanges() -> None:
    squares = 0
    for click, text in marks(visit("questions", lang="en")):
        if set(click) == {"speaker", "year"}:
            ids = {name: tuple(value.split(",")) for name, value in click.items()}
            n = int(text.partition("<br>")[0])
            assert len(statistics.exchanges(Filters(**ids))) == n  # type: ignore[arg-type]
            squares += 1
    assert squares > 10
