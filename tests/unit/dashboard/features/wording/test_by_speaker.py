"""The ledger by speaker: each person, and the listed wordings that they say, with their places."""

from pathlib import Path

import pytest

from dashboard.components.ledger import Group
from dashboard.features.wording import drawing, panels
from dashboard.filters import Filters
from dashboard.i18n import pick
from dashboard.run_context import current_run
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus, wording_corpus
from tests.fixtures.compared_corpus import NEW


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder: Path = tmp_path_factory.mktemp("by_speaker") / "invented"
    return invented_corpus.corpus(folder, wording_corpus.tables())


def drawn(**chosen: object) -> list[Group]:
    filters = current_run().filters.replace(order="speaker", **chosen)
    return list(drawing.drawn(filters).ledger.groups)


def lists(group: Group) -> dict[str, list[str]]:
    return {
        entry.rows[0].wording: [count.text for count in entry.rows[0].counts[0]]
        for entry in group.entries
    }


def test_who_says_which_new_wordings(language: str) -> None:
    assert language
    (group,) = drawn(status="new")
    assert group.title == pick(
        "陶见山（风筝节办公室）：其中 4 个", "Tao Jianshan (Kite Office): 4 of them"
    )
    times = pick("{} 次", "{}×").format
    # 放飞新风 2 and, in an answer, 3; the others once.
    assert lists(group) == {
        "放飞新风": [times(5)],
        **{word: [times(1)] for word in ("指明了灯", "新灯节", "灯彩报告2032")},
    }
    assert group.is_brief


def test_of_two_briefings_each_count_names_its_own(language: str) -> None:
    assert language
    groups = drawn(status="kept")
    assert len(groups) == 3  # Tao Jianshan, Gu Nanqiao and the moderator of 2031
    first = lists(groups[0])
    times = pick("{} 年 {} 次", "{}: {}×").format
    assert first["迎灯节"] == [times(2031, 1), times(2032, 2)]
    assert first["开场话"] == [times(2032, 1)]


def test_a_filter_of_speakers_leaves_their_groups(language: str) -> None:
    assert language
    (group,) = drawn(status="kept", speaker=("gu-nanqiao",))
    assert [*lists(group)] == ["迎灯节"]


def test_a_count_links_to_what_the_person_says(language: str) -> None:
    assert language
    shown = drawing.drawn(current_run().filters.replace(order="speaker", status="new"))
    row = shown.ledger.groups[0].entries[0].rows[0]
    within = shown.filters[row.counts[0][0].link]
    assert within.query() == {"year": "2032", "speaker": "tao-jianshan"}
    assert row.counts[0][0].link in shown.ledger.links


def test_the_file_has_a_row_for_each_person_and_wording(language: str) -> None:
    assert language
    frame = panels.ledger(Filters(lang=language, order="speaker", status="new")).frame
    row = frame[["speaker_id", "wording", "briefing_id", "occurrences"]].iloc[0]
    assert row.tolist() == ["tao-jianshan", "放飞新风", NEW, 5]
    names = pick("陶见山（风筝节办公室）", "Tao Jianshan (Kite Office)")
    assert frame["said_by"].tolist() == [names] * 4
