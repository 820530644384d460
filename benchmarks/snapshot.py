"""Record what a visitor gets from the server of a checkout, and compare two such records.

    python -m benchmarks.snapshot take CHECKOUT FOLDER
    python -m benchmarks.snapshot diff BEFORE AFTER [--renamed OLD=NEW] [--ignore-table NAME]

The checkout needs its own .venv and fonts (`make install fonts`). Its server is a black box: none
of its code is imported. FOLDER, which must not exist, gets a folder for each kind of record:

- text, labels, links, tables, charts, images: a file for each page, view and language, with the
  visible text (also of popovers); alt texts, ARIA labels, tooltips and values of inputs; addresses;
  headers and drawn rows of grids; the data and layout given to Plotly; the SHA-256 of each image.
- files: every CSV file that a page offers.
- api: every answer of the data API, a row a line, and the status of each in answers.txt.

Ports, versions of corpus, parser and lexicon, and today's date are replaced by words.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import groupby, product, takewhile, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Locator, Page, ViewportSize

from tests.support import browser as browsers
from tests.support import server as servers

LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
PATIENCE = 180  # seconds
WINDOW: ViewportSize = {"width": 1440, "height": 900}
# A grid draws only the columns that fit into its canvas, so the canvas is made wide enough for all.
WIDE = "[data-testid=stDataFrame] * { max-width: none !important; }"
# Views of every page, then of single pages by slug. {name} is replaced by the id in the first row
# of that API table.
VIEWS = ("", "year=2023", "section=opening", "kind=answer")
VIEWS_OF: Mapping[str, Sequence[str]] = {
    "": ("slot=press", "year=1999&speaker=nobody"),
    "speaking-time": ("by=slot&rate=180", "speaker={speakers}"),
    "topics": ("topic={topics}", "rows=all&measure=occurrences", "year=2022&section=q_and_a"),
    "word-clouds": ("group=speaker&size=distinctive", "unit=phrase&term=网络文明", "size=rate"),
    "comparison": ("scope=whole", "unit=phrase&term=网络文明"),
    "questions": ("topic={topics}", "org={organisations}"),
    "search": ("q=网络", "q=网络+文明&sort=left&page=2", "topic={topics}", "q=zzz"),
    "methods": ("lexicon=phrases", "lexicon=organisations", "lexicon=facts"),
}
TABLES_PAGE = "sources"  # has a view for each table
# Pages whose popovers and files are recorded in both languages; those of other pages in English.
PRESSED_IN_BOTH = ("", "comparison")
# Icons of a panel's buttons, the same in both languages. The other popovers are filters, which are
# the same on every page.
PANEL_POPOVERS, TABLE_BUTTON = re.compile("download|format_quote"), "table_rows"
ADDRESSES = ("/health", "/api/tables", "/api/tables/none.csv", "/api/tables/turns.xml", "/api/none")
LISTING = "api/tables.json"  # the file with the answer to /api/tables
QUERIES = (
    *("", "year=2023", "section=opening", "kind=answer", "slot=press", "topic={topics}"),
    *("briefing={briefings}", "org={organisations}", "speaker={speakers}"),
    *("year=2023&kind=answer&lang=zh", "year=1999", "colour=red"),
)
# A page is finished when nothing loads and its text has not changed in eight polls. Polls, not
# seconds, are counted: on a busy machine both the page and the polls are late.
FINISHED = """() => {
  const every = (selector, isReady) => [...document.querySelectorAll(selector)].every(isReady);
  const calm = document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && !document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]')
    && every('.js-plotly-plot', chart => chart.querySelector('.main-svg'))
    && every('[data-testid=stDataFrame]', grid => grid.querySelector('[role=columnheader]'))
    && every('img', image => image.complete)
    && document.fonts.status === 'loaded';
  const elements = [...document.querySelectorAll('*')];
  const shadows = elements.map(element => element.shadowRoot?.textContent);
  const text = [elements.length, document.body.innerText, ...shadows].join();
  window.looks = calm && text === window.textBefore ? window.looks + 1 : 0;
  window.textBefore = text;
  return window.looks >= 8;
}"""
OPEN_DETAILS = """() => document.querySelectorAll('details:not([open]) > summary')
  .forEach(summary => summary.click())"""
# Components keep their elements in shadow roots, which neither selectors nor innerText reach.
COLLECT = """async selector => {
  const roots = [document.querySelector(selector)];
  for (const root of roots)
    roots.push(...[...root.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean));
  const all = selector => roots.flatMap(root => [...root.querySelectorAll(selector)]);
  const shadows = roots.slice(1).flatMap(root => [...root.children]);
  const shown = shadows.filter(e => !['STYLE', 'SCRIPT', 'LINK'].includes(e.tagName));
  const labels = e => ['alt', 'aria-label', 'title', 'placeholder']
    .map(name => [name, e.getAttribute(name)]).concat([['value', e.value]])
    .filter(([_, text]) => text).map(([name, text]) => `${e.tagName} ${name}: ${text}`);
  const cells = row => [...row.querySelectorAll('[role=columnheader], [role=gridcell]')];
  const rows = grid => [...grid.querySelectorAll('[role=row]')]
    .map(row => cells(row).map(cell => cell.textContent).join('\\t'));
  const plain = (_, value) => ArrayBuffer.isView(value) ? [...value]
    : value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort()) : value;
  const lines = part => Object.keys(part).sort()
    .map(key => `${key}: ${JSON.stringify(part[key], plain)}`);
  const digest = async image => {
    const bytes = image.src.startsWith('http')
      ? await (await fetch(image.src)).arrayBuffer() : new TextEncoder().encode(image.src);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
  };
  return {
    text: [document.title, document.documentElement.lang, roots[0].innerText,
      ...shown.map(e => e.innerText)],
    labels: all('[alt], [aria-label], [title], [placeholder], input, textarea').flatMap(labels),
    links: all('a[href]').map(a => `${a.innerText.replace(/\\s+/g, ' ')} -> ${a.href}`),
    tables: all('[role=grid]').flatMap(grid => [`${grid.ariaRowCount} rows`, ...rows(grid)]),
    charts: all('.js-plotly-plot').flatMap(c => [...c.data, c.layout].flatMap(lines)),
    images: await Promise.all(all('img').map(digest)),
  };
}"""


@dataclass(frozen=True)
class Site:
    """A running server: its host and port, and API table -> id in the first row."""

    host: str
    ids: Mapping[str, str]

    def views(self, slug: str) -> list[str]:
        """Return the query of each recorded view of the page at `slug`."""
        tables = [f"table={name}" for name in self.ids if slug == TABLES_PAGE]
        return [view.format(**self.ids) for view in (*VIEWS, *VIEWS_OF.get(slug, ()), *tables)]


@dataclass(frozen=True)
class Record:
    """The folder of a snapshot, and the words that replace text which varies between runs."""

    folder: Path
    replaced: Mapping[str, str]  # regular expression -> word

    def add(self, name: str, text: str) -> None:
        """Write `text` to the new file `name`. Raises FileExistsError if the file exists."""
        for pattern, word in self.replaced.items():
            text = re.sub(pattern, word, text)
        path = self.folder / re.sub(r"[^\w./=&,-]", "_", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)

    def add_lines(self, name: str, parts: Iterable[str]) -> None:
        """Write the lines of `parts` to the new file `name`, less blank lines and extra spaces."""
        lines = [re.sub(" +", " ", line).strip(" ") for part in parts for line in part.splitlines()]
        self.add(name, "".join(f"{line}\n" for line in lines if line.strip()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Take or compare snapshots; return 1 if they differ or the server logged a traceback."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.snapshot", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("take", help="record what the server of a checkout serves")
    taking.add_argument("checkout", type=Path)
    taking.add_argument("folder", type=Path)
    comparing = commands.add_parser("diff", help="print what differs between two snapshots")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    many: dict[str, Any] = {"action": "append", "default": []}
    comparing.add_argument("--renamed", type=_pair, metavar="OLD=NEW", help="a column", **many)
    comparing.add_argument("--ignore-table", metavar="NAME", help="a table of the API", **many)
    comparing.add_argument("--limit", type=int, default=10, help="changes to print for each file")
    options = parser.parse_args(arguments)
    if options.command == "take":
        return take(options.checkout.resolve(), options.folder)
    before = _read(options.before, dict(options.renamed), options.ignore_table)
    after = _read(options.after, {}, options.ignore_table)
    return diff(before, after, limit=options.limit)


def _pair(text: str) -> tuple[str, str]:
    old, new = text.split("=", 1)
    return old, new


def take(checkout: Path, folder: Path) -> int:
    """Record in the new `folder` what the server of `checkout` serves.

    Return 1 if the server logged a traceback, else 0.
    """
    folder.mkdir(parents=True)
    os.environ.pop("BRIEFING_CORPUS", None)
    # Streamlit reads the configuration of the folder that it starts in.
    inside = ("sh", "-c", 'cd "$0" && exec "$@"', str(checkout))
    streamlit = (*inside, str(checkout / ".venv/bin/python"), "-P", "-m", "streamlit")
    script = checkout / "dashboard" / "server.py"
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        with (
            servers.running(scratch / "server", script=script, streamlit=streamlit) as server,
            browsers.launched(scratch / "browser") as browser,
        ):
            host = urlsplit(server.url).netloc
            site, record = Site(host, _first_ids(host)), Record(folder, _replaced(host))
            _record_api(site, record)
            for language, locale in LANGUAGES.items():
                page = browser.new_page(locale=locale, viewport=WINDOW, reduced_motion="reduce")
                page.set_default_timeout(PATIENCE * 1000)
                _record_pages(page, language, site, record)
                page.close()
            failures = server.log_text().count("Traceback")
    for kind in sorted(folder.iterdir()):
        print(f"{kind.name}: {sum(1 for _ in kind.iterdir())} files")
    print(f"tracebacks in the server's log: {failures}")
    return 1 if failures else 0


def _get(host: str, address: str) -> tuple[str, Any]:
    """GET `address`; return status and content headers, and the body: parsed JSON, else text."""
    connection = HTTPConnection(host, timeout=PATIENCE)
    connection.request("GET", quote(address, safe="/?&=,"))
    answer = connection.getresponse()
    kept = [answer.getheader(name, "") for name in ("Content-Type", "Content-Disposition")]
    body = answer.read().decode()
    connection.close()
    is_json = kept[0].startswith("application/json")
    return " ".join([str(answer.status), *kept]).strip(), json.loads(body) if is_json else body


def _first_ids(host: str) -> dict[str, str]:
    """Return API table -> the value of the first key column in its first row."""
    keys = {table["name"]: table["key"][0] for table in _get(host, "/api/tables")[1]["tables"]}
    rows = {name: _get(host, f"/api/tables/{name}.json")[1]["data"][0] for name in keys}
    return {name: str(rows[name][key]) for name, key in keys.items()}


def _replaced(host: str) -> dict[str, str]:
    """Return regular expression -> word, for the text that varies between snapshots."""
    briefing = _get(host, "/api/tables/briefings.json")[1]["data"][0]
    parser, lexicon = (briefing.get(f"{each}_version", "(?!)") for each in ("parser", "lexicon"))
    return {
        _get(host, "/health")[1]["corpus_version"]: "CORPUS",
        # A single digit, so it is replaced only under its key or next to the lexicon's version.
        rf'(?<="parser_version": "){parser}(?=")|(?<=[\t,]){parser}(?=[\t,]{lexicon})': "PARSER",
        lexicon: "LEXICON",
        re.escape(host): "HOST",
        datetime.now(UTC).date().isoformat(): "TODAY",
    }


def _record_api(site: Site, record: Record) -> None:
    names = {a: f"{a.split('/', 2)[-1].replace('/', '.')}.json" for a in ADDRESSES}
    queries = [query.format(**site.ids) for query in QUERIES]
    for table, query, form in product(site.ids, queries, ("csv", "json")):
        address = f"/api/tables/{table}.{form}?{query}".rstrip("?")
        names[address] = f"tables.{table}.{query or 'all'}.{form}"
    statuses = []
    for address, name in names.items():
        status, body = _get(site.host, address)
        statuses.append(f"{address} -> {status}")
        record.add(f"api/{name}", body if isinstance(body, str) else "".join(_json_lines(body)))
    record.add_lines("api/answers.txt", statuses)


def _json_lines(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line "name: JSON" for each member of `body`, or for each item of a list member."""
    for name, value in body.items():
        for item in value if isinstance(value, list) else [value]:
            yield f"{name}: {json.dumps(item, ensure_ascii=False)}\n"


