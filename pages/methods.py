"""Methods: measures, how often the comparison errs, limits, glossary and word lists."""

import streamlit as st

from dashboard.components import controls, downloads
from dashboard.components.cache import cached_for_run
from dashboard.components.grid import grid
from dashboard.features.methods import catalogue, caveats, view, word_lists
from dashboard.i18n import t
from dashboard.run_context import current_run

chosen = current_run().filters
_WIDTH = 570  # pixels of a measure: two fit next to each other


def show(part: str) -> None:
    """Draw the measures of `part` (a key of MEASURES) in two columns, on a phone in one."""
    index, shown = cached_for_run("measures", lambda: (view.index(part), view.measures(part)), part)
    st.header(t(f"methods.{part}"), anchor=part, divider="gray")
    st.markdown(index)
    with st.container(horizontal=True, gap="large"):
        for measure in shown:
            with st.container(width=_WIDTH, gap="small"):
                st.subheader(measure.name, anchor=measure.key)
                st.markdown(measure.summary)
                if measure.formulas:
                    st.code(measure.formulas, language=None, wrap_lines=True)
                if measure.explained:
                    st.markdown(measure.explained)
                st.caption(measure.source)


st.markdown(t("methods.reading"))
st.markdown(t("methods.contents"))
for part in catalogue.MEASURES:
    show(part)

st.header(t("methods.errors_title"), anchor="errors", divider="gray")
for paragraph in cached_for_run("errors", view.error_rates):
    st.markdown(paragraph)
st.markdown(t("methods.errors_coverage"))
st.table(cached_for_run("coverage", view.coverage), border="horizontal", hide_index=True)

st.header(t("methods.limits_title"), anchor="limits", divider="gray")
st.markdown(cached_for_run("limits", view.limits))
st.markdown(t("methods.limits_reading"))
for heading, notes in cached_for_run("caveats", caveats.caveats):
    with st.expander(heading):
        st.markdown(notes)

st.header(t("methods.glossary_title"), anchor="glossary", divider="gray")
st.markdown(t("methods.glossary_reading"))
st.table(cached_for_run("glossary", view.glossary), border="horizontal", hide_index=True)

st.header(t("methods.lexicons_title"), anchor="lexicons", divider="gray")
st.markdown(t("methods.lexicons_reading"))
controls.view_widget("lexicon", st.selectbox, width=420)
st.caption(t(f"methods.lexicon.{chosen.lexicon}"))
rows = cached_for_run("lexicon", lambda: word_lists.lexicon_rows(chosen.lexicon))
grid(rows, height=420)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(t("methods.rows", n=f"{len(rows):,}"), width="content")
    source, applied = t("methods.lexicon_source"), chosen.only("lexicon")
    downloads.download(rows, key="lexicon", name="lexicon", applied=applied, source=source)
with st.expander(t("methods.about")):
    st.code(word_lists.lexicon_about(chosen.lexicon), language=None, wrap_lines=True)
