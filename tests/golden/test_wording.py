"""The ledger of wordings of the two bundled briefings, against 70 that were decided by reading."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.features.wording import drawing, panels
from dashboard.features.wording.view import held_within
from dashboard.filters import Filters
from dashboard.queries import identifiers, wording
from loaders.corpus.store import Corpus
from tests.golden import plain_count
from tests.golden.plain_count import Paragraph
from tests.support.run import serve, show

YEARS = (2022, 2023)
DECIDED: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("wording.toml").read_text(encoding="utf-8")
)
PEOPLE = ("盛荣华", "沈蕾", "寿小丽", "牛一兵", "张彦", "邢慧娜", "薛松岩", "赵晖", "吴子东")
PRESS = "记者"
HEADING_PART = re.compile(r"(\d+) of the (\d+)([a-z ]*(?:2023)?)")
NAMED = {
    "new": "new", "not in 2023": "gone", "in both": "kept",
    "only in questions and answers": "qa_only",
}  # fmt: skip


@pytest.fixture
def ledger(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    serve(monkeypatch, corpus)
    show(monkeypatch, Filters())
    return wording.ledger(Filters()).set_index("wording")


@pytest.mark.parametrize("words", ["wordings", "all"])
@pytest.mark.parametrize(
    "within",
    [{}, {"speaker": ("wu-zidong-70b2",)}, {"kind": ("question",)}, {"section": ("opening",)},
     {"q": "诚信"}],
)  # fmt: skip
def test_headings_add_up(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, within: dict[str, Any], words: str
) -> None:
    """Each status is counted by the headings as often as by the ledger; the whole is stated."""
    serve(monkeypatch, corpus)
    chosen = Filters(lang="en", words=words).replace(**within)
    show(monkeypatch, chosen)
    found = panels.listed(chosen)["status"].value_counts().to_dict()
    whole = wording.ledger(Filters(words=words))["status"].value_counts().to_dict()
    counted: Counter[str] = Counter()
    for group in drawing.drawn(chosen).ledger.groups:
        for n, of_all, what in HEADING_PART.findall(group.title):
            status = NAMED.get(what.strip(), group.status)
            assert int(of_all) == whole[status]
            counted[status] += int(n)
    assert counted == found


@pytest.mark.parametrize(("year", "alone", "more"), [("2022", 60, 4), ("2023", 327, 1)])
def test_one_briefing_says_what_comparing_adds(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, year: str, alone: int, more: int
) -> None:
    """40 and 24 are of 2022, 49, 40 and 239 of 2023: the others are said within longer ones."""
    assert alone + more == {"2022": 40 + 24, "2023": 49 + 40 + 239}[year]
    serve(monkeypatch, corpus)
    chosen = Filters(lang="en", year=(year,))
    show(monkeypatch, chosen)
    text = panels.ledger(chosen).text
    assert text.title == f"{year}: {alone} wordings"
    assert f"{more} more {'has a row' if more == 1 else 'have rows'} when 2022" in text.takeaway


def test_enough_was_decided() -> None:
    texts = [each["text"] for each in DECIDED["wording"]]
    assert len(set(texts)) == len(texts) >= 60
    assert {each["status"] for each in DECIDED["wording"]} == {"new", "kept", "gone", "qa_only"}


@pytest.mark.parametrize("decided", DECIDED["wording"], ids=lambda each: each["text"])
def test_status_and_counts(decided: dict[str, Any], ledger: pd.DataFrame) -> None:
    row = ledger.loc[decided["text"]]
    assert row["status"] == decided["status"]
    assert [row["older_compared"], row["newer_compared"]] == decided["compared"]
    assert [row["older_all"], row["newer_all"]] == decided["all"]
    assert row["english"]


@pytest.mark.usefixtures("ledger")
def test_who_says_it() -> None:
    said = wording.speakers(Filters())
    names, years = identifiers.labels(), identifiers.years()
    for decided in DECIDED["wording"]:
        own = said.loc[said["wording"] == decided["text"]]
        found: dict[str, Counter[str]] = {f"said_{year}": Counter() for year in YEARS}
        for key, speaker, n in own[["briefing_id", "speaker_id", "occurrences"]].to_numpy():
            name = names[speaker][0]
            found[f"said_{years[key]}"][name if name in PEOPLE else PRESS] += n
        expected = {key: _persons(decided.get(key, {})) for key in found}
        assert found == expected, decided["text"]


def _persons(said: dict[str, int]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name, n in said.items():
        counted[PRESS if name.endswith(PRESS) else name] += n
    return counted


def test_shorter_wordings_within_longer_ones_have_no_row(ledger: pd.DataFrame) -> None:
    assert set(DECIDED["nested"]) & set(ledger.index) == set()


WITHIN = [each for each in DECIDED["wording"] if "within" in each]


@pytest.mark.parametrize("decided", WITHIN, ids=lambda each: each["text"])
def test_counts_within_longer_ones_are_stated(
    decided: dict[str, Any], ledger: pd.DataFrame
) -> None:
    held = wording.longer(Filters())[decided["text"]]
    found = ledger.loc[held, ["older_all", "newer_all"]].T.to_dict("list")
    assert found == decided["within"]
    text = held_within(ledger.reset_index(), wording.longer(Filters()), most=9)[decided["text"]]
    assert set(text.split(", ")) == {
        f"{each} ({old} → {new})" for each, (old, new) in decided["within"].items()
    }


@pytest.mark.parametrize("decided", WITHIN, ids=lambda each: each["text"])
def test_places_within_longer_ones_are_those_of_the_pages(
    decided: dict[str, Any], pages: Sequence[Paragraph]
) -> None:
    """Without the longer wording, the pages have as many fewer places of the shorter one."""
    for longer, expected in decided["within"].items():
        for place, year in enumerate(YEARS):
            texts = [each.text for each in pages if each.year == year]
            cut = [text.replace(longer, "。") for text in texts]
            found, left = (
                sum(plain_count.count(decided["text"], text)[1] for text in each)
                for each in (texts, cut)
            )
            assert found - left == expected[place], longer


def test_bodies_and_terms_are_listed_on_demand(ledger: pd.DataFrame) -> None:
    more = {"中央网信办", "网络空间", "推进网络文明建设"}
    assert not more & set(ledger.index)
    assert more <= set(wording.ledger(Filters(words="all"))["wording"])


def test_every_row_has_its_gloss_and_the_source_of_it(ledger: pd.DataFrame) -> None:
    assert ledger["english"].notna().all()
    assert ledger["english_source"].notna().all()


def test_families_are_those_of_one_formula(ledger: pd.DataFrame) -> None:
    families = {
        "习近平新时代中国特色社会主义思想": {
            "习近平新时代中国特色社会主义思想",
            "习近平总书记关于网络强国的重要思想",
            "习近平总书记关于网络强国建设重要思想",
        },
        "指明了前进方向": {"指明了前进方向", "指引了方向"},
        "经党中央批准": {"经党中央批准", "经中央批准"},
        "未成年人模式": {"未成年人模式", "青少年模式"},
        "中国网络诚信发展报告": {
            "中国网络诚信发展报告", "中国网络诚信发展报告2022", "中国网络诚信发展报告2023",
        },
    }  # fmt: skip
    for head, members in families.items():
        assert set(ledger.index[ledger["family"] == head]) == members
    congress = set(ledger.index[ledger["family"] == "党的二十大"])
    assert {"喜迎党的二十大胜利召开", "深入贯彻落实党的二十大精神", "党的二十大"} <= congress
    alone = ["未成年人网络保护", "互联网用户账号信息管理规定", "网络诚信建设高峰论坛"]
    assert ledger.loc[alone, "family"].isna().all()


@pytest.fixture(scope="module")
def pages(folder: Path) -> Sequence[Paragraph]:
    return plain_count.read(folder)


@pytest.mark.parametrize("decided", DECIDED["wording"], ids=lambda each: each["text"])
def test_the_decided_figures_are_those_of_the_pages(
    decided: dict[str, Any], pages: Sequence[Paragraph]
) -> None:
    for place, year in enumerate(YEARS):
        own = [each for each in pages if each.year == year]
        free = [plain_count.count(decided["text"], each.text)[1] for each in own]
        assert sum(free) == decided["all"][place]
        compared = [n for n, each in zip(free, own, strict=True) if each.is_compared]
        assert sum(compared) == decided["compared"][place]
        said: Counter[str] = Counter()
        for n, each in zip(free, own, strict=True):
            name = next((name for name in PEOPLE if each.speaker.endswith(name)), PRESS)
            said[name] += n
        assert +said == _persons(decided.get(f"said_{year}", {}))
