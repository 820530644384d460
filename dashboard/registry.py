"""The pages of the dashboard: a page is a file in pages/ and a row here.

The navigation has an entry for each page or group of pages, at most MAX_ENTRIES, so that it fits in
one line.
"""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

MAX_ENTRIES = 8
ADDING = "add-a-briefing"  # the slug of the page that takes files
_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Page:
    """One page. `slug` is its path in the URL, except that the first of PAGES is at the root.

    `file` is absolute: with a relative path Streamlit runs a cold deep link without app.py.
    `title_key` and `caption_key` are keys of the locales; `locale` is the table of the locales
    with the other words of the page. `shows_each` is true of a page with a part for each briefing,
    which is therefore limited to a few briefings. Neighbours with the same `group` (a key of
    [nav.group], "" for none) share an entry of the navigation.
    """

    slug: str
    file: Path
    icon: str
    title_key: str
    caption_key: str
    locale: str
    shows_each: bool
    group: str


def _page(
    slug: str, icon: str, *, locale: str = "", shows_each: bool = False, group: str = ""
) -> Page:
    name = slug.replace("-", "_")
    return Page(
        slug=slug,
        file=_FOLDER / f"{name}.py",
        icon=f":material/{icon}:",
        title_key=f"nav.{name}.title",
        caption_key=f"nav.{name}.caption",
        locale=locale or name,
        shows_each=shows_each,
        group=group,
    )


PAGES: tuple[Page, ...] = (
    _page("overview", "view_week", shows_each=True),
    _page("speaking-time", "timer", shows_each=True, group="speakers"),
    _page("people", "groups", shows_each=True, group="speakers"),
    _page("questions", "live_help", shows_each=True),
    _page("wording", "edit_note", group="words"),
    _page("topics", "sell", shows_each=True, group="words"),
    _page("word-clouds", "cloud", locale="clouds", shows_each=True, group="words"),
    _page("announcements", "campaign", shows_each=True),
    _page("comparison", "compare_arrows", group="compared"),
    _page("editions", "view_timeline", group="compared"),
    _page("search", "search"),
    _page("sources", "table_view", shows_each=True, group="data"),
    _page("methods", "function", group="data"),
    _page(ADDING, "upload_file", locale="adding", group="data"),
)


def entries() -> list[tuple[Page, ...]]:
    """Return the entries of the navigation, in order: each a page, or the pages of a group."""
    grouped = groupby(PAGES, key=lambda page: page.group or page.slug)
    return [tuple(pages) for _, pages in grouped]


def siblings(page: Page) -> tuple[Page, ...]:
    """Return the pages of the entry of `page`, itself among them."""
    return next(entry for entry in entries() if page in entry)
