"""The pages of the dashboard: a page is a file in pages/ and a row here."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGES", "Page"]

_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Page:
    """One page. `slug` is its path in the URL; the first of PAGES answers at the root.

    `file` is absolute: with a relative one Streamlit runs a cold deep link without app.py.
    `section` is the part of the dashboard that it belongs to.
    """

    slug: str
    file: Path
    section: str
    icon: str
    title_key: str
    caption_key: str


def _page(slug: str, section: str, icon: str) -> Page:
    name = slug.replace("-", "_")
    return Page(
        slug=slug,
        file=_FOLDER / f"{name}.py",
        section=section,
        icon=f":material/{icon}:",
        title_key=f"nav.{name}.title",
        caption_key=f"nav.{name}.caption",
    )


PAGES: tuple[Page, ...] = (
    _page("overview", "briefings", "view_week"),
    _page("speaking-time", "briefings", "timer"),
    _page("sources", "data", "table_view"),
)
