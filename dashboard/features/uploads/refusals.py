"""Sentences for refused uploads: the reason, and what to do."""

import re

from dashboard.escape import printable
from dashboard.features.uploads.drafts import MAX_PAGES, Refusal
from dashboard.i18n import t
from loaders.contract import MAX_BYTES
from loaders.sandbox.limits import MEGABYTES, SECONDS, WALL_FACTOR

_NAME = 60  # characters shown of a file name
MEGABYTES_OF_A_PAGE = f"{MAX_BYTES / 1e6:g}"
# Sentences of the parser about files that it cannot read: locale key -> pattern.
FORMS = {
    key: re.compile(form)
    for key, form in {
        "unreadable.password": r" with a password",
        "unreadable.picture": r" as a scan does|stand for no characters| is a picture",
        "unreadable.font": r" in a font that is not in the file",
        "unreadable.damaged": r" is a damaged ",
        "unreadable.intricate": r"unpack to | members, where | streams, where | draws over ",
        "unreadable.pages": r" pages, over the ",
        "unreadable.edition": r"load the file again\.| is no JSON | that an edition can have",
        "unreadable.misnamed": r" is named as ",
        "unreadable.encoding": (
            r" is in neither | begins with the mark of | was encoded twice| where its characters "
        ),
        "unreadable.binary": r" is no plain text",
        "unreadable.uncued": r" holds no cue ",
        "unreadable.bare": r" holds frames and | holds no text beside | holds markup and ",
        "unreadable.archive": r" is an archive| a ZIP that holds no ",
        "unreadable.recording": r" is a recording",
        "unreadable.format": r" of the form before 2007| \(RTF\)| is PostScript| \(MHTML\)",
        "empty": r" a briefing has words| is empty;| nothing but NUL bytes",
        "too_large": r" MB, over the ",
    }.items()
}


def refusal(refused: Refusal) -> str:
    """Return one sentence that names the file, why it was refused and what to do."""
    reason = refused.reason
    if reason == "unreadable":
        reason = next((key for key, form in FORMS.items() if form.search(refused.sentence)), reason)
    group = "" if reason.startswith("unreadable.") else "refused."
    return t(
        f"adding.{group}{reason}",
        name=printable(refused.name, limit=_NAME),
        most=MAX_PAGES,
        megabytes=MEGABYTES_OF_A_PAGE,
        seconds=f"{SECONDS:g}",
        wall=f"{SECONDS * WALL_FACTOR:g}",
        memory=MEGABYTES,
    )
