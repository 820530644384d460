"""Sentences about the corpus: why there is none, and that it is not the newest one.

The messages of errors name files and commands: they are for the log and for /health.
"""

from dashboard import i18n, served_corpus, session_corpus
from dashboard.i18n import t
from dashboard.run_context import current_run
from loaders.corpus.manifest import OtherReleaseError
from loaders.errors import BriefingsError, CorpusError


def sentence(error: BriefingsError, language: str) -> str:
    """Return the sentence for a visitor about `error`, in `language`."""
    if isinstance(error, OtherReleaseError):
        return i18n.text(language, f"error.corpus.{'newer' if error.is_newer else 'older'}")
    if isinstance(error, CorpusError):
        return i18n.text(language, "error.corpus.damaged")
    return str(error)


def notice() -> str:
    """Return the sentence about the corpus that this run reads, "" for the newest one."""
    selected = current_run().selected
    if selected.corpus and selected.corpus != session_corpus.server_corpus().version:
        return t("app.corpus.archived", version=selected.corpus)
    problem = served_corpus.of_server().problem
    return t("app.corpus.not_newest") if problem else ""


def lost(version: str) -> str:
    """Return why the `version` that a link names is not shown."""
    other = session_corpus.is_of_other_schema(version)
    return t(f"app.corpus.{'unreadable' if other else 'not_held'}")
