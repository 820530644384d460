"""Why something that a visitor brought was refused, and what to do: one sentence of each reason."""

import re

from dashboard.escape import printable
from dashboard.features.uploads.drafts import MOST, Refusal
from dashboard.i18n import t

_NAME = 60  # characters of a file's name
# What the parser says of a file that it cannot read: the key of each in the locales, and its form.
FORMS = {
    key: re.compile(form)
    for key, form in {
        "unreadable.password": r" with a password",
        "unreadable.picture": r" as a scan does|stand for no characters| is a picture",
        "unreadable.font": r" in a font that is not in the file",
        "unreadable.damaged": r" is a damaged ",
        "unreadable.intricate": r"unpack to | members, where | streams, where | draws over ",
        "unreadable.pages": r" pages, over the ",
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
    """Why something was refused and what to do, in one sentence that names it."""
    reason = refused.reason
    if reason == "unreadable":
        reason = next((key for key, form in FORMS.items() if form.search(refused.sentence)), reason)
    group = "" if reason.startswith("unreadable.") else "refused."
    return t(f"adding.{group}{reason}", name=printable(refused.name, limit=_NAME), most=MOST)
