"""Sentences, groups and rows of the page Wording, in both languages, on invented wordings."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.components.ledger import Group, Row, Said
from dashboard.features.wording import drawing, panels, people, sentences, view
from dashboard.features.wording.calendar import _by_briefing, calendar, has_calendar
from dashboard.filters import Filters
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.wordings import Wording, totals
from dashboard.queries import wording
from dashboard.run_context import current_run
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus, wording_corpus
from tests.fixtures.compared_corpus import NEW, OLD
from tests.fixtures.wording_corpus import THIRD
from tests.support.run import serve, show


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("wording") / "invented"
    return invented_corpus.corpus(folder, wording_corpus.tables())


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("wording") / "crowded"
    return invented_corpus.corpus(folder, wording_corpus.tables_with_third())


def drawn(**chosen: object) -> list[Group]:
    filters = current_run().filters.replace(**chosen)
    return list(drawing.drawn(filters).ledger.groups)


def rows_of(group: Group) -> dict[str, Row]:
    return {row.wording: row for entry in group.entries for row in entry.rows}


def said_text(said: Said) -> str:
    """Return a cell as it is read."""
    people = ", ".join(f"{each.name}{each.body}{each.count}" for each in said.people)
    return f"{said.label} {people}".strip().replace("\u00a0", " ")


# Status -> the title in English and Chinese; 2031 announced questions and answers without holding
# them. A report of each year is new, and gone; 指了灯 and 指明了灯 are one turn of phrase.
NEW_EN = "4 wordings are new in 2032, as far as 2031 was captured"
NEW_ZH = "2032 年新出现提法 4 个（以 2031 年已收录的内容为准）"
ASKED_EN = "only in the questions and answers of 2032, which were not captured for 2031"
ASKED_ZH, LIMIT_ZH = "只见于 2032 年答问的", "（2031 年的答问未收录）"
TITLES = {
    "any": (
        f"{NEW_EN}; 2 are in both; 4 from 2031 are not in 2032; 1 appears {ASKED_EN}",
        f"{NEW_ZH}；两次都有的 2 个；2031 年有而 2032 年未再出现的 4 个；{ASKED_ZH} 1 个{LIMIT_ZH}",
    ),
    "new": (NEW_EN, NEW_ZH),
    "gone": ("4 wordings from 2031 are not in 2032", "2031 年有而 2032 年未再出现的提法 4 个"),
    "kept": ("2 wordings are in both", "两次都有的提法 2 个"),
    "qa_only": (
        f"1 wording appears {ASKED_EN}",
        f"{ASKED_ZH}提法 1 个{LIMIT_ZH}",
    ),
    "reworded": (
        "1 turn of phrase changed between 2031 and 2032, in 2 wordings",
        "2031 年到 2032 年有 1 组说法有变，涉及提法 2 个",
    ),
    "unknown": (
        "0 wordings appear in a part that was not captured for the other briefing",
        "所在部分在另一次未收录的提法 0 个",
    ),
}


@pytest.mark.parametrize("status", TITLES)
def test_the_title_counts_what_is_listed(language: str, status: str) -> None:
    chosen = Filters(lang=language, status=status)
    assert panels.headline(chosen) == TITLES[status][language == "zh"]
    # It is of all wordings, under any filter.
    assert panels.headline(chosen.replace(speaker=("gu-nanqiao",), q="灯")) == panels.headline(
        chosen
    )


def test_with_all_phrases_the_title_says_what_it_counts(language: str) -> None:
    said = panels.headline(Filters(lang=language, words="all", status="new"))
    # 灯语 is a term, 风筝社 a body, 共挂灯 a phrase found by statistics.
    expected = {
        "en": "7 wordings, bodies, terms and recurring phrases are new in 2032, as far as 2031 was "
        "captured",
        "zh": "2032 年新出现提法、机构、术语和常见搭配 7 个（以 2031 年已收录的内容为准）",
    }
    assert said == expected[language]


def test_what_turned_is_named_where_all_is_listed(language: str) -> None:
    said = panels.ledger(Filters(lang=language)).text.takeaway
    if language == "en":
        turn = "Wording changed: 指了灯 (has shown the lamp) in 2031, 指明了灯 in 2032."
    else:
        turn = "说法有变：2031 年“指了灯”，2032 年“指明了灯”。"
    assert said == i18n.join_sentences(turn, i18n.t("wording.headings"))


def test_the_new_wordings_are_counted_by_who_says_them(language: str) -> None:
    said = panels.ledger(Filters(lang=language, status="new")).text.takeaway
    expected = {
        "en": "How many of them each says: Tao Jianshan 4.",
        "zh": "各人说到其中几个：陶见山 4 个。",
    }
    assert said == expected[language]


def test_one_briefing_says_so(language: str) -> None:
    chosen = Filters(lang=language, year=("2032",))
    shown = panels.ledger(chosen)
    assert shown.text.title == {"en": "2032: 7 wordings", "zh": "2032 年：提法 7 个"}[language]
    assert shown.text.takeaway == i18n.t("wording.needs_two")
    assert [group.status for group in drawn(year=("2032",))] == ["alone"]
    row = rows_of(drawn(year=("2032",))[0])["放飞新风"]
    assert [count.text for count in row.counts[1]] == ["5"]
    assert [count.text for count in row.counts[0]] == [i18n.t("wording.unknown")]


def test_groups_hold_families_once(language: str) -> None:
    groups = drawn()
    assert [group.status for group in groups] == ["reworded", "new", "gone", "kept", "qa_only"]
    (turned,) = groups[0].entries
    assert turned.head is not None
    assert (turned.head.wording, len(turned.rows)) == ("指了灯 → 指明了灯", 2)
    # Who says its wordings is read without opening it, in each of the briefings.
    name = {"en": "Tao Jianshan 1", "zh": "陶见山 1 次"}[language]
    assert [said_text(each) for each in turned.head.said] == [
        f"{i18n.t('wording.of', briefing=labels_briefings.names()[key])} {name}"
        for key in (OLD, NEW)
    ]
    assert [[count.text for count in cell] for cell in turned.head.counts] == [
        ["1", "1"], ["1", "1"], ["33.3", "25.0"],
    ]  # fmt: skip
    assert turned.head.about.endswith(("each place once.", "每处计一次。")), "the arrow says it"
    assert set(rows_of(groups[1])) == {"放飞新风", "新灯节"}
    assert set(rows_of(groups[2])) == {"旧灯新挂", "松岭话"}
    # A report of each year is one document, in both; its years are no other words for it.
    heads = {each.head.wording: each for each in groups[3].entries if each.head}
    reports = heads[{"en": "Family of 灯彩报告", "zh": "“灯彩报告”一族"}[language]]
    assert [row.wording for row in reports.rows] == ["灯彩报告2032", "灯彩报告2031"]
    assert [group.is_open for group in groups] == [True, True, True, False, False]


def test_a_family_says_which_of_its_wordings_are_new_and_gone(language: str) -> None:
    heads = [entry.head for group in drawn() for entry in group.entries if entry.head]
    report = next(head for head in heads if "灯彩报告" in head.wording)
    assert (
        report.about
        == {
            "en": "2 wordings of one family; the counts are of all of them, each place once. "
            "New in 2032: 灯彩报告2032 (0 → 1). Not in 2032: 灯彩报告2031 (1 → 0).",
            "zh": "同族提法 2 个；次数为全族合计，每处计一次。"
            "其中 2032 年新出现：“灯彩报告2032”0 → 1 次。"
            "其中 2032 年未再出现：“灯彩报告2031”1 → 0 次。",
        }[language]
    )


@pytest.mark.parametrize("status", ["new", "gone", "kept", "qa_only"])
def test_a_family_of_one_status_says_so(language: str, status: str) -> None:
    rows = [
        Wording(text, "灯会", "wording", None, None, status, 1, 1, 1, 1, "kite-2031", 1, None)
        for text in ("灯会", "迎灯会")
    ]
    said = sentences.family_note(rows, rows, {"first": "2031", "last": "2032"})
    ends = {
        "new": {"en": "All are new in 2032.", "zh": "都是 2032新出现的。"},
        "gone": {"en": "None is in 2032.", "zh": "2032都未再出现。"},
    }
    assert said.endswith(
        ends.get(status, {"en": "each place once.", "zh": "每处计一次。"})[language]
    )


HEADINGS = {  # of 4 that are new, 4 that are gone, 2 in both and 1 in questions and answers
    "en": [
        "Wording changed: 1 turn of phrase, in 1 of the 4 new, 1 of the 4 not in 2032",
        "New in 2032, with their families: 2 of the 4",
        "In 2031 and not in 2032, with their families: 2 of the 4",
        "In both, as wordings or as families: 2 of the 2, 1 of the 4 new, 1 of the 4 not in 2032",
        "Only in questions and answers: 1 of the 1",
    ],
    "zh": [
        "说法有变：1 组，含新出现 4 个中的 1 个、2032 年未再出现 4 个中的 1 个",
        "2032 年新出现（连同同族）：4 个中的 2 个",
        "2031 年有、2032 年未再出现（连同同族）：4 个中的 2 个",
        "两次都有（提法或其同族）：2 个中的 2 个、新出现 4 个中的 1 个、"  # noqa: ISC004
        "2032 年未再出现 4 个中的 1 个",
        "只见于答问：1 个中的 1 个",
    ],
}


def test_headings_add_up_to_the_headline(language: str) -> None:
    assert [group.title for group in drawn()] == HEADINGS[language]


def test_under_a_filter_headings_count_what_is_listed(language: str) -> None:
    """Of the three with 新 in them two are new and one is gone."""
    titles = [group.title for group in drawn(q="新")]
    expected = {
        "en": [HEADINGS["en"][1], HEADINGS["en"][2].replace("2 of", "1 of")],
        "zh": [HEADINGS["zh"][1], HEADINGS["zh"][2].replace("中的 2 个", "中的 1 个")],
    }
    assert titles == expected[language]
    said = panels.ledger(Filters(lang=language, q="新")).text.takeaway
    assert said.endswith(i18n.t("wording.headings"))
    one = panels.ledger(Filters(lang=language, q="放飞")).text.takeaway
    assert i18n.t("wording.headings") not in one, "one group has no heading"


def test_a_turn_is_named_where_it_is_listed_alone(language: str) -> None:
    turn = {"en": "Wording changed", "zh": "说法有变"}[language]
    for chosen in ({"speaker": ("gu-nanqiao",)}, {"q": "新风"}, {"q": "has shown"}):
        said = panels.ledger(Filters(lang=language).replace(**chosen)).text.takeaway
        assert turn not in said
    assert turn in panels.ledger(Filters(lang=language, q="指")).text.takeaway


def test_others_are_no_more_wordings(language: str) -> None:
    """Five people say one each: two are not named."""
    ids = ["tao-jianshan", "gu-nanqiao", "zhou-tang", "harbour-post", "nanqiao-radio"]
    said = pd.DataFrame({"wording": "放飞新风", "speaker_id": ids})
    end = {"en": " and 2 others.", "zh": "，另有 2 方。"}[language]
    assert people.who_sentence(said, ["放飞新风"]).endswith(end)
    end = {"en": " and 1 other.", "zh": "，另有 1 方。"}[language]
    assert people.who_sentence(said.head(4), ["放飞新风"]).endswith(end)


def test_a_status_lists_each_wording_in_a_row_of_its_own(language: str) -> None:
    assert language
    (group,) = drawn(status="new")
    assert not group.title, "the title of the page says it"
    assert all(entry.head is None for entry in group.entries)
    rows = rows_of(group)
    assert set(rows) == {"放飞新风", "指明了灯", "灯彩报告2032", "新灯节"}
    assert all(row.said for row in rows.values())
    assert not any(said.label for row in rows.values() for said in row.said), "of 2032 alone"


def test_more_than_four_people_open(language: str) -> None:
    """Of more, three are named with their counts, the others open; in a file all are named."""
    assert language
    ids = ["tao-jianshan", "gu-nanqiao", "zhou-tang", "harbour-post", "nanqiao-radio"]
    said = pd.DataFrame(
        {"wording": "放飞新风", "briefing_id": NEW, "speaker_id": ids, "organisation_id": None,
         "occurrences": [5, 4, 3, 2, 1]}
    )  # fmt: skip
    (cell,) = people.cells(said)["放飞新风"]
    assert [len(cell.people), len(cell.rest)] == [3, 2]
    assert cell.more == {"en": "and 2 more", "zh": "另有 2 方"}[language]
    (four,) = people.cells(said.head(4))["放飞新风"]
    assert (len(four.people), four.rest, four.more) == (4, [], "")
    (short,) = people.cells(said, is_short=True)["放飞新风"]
    assert (len(short.people), short.rest) == (3, ())
    assert short.more == {"en": " and 2 more", "zh": "，另有 2 方"}[language]
    names = [each.name for each in (*cell.people, *cell.rest)]
    assert all(name in people.texts(said)["放飞新风"] for name in names)


def test_a_family_counts_who_says_it_once() -> None:
    """灯会 holds 迎灯会: its places are those of the family."""
    columns = ["wording", "briefing_id", "speaker_id", "occurrences"]
    rows = [["灯会", OLD, "b", 1], ["灯会", NEW, "a", 1], ["灯会", NEW, "b", 3]]
    said = pd.DataFrame([*rows, ["看灯", NEW, "a", 1]], columns=columns)
    found = people.of_families(said.assign(organisation_id=None), {"灯": ["灯会", "看灯"]})
    counted = found[columns].to_numpy().tolist()
    assert sorted(counted) == [["灯", OLD, "b", 1], ["灯", NEW, "a", 2], ["灯", NEW, "b", 3]]


def test_a_row_has_counts_rates_people_and_its_place(language: str) -> None:
    row = rows_of(drawn()[3])["迎灯节"]
    texts = [[count.text for count in counts] for counts in row.counts]
    # 1 in 300 characters, 2 in 400.
    assert texts == [["1", "2"], ["1", "3"], ["33.3", "50.0"]]
    links = [[count.link for count in counts] for counts in row.counts]
    assert links[0] == ["compared:kite-2031", "compared:kite-2032"]
    assert links[1] == ["all:kite-2031", "all:kite-2032"]
    names = {"en": "Tao Jianshan (Kite Office) 2", "zh": "陶见山（风筝节办公室）2 次"}
    assert names[language] in said_text(row.said[1])
    assert row.place.link == "all:kite-2031"


def test_a_count_of_nothing_has_no_link(language: str) -> None:
    assert language
    row = rows_of(drawn()[1])["放飞新风"]
    assert [(count.text, count.link) for count in row.counts[0]] == [
        ("0", ""),
        ("2", "compared:kite-2032"),
    ]


def test_links_select_what_is_counted(language: str) -> None:
    assert language
    links = drawing.links(current_run().filters)
    compared = links["compared:kite-2032"]
    assert compared.query() == {
        "year": "2032", "section": "opening", "kind": "statement", "slot": "convening_body",
    }  # fmt: skip
    assert links["all:kite-2031"].query() == {"year": "2031"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"q": "新风"}, {"放飞新风"}),
        ({"q": "New Customs"}, {"放飞新风"}),
        ({"q": "指明"}, {"指了灯", "指明了灯"}),  # by the head of the family, too
        ({"q": "没有"}, set()),
        ({"status": "qa_only"}, {"答灯问"}),
        ({"status": "gone", "q": "灯"}, {"旧灯新挂", "指了灯", "灯彩报告2031"}),
        ({"status": "unknown"}, set()),
        # A report of each year, one gone and one new, is no other words for it.
        ({"status": "reworded"}, {"指了灯", "指明了灯"}),
        ({"status": "reworded", "q": "新风"}, set()),
        ({"speaker": ("gu-nanqiao",)}, {"迎灯节"}),
    ],
)
def test_search_status_and_speaker_select_rows(
    language: str, chosen: dict[str, object], expected: set[str]
) -> None:
    assert language
    filters = current_run().filters.replace(**chosen)
    panel = panels.ledger(filters)
    assert set(panel.frame["wording"]) == expected


@pytest.mark.parametrize("chosen", [{}, {"year": ("2031", "2032")}, {"q": "has shown"}])
def test_reworded_families_stay_so_when_a_search_leaves_one_row(
    language: str, chosen: dict[str, object]
) -> None:
    assert language
    groups = drawn(status="reworded", **chosen)
    assert [group.status for group in groups] == ["reworded"]
    heads = [entry.head.wording for entry in groups[0].entries if entry.head]
    assert heads == ["指了灯 → 指明了灯"]
    assert set(rows_of(groups[0])) == ({"指了灯"} if "q" in chosen else {"指了灯", "指明了灯"})


def test_a_filter_of_speech_is_stated(language: str) -> None:
    assert language
    own = current_run().filters.replace(speaker=("gu-nanqiao",))
    assert i18n.t("wording.filtered", n="1") in panels.ledger(own).text.takeaway
    assert i18n.t("wording.filtered", n="11") not in panels.ledger(Filters()).text.takeaway
    searched = current_run().filters.replace(q="新风")
    assert i18n.t("wording.searched", n="1", q="新风") in panels.ledger(searched).text.takeaway
    both = i18n.t("wording.filtered_searched", n="1", q="灯")
    assert both in panels.ledger(own.replace(q="灯")).text.takeaway


def test_the_download_has_rates_and_all_who_say_it(language: str) -> None:
    frame = panels.ledger(current_run().filters).frame.set_index("wording")
    assert round(frame["older_rate"]["迎灯节"], 1) == 33.3
    assert frame["newer_rate"]["迎灯节"] == 50
    name = "Gu Nanqiao" if language == "en" else "顾南乔"
    assert name in frame["said_by"]["迎灯节"]


def test_sorted_by_wording(language: str) -> None:
    assert language
    ordered = [entry.rows[0].wording for entry in drawn(order="alphabet")[2].entries]
    assert ordered == sorted(ordered)


def test_the_calendar_of_three(
    language: str, crowded: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not has_calendar(current_run().filters)
    serve(monkeypatch, crowded)
    show(monkeypatch, Filters(lang=language))
    assert has_calendar(current_run().filters)
    frame = calendar(current_run().filters).frame.set_index("wording")
    briefings = frame.columns[3:].tolist()
    assert [frame[name]["迎灯节"] for name in briefings] == [1, 3, 7]
    assert frame["first_use"]["迎灯节"] == briefings[0]
    assert frame["last_use"]["迎灯节"] == briefings[2]
    assert frame["last_use"]["旧灯新挂"] == briefings[0]
    reading = panels.ledger(current_run().filters).text.takeaway
    assert reading.startswith("Of 3 briefings" if language == "en" else "所选 3 次发布会中")
    # The pair is that of the series: the third briefing changes no status.
    assert panels.headline(current_run().filters).startswith(
        "4 wordings" if language == "en" else "2032-04-01新出现提法 4 个"
    )


def test_the_calendar_holds_the_columns_that_it_shows(
    language: str, crowded: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wording that the latest do not say keeps its row, and a first use may be of none shown."""
    serve(monkeypatch, crowded)
    show(monkeypatch, Filters(lang=language))
    used = wording.uses(Filters())
    widest: list[int] = []
    pivot = pd.DataFrame.pivot

    def measured(frame: pd.DataFrame, **by: str) -> pd.DataFrame:
        wide = pivot(frame, **by)
        widest.append(len(wide.columns))
        return wide

    monkeypatch.setattr(pd.DataFrame, "pivot", measured)
    frame = _by_briefing(used, [OLD, NEW, THIRD], [THIRD]).set_index("wording")
    assert widest == [1]
    assert len(frame.columns) == 4
    assert dict(zip(frame.index, frame[frame.columns[-1]], strict=True)) == {
        word: 7 if word == "迎灯节" else 0 for word in used["wording"]
    }
    first, last = labels_briefings.names()[OLD], labels_briefings.names()[THIRD]
    assert [frame[use]["迎灯节"] for use in ("first_use", "last_use")] == [first, last]
    assert [frame[use]["旧灯新挂"] for use in ("first_use", "last_use")] == [first, first]


