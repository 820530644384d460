"""Palettes, as people with a colour vision deficiency see them."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest

from dashboard.charts.palette import THEMES, Palette, contrast

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
DEFICIENCIES = {
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Ottosson (2020), Oklab.
TO_CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def simulate(colour: str, deficiency: str) -> np.ndarray:
    """Return `colour` (#RRGGBB) in Oklab, times 100, as seen by someone with `deficiency`."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    simulated = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    lab: np.ndarray = 100 * np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ simulated)
    return lab


def closest(colours: Mapping[str, str], deficiency: str) -> tuple[float, str, str]:
    """Return the smallest Oklab distance (times 100) of two `colours`, and the names of the two."""
    return min(
        (
            float(
                np.linalg.norm(simulate(colours[a], deficiency) - simulate(colours[b], deficiency))
            ),
            a,
            b,
        )
        for a, b in combinations(colours, 2)
    )


def test_simulation_keeps_white_and_black() -> None:
    for deficiency in DEFICIENCIES:
        assert simulate("#FFFFFF", deficiency) == pytest.approx([100, 0, 0], abs=0.1)
        assert simulate("#000000", deficiency) == pytest.approx([0, 0, 0], abs=0.1)


every_theme = pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)


@every_theme
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_slots_are_distinguishable(palette: Palette, deficiency: str) -> None:
    distance, one, other = closest(palette.slot, deficiency)
    assert distance > 11, (one, other)


@every_theme
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_kinds_are_distinguishable(palette: Palette, deficiency: str) -> None:
    distance, one, other = closest(palette.kind, deficiency)
    assert distance > 11, (one, other)


@every_theme
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_years_are_distinguishable(palette: Palette, deficiency: str) -> None:
    years = {str(number): palette.year(number) for number in (2022, 2023)}
    assert closest(years, deficiency)[0] > 30


@every_theme
def test_text_on_every_fill_is_readable(palette: Palette) -> None:
    fills = [*palette.slot.values(), *palette.kind.values(), *palette.years.values()]
    fills += [palette.faded, palette.paper, palette.tint]
    assert min(contrast(palette.text_on(fill), fill) for fill in fills) >= 4.5
    for text in (palette.ink, palette.muted, palette.link):
        assert min(contrast(text, palette.paper), contrast(text, palette.tint)) >= 4.5


def test_contrast_matches_wcag() -> None:
    # WCAG's own example of the lightest grey that passes on white.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@every_theme
def test_a_year_keeps_its_colour(palette: Palette) -> None:
    assert palette.year(2022) == palette.years[2022]
    assert palette.year(2031) == palette.year(2031)
    assert palette.year(2031) not in palette.slot.values()
