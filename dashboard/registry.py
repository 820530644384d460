"""The pages of the dashboard: a page is a file in pages/ and a row here."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGES", "Page"]

_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Page:
    """One page. `slug` is its path in the URL; the first of PAGES answers at the root.

    `file` is absolute: with a relative one Streamlit runs a cold deep link without app.py.
    """

    slug: str
    file: Path
    icon: str
    title_key: str
    caption_key: str


def _page(slug: str, icon: str) -> Page:
    name = slug.replace("-", "_")
    return Page(
        slug=slug,
        file=_FOLDER / f"{name}.py",
        icon=f":material/{icon}:",
        title_key=f"nav.{name}.title",
        caption_key=f"nav.{name}.caption",
    )


PAGES: tuple[Page, ...] = (
    _page("overview", "view_week"),
    _page("speaking-time", "timer"),
    _page("topics", "sell"),
    _page("word-clouds", "cloud"),
    _page("comparison", "compare_arrows"),
    _page("questions", "live_help"),
    _page("search", "search"),
    _page("add-a-briefing", "upload_file"),
    _page("methods", "function"),
    _page("sources", "table_view"),
)
