"""The Streamlit entry script, which runs top to bottom on every interaction."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# During a run Streamlit puts this folder on sys.path; the packages are one level up.
sys.path[:] = [str(HERE.parent), *(p for p in sys.path if p not in (str(HERE), str(HERE.parent)))]

import streamlit as st  # noqa: E402 - the path above comes first

from dashboard import filter_bar, run_context, session_corpus, shell  # noqa: E402 - as above
from dashboard.components import browser, leaving  # noqa: E402 - as above
from dashboard.components.cache import cached_for_run  # noqa: E402 - as above
from dashboard.features.people import profile  # noqa: E402 - as above
from dashboard.features.reader import panel as reader  # noqa: E402 - as above
from dashboard.features.uploads import drafts  # noqa: E402 - as above
from dashboard.i18n import t  # noqa: E402 - as above
from dashboard.labels import pair, people  # noqa: E402 - as above
from dashboard.middleware import uploads  # noqa: E402 - as above
from dashboard.queries import identifiers, selection  # noqa: E402 - as above
from dashboard.registry import ADDING, PAGES  # noqa: E402 - as above
from dashboard.run_context import current_run  # noqa: E402 - as above

_SKELETON = 480  # pixels
# Slug -> caption of a page that names what is selected; any other is its text in the locales.
_CAPTIONS = {
    "comparison": lambda key: cached_for_run("caption", lambda: pair.caption(key)),
    people.SLUG: lambda key: cached_for_run("caption", lambda: profile.caption(key)),
}
_TITLES = {people.SLUG: profile.title}

st.set_page_config(page_icon=HERE / "static" / "favicon.svg", layout="wide")
# The only st.html of the project: it gets a constant file, never text from a document.
st.html(HERE / "static" / "style.css")

if session_corpus.drop_cleaned():
    shell.note_loss()
dropped = run_context.start(identifiers.known_ids)
browser.sync_browser(
    language=current_run().language,
    brought=bool(drafts.session_drafts() or session_corpus.of_session().added),
    pages=[each.slug for each in PAGES],
    on_lost=shell.note_loss,
)
page, links = shell.navigation(PAGES)
leaving.follow()
run_context.open_page(page.slug)
uploads.note_page(takes_files=page.slug == ADDING)
shell.masthead(page, links)
shell.title(
    page,
    links,
    heading=_TITLES.get(page.slug, t)(page.title_key),
    caption=_CAPTIONS.get(page.slug, t)(page.caption_key),
)
filter_bar.draw(identifiers.known_ids(), identifiers.labels())
# This container exists even when empty: were it to appear and vanish, everything below would be
# redrawn and the page would jump to the top.
with st.container(key="bw_notes", gap="small"):
    shell.dropped_notice(dropped)
    shell.corpus_notice()
    shell.loss_notice()
    shell.session_banner(links[ADDING])
    if page.shows_each:
        shell.limit_briefings(selection.briefings(current_run().filters))
    shell.topic_note()
    shell.people_note(page.slug)
# The skeleton shows only where a page takes longer than a moment.
with st.container(key="bw_page"), st.skeleton(height=_SKELETON):
    links[page.slug].run()
# It exists even when closed, as above; style.css puts it beside the page.
with st.container(key="bw_reader"):
    reader.show(page.slug)
shell.footer(links["sources"], version=current_run().corpus.version)
