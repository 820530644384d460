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
    """Return the sentences about the corpus that this run reads.

    "" for the newest one, with all that the visitor added.
    """
    run, said = current_run(), []
    if run.selected.corpus and run.selected.corpus != session_corpus.server_corpus().version:
        said.append(t("app.corpus.archived", version=run.selected.corpus))
    elif served_corpus.of_server().problem:
        said.append(t("app.corpus.not_newest"))
    if session_corpus.of_session().added and not run.session.added:
        said.append(t("app.corpus.without_added"))
    return i18n.join_sentences(*said)


def lost(version: str) -> str:
    """Return why the `version` that a link names is not shown, and what is."""
    why = t(f"error.version.{session_corpus.why_lost(version)}")
    return i18n.join_sentences(why, t("app.corpus.shown"))
