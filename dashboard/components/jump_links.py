"""Links to the panels of a long page, below its title; an address can name one of them, too."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from dashboard.components.component import component
from dashboard.i18n import t
from dashboard.run_context import current_run

_CSS = Path(__file__).with_name("jump_links.css").read_text(encoding="utf-8")
_COMPONENT = component("jump_links", html="<nav></nav>", css=_CSS)


def jump_links(parts: Mapping[str, str], *, answer: str = "") -> None:
    """Draw a link to each of `parts`, and scroll to the one that the view parameter `at` names.

    A click scrolls within the page and starts no run. In another tab a link opens the page at its
    part, with the filters of this run. parts: key of a panel that this run draws -> a short name.
    answer: the key of the panel that answers a click on a chart, "" for none: the page scrolls just
    so far that it is in view, again for each change of what it lists.
    """
    selected = current_run().selected
    links = [
        {"key": key, "name": name, "href": f"?{urlencode(selected.replace(at=key).query())}"}
        for key, name in parts.items()
    ]
    at = answer or (selected.at if selected.at in parts else "")
    listed = [selected.term or list(selected.topic), selected.within] if answer else []
    data = {"label": t("app.jump"), "links": links, "at": at, "listed": listed}
    _COMPONENT(key="bw_jump_links", data=data)
