"""Buttons that save the charts of a panel as a picture, made by the user's browser.

The browser has drawn the charts already, so the server needs neither a browser nor a Chinese font.
"""

from collections.abc import Mapping, Sequence

from dashboard.components.component import component

# Hidden until labelled: a screen reader cannot announce a button without a name.
_HTML = """
<button type="button" data-kind="png" hidden></button>
<button type="button" data-kind="svg" hidden></button>
<span role="alert"></span>
"""
# Styled as the tertiary buttons next to it, in the colours of the current theme.
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
_BUTTONS = component("picture", html=_HTML, css=_CSS)


def picture(
    panel_key: str,
    *,
    title: str,
    notes: Sequence[str],
    file_name: str,
    labels: Mapping[str, str],
) -> None:
    """Draw two buttons that save the Plotly charts of the panel `panel_key` as PNG and as SVG.

    The picture has `title` on top, then the charts, and images between them, with their headings
    and legends as on the user's screen, in the current theme. Below them are the `notes`, a
    paragraph each: takeaway, caveat, source, corpus version, link. title, notes: plain text; a note
    that the panel shows above its charts is not repeated; an empty note is skipped. file_name:
    without an extension. labels: "png" and "svg" on the buttons, "failed" for the error message.
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
