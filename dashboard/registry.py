"""The pages of the dashboard: a page is a file in pages/ and a row here."""

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Page:
    """One page. `slug` is its path in the URL, except that the first of PAGES is at the root.

    `file` is absolute: with a relative path Streamlit runs a cold deep link without app.py.
    `title_key` and `caption_key` are keys of the locales; `locale` is the table of the locales
    with the other words of the page. `shows_each` is true of a page with a part for each briefing,
    which is therefore limited to a few briefings.
    """

    slug: str
    file: Path
    icon: str
    title_key: str
    caption_key: str
    locale: str
    shows_each: bool


def _page(slug: str, icon: str, *, locale: str = "", shows_each: bool = False) -> Page:
    name = slug.replace("-", "_")
    return Page(
        slug=slug,
        file=_FOLDER / f"{name}.py",
        icon=f":material/{icon}:",
        title_key=f"nav.{name}.title",
        caption_key=f"nav.{name}.caption",
        locale=locale or name,
        shows_each=shows_each,
    )


PAGES: tuple[Page, ...] = (
    _page("overview", "view_week", shows_each=True),
    _page("speaking-time", "timer", shows_each=True),
    _page("topics", "sell", shows_each=True),
    _page("announcements", "campaign", shows_each=True),
    _page("word-clouds", "cloud", locale="clouds", shows_each=True),
    _page("comparison", "compare_arrows"),
    _page("questions", "live_help", shows_each=True),
    _page("search", "search"),
    _page("add-a-briefing", "upload_file", locale="adding"),
    _page("methods", "function"),
    _page("sources", "table_view", shows_each=True),
)