def _record_pages(page: Page, language: str, site: Site, record: Record) -> None:
    _open(page, f"http://{site.host}/?lang={language}")
    links = page.get_by_test_id("stPageLink-NavLink").all()
    for slug in dict.fromkeys(link.get_attribute("href") or "" for link in links):
        for query in site.views(slug):
            name = f"{slug or 'home'}.{query or 'default'}.{language}"
            _open(page, f"http://{site.host}/{slug}?lang={language}&{query}".rstrip("&"))
            for kind, parts in page.evaluate(COLLECT, "body").items():
                record.add_lines(f"{kind}/{name}.txt", parts)
            if not query and (language == "en" or slug in PRESSED_IN_BOTH):
                _save_files(page, page.get_by_test_id("stMain"), name, record)
                _record_popovers(page, name, record, only=PANEL_POPOVERS if slug else None)
                _record_tables(page, name, record)
        print(f"recorded: {slug or 'home'} ({language})", file=sys.stderr, flush=True)


def _open(page: Page, url: str) -> None:
    """Open `url`, unfold everything folded on the page, and wait until the page is finished."""
    page.goto(url)
    page.add_style_tag(content=WIDE)
    _wait_until_finished(page)
    page.evaluate(OPEN_DETAILS)
    _wait_until_finished(page)


