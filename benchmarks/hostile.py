"""Send the real server what a hostile visitor may send, and show it hostile pages: `make hostile`.

`python -m benchmarks.hostile --queries N --seed S` starts a server on a free port, whose corpus has
markup, scripts, addresses and formulas of spreadsheets in every field (hostile_corpus.py).

- queries: N hostile ones (hostile_queries.py), two of three to a page, as a browser sends them
  over its WebSocket, the others to the data API. A page must show each value or name it as not
  shown; the API must apply exactly the given filters or refuse the query with a sentence. An
  exception, a page that could not be finished and a stack in the server's log are findings too.
- pages: each in a browser (hostile_pages.py). What a document says must be there as text.

The same seed sends the same queries in the same order. Prints how many queries with each kind of
value were answered how, the server's memory before and after, and the findings of each part as soon
as it is done. The exit status is 1 if there is a finding, else 0.
"""

import argparse
import http.client
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from benchmarks import hostile_corpus
from benchmarks.bench import resident_mb
from benchmarks.hostile_pages import look_at_all
from benchmarks.hostile_queries import KNOWN, VALUES, Query, api_fault, page_fault, queries
from benchmarks.reader import Reader
from dashboard import i18n
from dashboard.filters import ID_PARAMETERS, LANGUAGES
from dashboard.registry import PAGES
from loaders.schema import KINDS, SECTIONS, SLOTS
from tests.support import browser as browsers
from tests.support import server as servers
from tests.support.server import Server
from tests.support.visit import Visitor

QUERIES = 10_000
_QUERIES_OF_A_SESSION = 50
_PROGRESS = 20 * _QUERIES_OF_A_SESSION  # between two lines on how far it is
OUTCOMES = ("page shows it all", "page names the rest", "API answers", "refused")
# In the server's log: something went wrong there, though no visitor may have noticed.
_LOGGED = re.compile(r"Traceback|Stack \(most recent call last\)|\bERROR\b|failed")


@dataclass
class Outcomes:
    """The number of queries by kind of value and outcome, and what was found, as sentences."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def add(self, query: Query, outcome: str, fault: str = "") -> None:
        """Count `outcome` of `query`, and note `fault` as found, unless it is empty."""
        self.counts.update((kind, outcome) for kind in query.kinds)
        if fault:
            self.found.append(f"{query}\n    {fault}")


class Visit(Reader):
    """A session that keeps the elements of the page of its last run."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.messages: list[ForwardMsg] = []

    def open(self, page: str, query: str = "") -> float:
        """Request `page` as Reader.open does, and keep what is drawn in `messages`."""
        self.messages = []
        return super().open(page, query)

    def elements(self, kind: str) -> list[Any]:
        """Return the elements of type `kind` of the page, such as "text", in their order."""
        drawn = [m.delta.new_element for m in self.messages if m.WhichOneof("type") == "delta"]
        return [getattr(each, kind) for each in drawn if each.WhichOneof("type") == kind]

    def _is_last(self, message: ForwardMsg) -> bool:
        self.messages.append(message)
        return super()._is_last(message)


