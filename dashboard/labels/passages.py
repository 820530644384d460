"""The ids of paragraphs in an address, and links into the published page."""

from urllib.parse import quote, urlencode

import pandas as pd

from dashboard.queries import reading
from dashboard.run_context import current_run


def key(briefing_id: str, paragraph: int) -> str:
    """Return the id of a paragraph in the URL: briefing_id:paragraph."""
    return f"{briefing_id}:{paragraph}"


def split(passage: str) -> tuple[str, int]:
    """Return briefing_id and number of a paragraph's id.

    >>> split(key("lantern-2030", 4))
    ('lantern-2030', 4)
    """
    briefing_id, _, number = passage.rpartition(":")
    return briefing_id, int(number)


def address(passage: str) -> str:
    """Return the address of a paragraph beside this page, with the filters of this run."""
    query = current_run().filters.replace(passage=passage).query()
    return f"?{urlencode(query, safe=',:')}"


def link(url: str | None, wording: str) -> str | None:
    """Return `url` with a text fragment that highlights `wording`; None without a `url`."""
    return f"{url}#:~:text={quote(wording, safe='')}" if url else None


def source_link(briefing_id: str, paragraph: int) -> tuple[str | None, str]:
    """Return the address of the published page at a paragraph, and the wording that is found there.

    The wording is one that the briefing has there alone, "" if none is counted: then the address is
    that of the page. The address is None if it is not known.
    """
    url = reading.source_addresses().get(briefing_id)
    wording = reading.anchors(briefing_id).get(paragraph, "") if url else ""
    return (link(url, wording) if wording else url), wording


def with_links(listed: pd.DataFrame) -> pd.DataFrame:
    """Return `listed` with source_link: the published page, at the first place of the term.

    listed: rows of stats.concordance. The link is None if the address of the page is unknown.
    """
    sources = reading.source_addresses()
    links = [
        link(sources[briefing], term)
        for briefing, term in zip(listed["briefing_id"], listed["term"], strict=True)
    ]
    return listed.assign(source_link=pd.Series(links, index=listed.index, dtype=object))