def _wait_until_finished(page: Page) -> None:
    page.evaluate("() => { window.textBefore = undefined; }")
    page.wait_for_function(FINISHED, polling=100)


def _record_popovers(
    page: Page, name: str, record: Record, *, only: re.Pattern[str] | None
) -> None:
    """Record the text and files of the popovers whose button matches `only`; None means all."""
    buttons = page.get_by_test_id("stPopoverButton").filter(has_text=only)
    for number in range(buttons.count()):
        buttons.nth(number).click()
        body = page.get_by_test_id("stPopoverBody")
        body.filter(has_text=re.compile(r"\S")).wait_for()  # some are filled by another run
        _wait_until_finished(page)
        text = page.evaluate(COLLECT, "[data-testid=stPopoverBody]")["text"]
        record.add_lines(f"text/{name}.popover-{number:02}.txt", text)
        _save_files(page, body, name, record)
        page.keyboard.press("Escape")
        body.wait_for(state="detached")
        _wait_until_finished(page)


def _record_tables(page: Page, name: str, record: Record) -> None:
    """Open the table of every panel, and record all tables of the page."""
    grids = page.get_by_test_id("stDataFrame")
    for button in page.get_by_test_id("stButton").filter(has_text=TABLE_BUTTON).all():
        count = grids.count()
        button.get_by_role("button").click()
        grids.nth(count).wait_for()
        _wait_until_finished(page)
    record.add_lines(f"tables/{name}.opened.txt", page.evaluate(COLLECT, "body")["tables"])


