"""Sentences for refused uploads: the reason, and what to do."""

from dashboard.escape import printable
from dashboard.features.uploads.drafts import Refusal
from dashboard.i18n import t
from loaders import messages
from loaders.contract import MAX_BYTES, MAX_PAGES
from loaders.sandbox.limits import MEGABYTES, SECONDS, WALL_FACTOR

_NAME = 60  # characters shown of a file name
MEGABYTES_OF_A_PAGE = f"{MAX_BYTES / 1e6:g}"


def refusal(refused: Refusal) -> str:
    """Return one sentence that names the file, why it was refused and what to do."""
    return t(
        f"adding.refused.{refused.reason}",
        name=printable(refused.name, limit=_NAME),
        most=MAX_PAGES,
        megabytes=MEGABYTES_OF_A_PAGE,
        seconds=f"{SECONDS:g}",
        wall=f"{SECONDS * WALL_FACTOR:g}",
        memory=MEGABYTES,
    )


def parser_sentence(refused: Refusal) -> str:
    """Return what the parser states of the refusal, in English; "" if it states nothing."""
    if refused.stated is None:
        return ""
    name = printable(refused.name, limit=_NAME)
    return messages.refusal(str(refused.stated["code"]), {**refused.stated, "name": name})
