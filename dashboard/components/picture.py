"""The charts of a panel as a picture: two buttons whose files the reader's own browser makes.

It has drawn the charts already, so the server needs neither a browser nor a Chinese font for them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

# Hidden until they have their labels: a button without a name says nothing to a screen reader.
_HTML = """
<button type="button" data-kind="png" hidden></button>
<button type="button" data-kind="svg" hidden></button>
<span role="alert"></span>
"""
# As the tertiary buttons beside it. The colours are those of the theme that is shown.
_CSS = """
:host, button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); }
button {
  min-height: 2.5rem; margin-inline-end: 1rem; padding: 0; border: 0; background: none;
  cursor: pointer;
}
button:hover { color: var(--st-primary-color); text-decoration: underline; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button:disabled { cursor: progress; opacity: 0.6; }
[role="alert"] { color: var(--st-red-text-color); }
"""
_JS = (Path(__file__).with_name("picture.js")).read_text(encoding="utf-8")
_BUTTONS = st.components.v2.component("bw_picture", html=_HTML, css=_CSS, js=_JS)


def picture(
    panel_key: str,
    *,
    title: str,
    notes: Sequence[str],
    file_name: str,
    labels: Mapping[str, str],
) -> None:
    """Two buttons that save what the panel `panel_key` shows of Plotly charts, as PNG and as SVG.

    The picture has the title on top, then the charts, and images between them, with their headings
    and legends as they stand on the reader's screen, in the theme that is shown. Below them are the
    `notes`, a paragraph each: reading, caveat, source, corpus version, link. `title` and `notes`
    are plain text; what the panel says above its charts in the same words is not repeated.
    `file_name` comes without its ending. `labels`: "png" and "svg" on the buttons, "failed" where
    no file could be made.
    """
    _BUTTONS(
        key=f"picture_{panel_key}",
        data={
            "panel": panel_key,
            "title": title,
            "notes": [note for note in notes if note],
            "fileName": file_name,
            "labels": dict(labels),
        },
        width="content",
    )