def _save_files(page: Page, within: Locator, name: str, record: Record) -> None:
    for button in within.get_by_test_id("stDownloadButton").filter(has_text="CSV").all():
        with page.expect_download() as waiting:
            button.get_by_role("button").click()
        text = Path(waiting.value.path()).read_bytes().decode()
        record.add(f"files/{name}.{waiting.value.suggested_filename}", text)


def _read(folder: Path, names: Mapping[str, str], ignored: Sequence[str]) -> dict[str, list[str]]:
    """Return file -> lines of the snapshot in `folder`, with columns renamed by `names`.

    The API tables `ignored` are left out. Raises NotADirectoryError if there is no such folder.
    """
    tables = _any_of(ignored)
    file = re.compile(rf"api/tables\.{tables}\.|\.table={tables}\.")
    line = re.compile(rf'/api/tables/{tables}\.|tables: {{"name": "{tables}"')
    mention = re.compile(rf"\b{tables}, |, {tables}(?=\.)")  # in the refusal of an unknown table
    found = {}
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    for path in sorted(filter(Path.is_file, folder.rglob("*"))):
        name = path.relative_to(folder).as_posix()
        if not file.search(name):
            lines = path.read_bytes().decode().split("\n")
            if name.startswith("api/"):
                lines = [mention.sub("", each) for each in lines if not line.match(each)]
            found[name] = _renamed(name, lines, names)
    return found


