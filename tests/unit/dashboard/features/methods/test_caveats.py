"""Every caveat of the locales on the page Methods, under its page, with its thresholds."""

import re

import pytest

from dashboard import i18n
from dashboard.escape import escape_markdown
from dashboard.features.methods import caveats, view
from dashboard.filters import Filters
from tests.support.run import show


def test_every_caveat_of_the_locales_is_on_the_page(language: str) -> None:
    catalogue = i18n.catalogue(language)
    keys = [key for key in catalogue if key.endswith("caveat")]
    said = view.limits() + "".join(text for _, text in caveats.caveats())
    for key in keys:
        opening = re.split(r"[{。.]", catalogue[key])[0]
        assert escape_markdown(opening) in said, key
    assert "{" not in said
    assert len(keys) > 8


def test_the_estimate_of_minutes_names_the_rates(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(monkeypatch, Filters(lang=language, rate=200))
    said = dict(caveats.caveats())[i18n.text(language, "nav.speaking_time.title")]
    assert "160" in said
    assert "240" in said


def test_caveats_stand_under_the_names_of_their_pages(language: str) -> None:
    titles = [title for title, _ in caveats.caveats()]
    pages = ["overview", "speaking_time", "questions", "topics", "comparison"]
    named = [i18n.text(language, f"nav.{page}.title") for page in pages]
    assert [title for title in titles if title in named] == named


def test_what_depends_on_a_selection_is_left_open() -> None:
    catalogue = {"a.title": "甲", "a.caveat": "共 {n} 个，至少 {least} 次。", "a.other": "{n}"}
    assert caveats.filled_caveats(catalogue, {"": {"least": 5}}) == [
        ("a", "甲", "共 … 个，至少 5 次。")
    ]
    assert caveats.filled_caveats(catalogue, {"": {"least": 5}, "a": {"least": 4}})[0][2].endswith(
        "4 次。"
    )


def test_a_caveat_states_the_minimum_of_its_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The minimum of topics and questions; one of another page is not filled in with it.
    monkeypatch.setattr(caveats, "MIN_OCCURRENCES", 77)
    listed = dict(caveats.caveats())
    stated = {title: text for title, text in listed.items() if "77" in text}
    pages = {i18n.t("nav.topics.title"), i18n.t("nav.questions.title")}
    assert set(stated) == pages


def test_thresholds_of_other_pages_are_theirs(language: str) -> None:
    """Of the comparison and the word clouds, as their pages state them."""
    listed = dict(caveats.caveats())
    pages = {page: listed[i18n.text(language, f"nav.{page}.title")]
             for page in ("comparison", "word_clouds")}  # fmt: skip
    assert {"en": "4 times or more", "zh": "至少说 4 次"}[language] in pages["comparison"]
    drawn = i18n.text(language, "methods.clouds_least", n=2, distinctive=3)
    assert escape_markdown(drawn) in pages["word_clouds"]
