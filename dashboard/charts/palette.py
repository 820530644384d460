"""Every colour of the dashboard, once. Told apart with any common colour vision deficiency.

`tests/unit/test_charts_palette.py` simulates protanopia, deuteranopia and tritanopia (Machado,
Oliveira and Fernandes 2009) and holds the slots at least 11 apart in Oklab (times 100).
"""

from collections.abc import Mapping

__all__ = ["FADED", "HAIRLINE", "INK", "KIND", "MUTED", "PAPER", "SLOT", "YEAR", "on", "year"]

PAPER = "#FFFFFF"
INK = "#14213D"
MUTED = "#5B6678"
HAIRLINE = "#DDE2E9"
FADED = "#E9ECF1"

SLOT: Mapping[str, str] = {
    "moderator": "#B5AEA6",
    "convening_body": "#2447A0",
    "host_province": "#CC431A",
    "host_city": "#F2A93A",
    "association": "#2A8280",
    "press": "#7A2150",
}
KIND: Mapping[str, str] = {
    "moderation": "#8F8880",
    "statement": "#3E6FA8",
    "question": "#7A2150",
    "answer": "#93CBE0",
}
YEAR: Mapping[int, str] = {2022: "#8FA6C4", 2023: "#16325C"}
_OTHER_YEARS = ("#5E7FA8", "#B9A88C", "#3F6B5C", "#8C6A5D")


def year(number: int) -> str:
    """The colour of a year: fixed for those in YEAR, and the same on every page for others."""
    return YEAR.get(number, _OTHER_YEARS[number % len(_OTHER_YEARS)])


def on(fill: str) -> str:
    """The text colour that reads best on `fill` (WCAG 2 contrast): paper or ink."""
    return max((PAPER, INK), key=lambda text: contrast(text, fill))


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21.

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