def _any_of(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of `words`, or never if there are none."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


def _renamed(name: str, lines: list[str], names: Mapping[str, str]) -> list[str]:
    """Return the `lines` of file `name` with its columns renamed: CSV headers, JSON keys, cells."""
    columns = _any_of(names)
    if name.endswith(".csv"):
        header = re.compile(rf"(?<![^,\ufeff]){columns}(?![^,\r])")
        return [header.sub(lambda found: names[found[0]], lines[0]), *lines[1:]]
    if name == LISTING:
        pattern = rf'(?<!tables: {{"name": ")(?<="){columns}(?="[,\]])'
    elif name.endswith(".json"):
        pattern = rf'(?<="){columns}(?=":)'
    else:
        pattern = rf"(?<![^\t]){columns}(?![^\t])"
    return [re.sub(pattern, lambda found: names[found[0]], line) for line in lines]


def diff(before: Mapping[str, list[str]], after: Mapping[str, list[str]], *, limit: int) -> int:
    """Print the differences between two snapshots (file -> lines); return 1 if there are any.

    A change is printed once, below the first file that has it. At most `limit` changes are printed
    for a file.
    """
    names = sorted({*before, *after})
    different = [name for name in names if before.get(name) != after.get(name)]
    files: dict[str, list[str]] = {}
    for name in different:
        if name in before and name in after:
            for change in dict.fromkeys(_changes(before[name], after[name])):
                files.setdefault(change, []).append(name)
        else:
            print(f"{name}\n  only {'before' if name in before else 'after'}")
    for first, changes in groupby(files, key=lambda change: files[change][0]):
        listed = [f"{change}\n    files: {len(files[change])}" for change in changes]
        left_out = [f"  more changes: {len(listed) - limit}"] if len(listed) > limit else []
        print("\n".join([first, *listed[:limit], *left_out]))
    print(f"{len(different)} of {len(names)} files differ")
    return 1 if different else 0


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    """Yield each removed line paired with an added line, both cut to where they differ."""
    removed, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if not removed and not added:
        yield "  the same lines in another order"
    for old, new in zip_longest(removed.elements(), added.elements()):
        same = takewhile(lambda pair: pair[0] == pair[1], zip(old or "", new or "", strict=False))
        start = max(0, sum(1 for _ in same) - 40)
        signed = {"-": old, "+": new}.items()
        yield "\n".join(f"  {sign} {line[start:][:200]}" for sign, line in signed if line)


if __name__ == "__main__":
    sys.exit(main())
