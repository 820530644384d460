"""The colours of the dashboard, per theme, distinguishable with any common colour deficiency.

`tests/unit/dashboard/charts/test_palette.py` simulates protanopia, deuteranopia and tritanopia
(Machado, Oliveira and Fernandes 2009) and checks that the colours of any two slots are at least 11
apart in Oklab (times 100).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Palette:
    """The colours of one theme, as #RRGGBB: of the page, and of the data's categories.

    paper: background. tint: background of a selected row. ink, muted: text. hairline: lines. faded:
    what the filters exclude. hatch: what was not captured. accent: what was chosen. link: links.
    slot, kind: a colour for each code of the schema. years: the fixed colours of some years.
    other_years: the colours of all other years; `year` chooses among them.
    """

    name: str
    paper: str
    tint: str
    ink: str
    muted: str
    hairline: str
    faded: str
    hatch: str
    accent: str
    link: str
    slot: Mapping[str, str]
    kind: Mapping[str, str]
    years: Mapping[int, str]
    other_years: tuple[str, ...]

    def year(self, number: int) -> str:
        """Return the colour of a year: that in years, else the one of other_years it falls on."""
        return self.years.get(number, self.other_years[number % len(self.other_years)])

    def text_on(self, fill: str) -> str:
        """Return paper or ink, whichever has more contrast (WCAG 2) with the colour `fill`."""
        return max((self.paper, self.ink), key=lambda text: contrast(text, fill))

    def pale(self, fill: str) -> str:
        """Return the colour `fill`, as #RRGGBB, thinned with paper to a third."""
        mixed = (
            round((int(fill[i : i + 2], 16) + 2 * int(self.paper[i : i + 2], 16)) / 3)
            for i in (1, 3, 5)
        )
        return "#" + "".join(f"{channel:02X}" for channel in mixed)


LIGHT = Palette(
    name="light",
    paper="#FFFFFF",
    tint="#F0F3F7",
    ink="#14213D",
    muted="#5B6678",
    hairline="#DDE2E9",
    faded="#E9ECF1",
    hatch="#C3CAD5",
    accent="#CC431A",
    link="#1B4F8F",
    slot={
        "moderator": "#B5AEA6",
        "convening_body": "#2447A0",
        "host_province": "#CC431A",
        "host_city": "#F2A93A",
        "association": "#2A8280",
        "press": "#7A2150",
        "other": "#6AA6F5",
    },
    kind={
        "moderation": "#8F8880",
        "statement": "#3E6FA8",
        "question": "#7A2150",
        "answer": "#93CBE0",
    },
    years={2022: "#8FA6C4", 2023: "#16325C"},
    other_years=("#5E7FA8", "#B9A88C", "#3F6B5C", "#8C6A5D"),
)
DARK = Palette(
    name="dark",
    paper="#10151F",
    tint="#1A2130",
    ink="#E6EAF2",
    muted="#9AA5B8",
    hairline="#2A3344",
    faded="#222A38",
    hatch="#3A4558",
    accent="#FF8A5C",
    link="#8FB4F5",
    slot={
        "moderator": "#6B6767",
        "convening_body": "#6C93F4",
        "host_province": "#EC6A3C",
        "host_city": "#F5CB77",
        "association": "#50D2CC",
        "press": "#C27DA4",
        "other": "#4B3CA8",
    },
    kind={
        "moderation": "#706764",
        "statement": "#5597F5",
        "question": "#C27DA4",
        "answer": "#B4E0F0",
    },
    years={2022: "#4C6A96", 2023: "#C3D9F8"},
    other_years=("#7E9CC4", "#C9B99E", "#6FA390", "#B79284"),
)
THEMES: Mapping[str, Palette] = {palette.name: palette for palette in (LIGHT, DARK)}


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio, 1 to 21, of two colours given as #RRGGBB.

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
