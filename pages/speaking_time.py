"""Speaking time: shares of characters first, then minutes as an estimate, then each answer."""

import streamlit as st

from dashboard.components import controls, panel, scope_choice
from dashboard.features.ribbon import panels as ribbon_panels
from dashboard.features.speaking_time import panels
from dashboard.queries.scope import compared_in_time
from dashboard.run_context import current_run

chosen = current_run().filters

scope_choice.show(compared_in_time(chosen), of="time")
controls.view_widget("by", st.segmented_control, required=True)
panel.show("share", lambda: panels.shares(chosen), controls=lambda: panels.draw_everything(chosen))
panel.show("minutes", lambda: panels.minutes(chosen), controls=controls.rate_slider)
panel.show("answers", lambda: panels.answers(chosen))
ribbon_panels.show(page_caveat=panels.gaps(chosen))