def test_a_family_is_counted_once() -> None:
    """迎灯会 is part of the finds of 灯会; 看灯 is not."""
    rows = [
        Wording(text, "灯会", "wording", None, None, "kept", 1, n, 2, n, "kite-2031", 1, None)
        for text, n in {"灯会": 3, "迎灯会": 2, "看灯": 1}.items()
    ]
    assert totals(rows) == {
        "older_compared": 2, "newer_compared": 4, "older_all": 4, "newer_all": 4,
    }  # fmt: skip


def test_a_row_says_which_longer_wordings_its_counts_include(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """灯节 is said once alone; its other places are those of 迎灯节 and 新灯节."""
    tables = dict(wording_corpus.tables())
    for name, at in {"phrases": [], "phrase_counts": ["briefing_id", "paragraph"]}.items():
        rows = tables[name].loc[tables[name]["phrase"].isin(["迎灯节", "新灯节"])]
        rows = rows.assign(phrase="灯节").drop_duplicates(["phrase", *at])
        tables[name] = pd.concat([tables[name], rows], ignore_index=True)
    counts = tables["phrase_counts"]
    alone = counts["phrase"].eq("灯节") & counts["paragraph"].eq(8)
    counts.loc[alone, ["occurrences", "free_occurrences"]] += 1
    serve(monkeypatch, invented_corpus.corpus(tmp_path / "held", tables))
    show(monkeypatch, Filters(lang=language))
    row = next(rows_of(group)["灯节"] for group in drawn() if "灯节" in rows_of(group))
    if language == "en":
        assert row.notes[0] == "Counts include its places within 迎灯节 (1 → 3), 新灯节 (0 → 1)."
    else:
        assert row.notes[0] == "次数含其在更长提法中的出现：“迎灯节”1 → 3 次、“新灯节”0 → 1 次。"
    frame = panels.ledger(current_run().filters).frame.set_index("wording")
    assert "迎灯节" in frame["within"]["灯节"]
    assert frame["within"]["迎灯节"] == ""
    one = view.held_within(frame.reset_index(), wording.longer(Filters()), most=1)["灯节"]
    assert one.endswith("and others (2 in all)" if language == "en" else "等 2 个提法")


def test_a_name_with_another_year_is_on_the_row(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """灯彩报告 has a year in each briefing, and both are announced."""
    tables = dict(wording_corpus.tables())
    rows = [
        {"briefing_id": briefing, "paragraph": 104, "mention": 901, "kind": "document",
         "surface": name, "title_key": "灯彩报告", "offset": 0, "characters": 8, "is_whole": True}
        for briefing, name in ((OLD, "灯彩报告2031"), (NEW, "灯彩报告2032"))
    ]  # fmt: skip
    added = pd.DataFrame(rows).reindex(columns=TABLES["mentions"].columns).astype(object)
    tables["mentions"] = added.where(added.notna(), None)
    serve(monkeypatch, invented_corpus.corpus(tmp_path / "named", tables))
    show(monkeypatch, Filters(lang=language))
    ends = {"en": ", the same name without its year", "zh": "，去掉年份同名"}[language]
    for status, wording_, other in (
        ("new", "灯彩报告2032", {"en": "In 2031: 灯彩报告2031", "zh": "2031 年有“灯彩报告2031”"}),
        ("gone", "灯彩报告2031", {"en": "In 2032: 灯彩报告2032", "zh": "2032 年有“灯彩报告2032”"}),
    ):
        listed = rows_of(drawn(status=status)[0])
        assert listed[wording_].about.startswith(other[language] + ends)
        assert not any(row.about for word, row in listed.items() if word != wording_)
        said = panels.ledger(Filters(lang=language, status=status)).text.caveat
        expected = {"en": "Of those listed, 1 is a title", "zh": "所列有 1 个名称在 203"}
        assert expected[language] in said
        without = panels.ledger(Filters(lang=language, status=status, q="松岭")).text.caveat
        assert expected[language][:12] not in without
