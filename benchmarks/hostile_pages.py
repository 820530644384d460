"""Look at every page in a browser for anything that a document made of it but text.

The server shows the corpus of hostile_corpus.py. A link, script, image, icon, formula or handler of
a payload is a fault, so is a payload that is not shown as written, and a cell of a file that a
spreadsheet would calculate. What a page asks of another host, and what it complains of, is noted by
the visitor (tests/support/visit.py).
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from benchmarks.hostile_corpus import ENDS, SOURCE, write_upload
from benchmarks.payloads import HOST, MARK, PAYLOADS
from dashboard.filters import LANGUAGES
from dashboard.registry import PAGES
from loaders.schema import TABLES
from tests.support.server import Server
from tests.support.visit import Visitor, settle

# A query that lists as much as a page can show. Its search text has hits, and is an address.
_QUERY = f"scope=whole&rows=all&finding=all&q={quote(f'www.{HOST} a')}"
_HOVERS = 3, 20  # marks of a page that the mouse visits, in the short form and in the long one
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_LIST = "[data-testid=stPopoverBody]"
_SAVE = ":is([class*='st-key-csv_'], .st-key-save_csv) button:visible"
_BROKEN = '[data-testid="stException"], .st-key-bw_error'
# The elements of a part of the page, in shadow roots too, that are of a payload. What the server
# and Streamlit load themselves is below the paths in `own`.
_ELEMENTS = """([part, mark, host, source]) => {
  const own = /^\\/(media|app\\/static|static|component|_stcore|favicon)/;
  const found = mark in window ? ['a script ran'] : [];
  const look = root => {
    for (const each of root.querySelectorAll('*')) {
      if (each.shadowRoot) look(each.shadowRoot);
      const say = what => found.push(`${what}: ${each.outerHTML.slice(0, 300)}`);
      const tag = each.tagName.toLowerCase();
      const href = each.getAttribute('href') ?? each.getAttribute('xlink:href');
      if (href !== null && tag !== 'link') {
        const {origin, protocol} = new URL(href, location.href);
        const foreign = origin !== location.origin && href !== source;
        const plain = ['http:', 'https:', 'blob:'].includes(protocol);
        if (!plain || foreign && href.toLowerCase().includes(host)) say('link');
      }
      if (each.src && tag !== 'script') {
        const {origin, pathname, protocol} = new URL(each.src, location.href);
        const ours = origin === location.origin && own.test(pathname);
        if (!ours && protocol !== 'data:') say('loads');
      }
      if (['iframe', 'object', 'embed', 'base', 'math'].includes(tag)) say('element');
      if (each.classList.contains('katex')) say('formula');
      if (/skull.* icon$/.test(each.ariaLabel ?? '')) say('icon');
      if (each.getAttribute('alt') === 'Streamlit logo') say('logo');
      if ([...each.attributes].some(({name}) => name.startsWith('on'))) say('handler');
    }
  };
  document.querySelectorAll(part).forEach(look);
  return found;
}"""
# The text of the page as it is read, that of shadow roots too.
_TEXT = """() => {
  const texts = [document.body.innerText];
  const look = root => {
    for (const each of root.querySelectorAll('*')) {
      if (!each.shadowRoot) continue;
      for (const child of each.shadowRoot.children) texts.push(child.innerText ?? '');
      look(each.shadowRoot);
    }
  };
  look(document);
  return texts.join('\\n');
}"""
_HOVER_TEXT = ".hoverlayer .hovertext"
_MARKS = ".js-plotly-plot :is(.points, .point) path"
_MIDDLE = """mark => {
  mark.scrollIntoView({block: 'center'});
  const {left, right, top, bottom} = mark.getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}"""


def look_at_all(server: Server, visitor: Visitor, scratch: Path, *, is_long: bool) -> list[str]:
    """Return the faults of all pages and files of `server`, each with its place.

    visitor: of the pages, which it has left again afterwards, and whose problems it holds. scratch:
    a folder for the files that it brings.

    is_long: in both languages instead of Chinese alone, with every list, table and section open,
    and with every payload as a search text.
    """
    found = _formulas_of_tables(server)
    for language in LANGUAGES if is_long else LANGUAGES[:1]:
        for row in PAGES:
            page = visitor.open(f"{server.url}/{row.slug}?{_QUERY}", language=language)
            found += _at(f"{row.slug} in {language}", _look(page, is_long=is_long))
            visitor.leave()
        found += _at(f"an upload in {language}", _upload(visitor, server, scratch, language))
    for text in PAYLOADS.values() if is_long else ():
        page = visitor.open(f"{server.url}/search?q={quote(text)}", language="en")
        found += _at(f"the search for {text}", faults(page))
        visitor.leave()
    return found


def faults(page: Page) -> list[str]:
    """Return what payloads made of `page` as it is, and those that are not as written."""
    broken = page.locator(_BROKEN).all_inner_texts()
    return [*_elements(page, "html"), *_changed(page.evaluate(_TEXT)), *broken]


def _elements(page: Page, part: str) -> list[str]:
    """Return the elements within the CSS selector `part` that are of a payload."""
    found: list[str] = page.evaluate(_ELEMENTS, [part, MARK, HOST.partition(".")[0], SOURCE])
    return [*dict.fromkeys(found)]


def _at(place: str, found: list[str]) -> list[str]:
    return [f"{place}: {each}" for each in found]


def _look(page: Page, *, is_long: bool) -> list[str]:
    found = [*faults(page), *_hover(page, _HOVERS[is_long]), *_formulas_of_downloads(page)]
    for opened in _open_all(page) if is_long else ():
        found += [
            *_at(opened, faults(page)),
            *_at(opened, _formulas_of_downloads(page, f"{_LIST} ")),
        ]
    return found


def _hover(page: Page, most: int) -> list[str]:
    """Move the mouse over `most` marks of the charts; return the faults of the texts that open.

    The marks are as far apart as they can be, so that every chart has its turn.
    """
    found: list[str] = []
    marks = page.locator(_MARKS)
    count = marks.count()
    for number in range(0, count, max(count // most, 1)):
        page.mouse.move(*marks.nth(number).evaluate(_MIDDLE))
        page.wait_for_timeout(60)  # Plotly draws a text at most every 50 ms
        found += _elements(page, _HOVER_TEXT)
        found += _changed("\n".join(page.locator(_HOVER_TEXT).all_text_contents()))
    return found


def _open_all(page: Page) -> Iterator[str]:
    """Open the sections and tables of `page`, then each list in turn; yield what is open."""
    for kind in ("[data-testid=stExpander] summary", "[class*='st-key-table_'] button"):
        for number in range(page.locator(kind).count()):
            page.locator(kind).nth(number).click()
        settle(page)
        yield kind
    buttons = page.locator("[data-testid=stPopover] button")
    for number in range(buttons.count()):
        buttons.nth(number).click()
        settle(page)
        yield f"popover {number}"
        page.keyboard.press("Escape")
        expect(page.locator(_LIST)).to_have_count(0)
        settle(page)


def _upload(visitor: Visitor, server: Server, scratch: Path, language: str) -> list[str]:
    """Return the faults of a page that a visitor brings, read and added, and of a refused one."""
    page = visitor.open(f"{server.url}/add-a-briefing", language=language)
    page.locator('input[type="file"]').set_input_files(write_upload(scratch))
    expect(page.locator("[class*='st-key-bw_refused']").first).to_be_visible()
    expect(page.locator(".st-key-bw_turns")).to_be_visible()
    settle(page)
    found = [*faults(page), *_formulas_of_downloads(page)]
    page.locator(".st-key-bw_add button").first.click()
    expect(page.locator(".st-key-bw_session")).to_be_visible()
    settle(page)
    found += faults(page)
    visitor.leave()
    return found


def _changed(text: str) -> list[str]:
    """Return each payload that `text` shows otherwise than as written, with what it shows.

    What a view cuts off is no fault, nor are spaces and what nobody sees. The name of a speaker in
    English begins with a capital.
    """
    found: list[str] = []
    lines = [_visible(line) for line in text.splitlines()]
    for name, end in ENDS.items():
        written = _visible(PAYLOADS[name])
        for line in lines:
            for match in re.finditer(end, line):
                before = line[: match.start()].rpartition("…")[2][-len(written) :]
                if not written.endswith(before):
                    found.append(f"{name} is shown as {before!r}")
    return [*dict.fromkeys(found)]


def _visible(text: str) -> str:
    visible = text.replace("\ufffd", "")
    return "".join(each for each in visible if unicodedata.category(each)[0] not in "CZ").casefold()


def _formulas_of_tables(server: Server) -> list[str]:
    found = []
    for name in TABLES:
        for language in LANGUAGES:
            path = f"/api/tables/{name}.csv?lang={language}"
            with urlopen(server.url + path) as answer:  # noqa: S310 - our own server
                found += _at(path, _formulas(answer.read()))
    return found


def _formulas_of_downloads(page: Page, within: str = "") -> list[str]:
    """Save the tables that `page` offers as it is; return their cells that are formulas.

    within: a CSS selector that ends in a space; an open list closes with a click elsewhere.
    """
    found = []
    for button in page.locator(within + _SAVE).all():
        with page.expect_download() as waiting:
            button.click()
        found += _formulas(waiting.value.path().read_bytes())
    return found


def _formulas(data: bytes) -> list[str]:
    """Return the cells of the CSV file `data` that a spreadsheet would calculate; no number is."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    cells = dict.fromkeys(cell for row in rows for cell in row if cell.startswith(_FORMULA_STARTS))
    return [f"cell {cell!r}" for cell in cells if not re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", cell)]