def main() -> int:
    """Send the queries, look at the pages, print the outcomes; return 1 if anything was found."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ["BRIEFING_CORPUS"] = str(hostile_corpus.make(scratch))
        with servers.running(scratch / "server") as server:
            before = resident_mb(server.pid)
            outcomes = send(server, options.queries, options.seed)
            _print_outcomes(outcomes, options, memory=(before, resident_mb(server.pid)))
            found = _printed(outcomes.found)
            with browsers.launched(scratch / "browser") as browser:
                visitor = Visitor(browser)
                found += _printed(look_at_all(server, visitor, scratch, is_long=True))
            found += _printed(visitor.problems + faults_of_log(server))
    print(f"\n{found} found")
    return bool(found)


def _printed(found: Sequence[str]) -> int:
    """Print the findings `found`; return how many they are."""
    for finding in found:
        print(f"\nFOUND {finding}")
    print(f"\n{len(found)} found in this part", flush=True)
    return len(found)


def _print_outcomes(
    outcomes: Outcomes, options: argparse.Namespace, *, memory: tuple[float, float]
) -> None:
    print(f"{options.queries:,} queries (seed {options.seed}), by the kinds of their values")
    print(f"{'':<14}" + "".join(f"{each:>22}" for each in OUTCOMES))
    for kind in (KNOWN, *VALUES):
        row = [outcomes.counts[kind, outcome] for outcome in OUTCOMES]
        print(f"{kind:<14}" + "".join(f"{count:>22,}" for count in row))
    print("server's memory, MB: before {:.0f}, after {:.0f}".format(*memory), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile")
    parser.add_argument("--queries", type=int, default=QUERIES, help=f"default: {QUERIES}")
    parser.add_argument("--seed", type=int, default=0, help="what is sent (default: 0)")
    return parser.parse_args()


def send(server: Server, count: int, seed: int) -> Outcomes:
    """Send `count` hostile queries, those of `seed`, to `server`; return what came back."""
    outcomes = Outcomes()
    sent = list(islice(queries(seed, _known_values(server)), count))
    for query in sent:
        if query.is_api:
            _ask_api(server, query, outcomes)
    pages = [query for query in sent if not query.is_api]
    for first in range(0, len(pages), _QUERIES_OF_A_SESSION):
        if first % _PROGRESS == 0:
            memory = resident_mb(server.pid)
            print(f"{first:,} of {len(pages):,} queries to pages, {memory:.0f} MB", flush=True)
        _visit(server, pages[first : first + _QUERIES_OF_A_SESSION], outcomes)
    return outcomes


def faults_of_log(server: Server) -> list[str]:
    """Return the first error or stack in the log of `server`; [] if there is none."""
    logged = server.log_text()
    found = _LOGGED.search(logged)
    return [f"the log: {logged[max(found.start() - 500, 0) :][:3_000]}"] if found else []


def _known_values(server: Server) -> Mapping[str, Sequence[str]]:
    """Return parameter -> values that exist, of ID_PARAMETERS and "term": those of the API."""
    columns = {
        "briefing": ("briefings", "briefing_id"), "year": ("briefings", "year"),
        "org": ("appearances", "organisation_id"), "speaker": ("appearances", "speaker_id"),
        "topic": ("topics", "topic_id"), "term": ("term_counts", "term"),
    }  # fmt: skip
    known: dict[str, Sequence[str]] = {"section": SECTIONS, "kind": KINDS, "slot": SLOTS}
    for parameter, (table, column) in columns.items():
        _, body = _get(server, f"/api/tables/{table}.json")
        values = dict.fromkeys(row[column] for row in json.loads(body)["data"])
        known[parameter] = [str(value) for value in values if value is not None]
    assert {*ID_PARAMETERS} < {*known}  # noqa: S101 - a new parameter needs its column here
    return known


def _ask_api(server: Server, query: Query, outcomes: Outcomes) -> None:
    status, body = _get(server, f"{query.path}?{query.text}")
    outcome = "API answers" if status == 200 else "refused"
    outcomes.add(query, outcome, api_fault(query, status, body))


def _get(server: Server, path: str) -> tuple[int, bytes]:
    """Return status and body of `path`; 400 if the server ends the connection of a long request."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc)
    try:
        connection.request("GET", path.partition("#")[0])  # a browser keeps what follows a #
        response = connection.getresponse()
        return response.status, response.read()
    except ConnectionError as error:
        return 400, str(error).encode()
    finally:
        connection.close()


def _visit(server: Server, pages: Sequence[Query], outcomes: Outcomes) -> None:
    """Send `pages` in one session; in a new one after a query that ends the session."""
    left = list(pages)
    while left:
        with Visit(server.url) as visit:
            while left:
                query = left.pop(0)
                try:
                    visit.open("" if query.path == PAGES[0].slug else query.path, query.text)
                except ConnectionClosed:
                    outcomes.add(query, "refused")
                    break
                except RuntimeError as error:
                    outcomes.add(query, "refused", str(error))
                    break
                _judge(visit, query, outcomes)


def _judge(visit: Visit, query: Query, outcomes: Outcomes) -> None:
    links = [each.query_string for each in visit.elements("page_link")]
    sentences = [each.body for each in visit.elements("text")]
    unfinished = {i18n.text(language, "error.unexpected") for language in LANGUAGES}
    if visit.elements("exception") or unfinished & {*sentences}:
        fault = "the page could not be finished"
    else:
        fault = page_fault(query, link=links[0], sentences=sentences)
    outcome = "page names the rest" if visit.elements("text") else "page shows it all"
    outcomes.add(query, outcome, fault)


if __name__ == "__main__":
    sys.exit(main())
