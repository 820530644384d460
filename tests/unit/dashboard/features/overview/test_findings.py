"""Each finding of the front page follows the tables: a changed one changes it, or takes it away.

The invented corpus has questions of 2032 alone. Of both openings, 陶见山 (Kite Office) speaks 300
of 500 and 400 of 460 characters. Facts and wordings are added here.
"""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.features.overview.finding import Finding
from dashboard.features.overview.findings import findings, is_alone
from dashboard.filters import Filters
from loaders.corpus.store import Corpus
from loaders.schema import TABLES, empty
from tests.fixtures import compared_corpus, invented_corpus
from tests.fixtures.compared_corpus import NEW, OLD
from tests.support.run import serve, show

Tables = dict[str, pd.DataFrame]

# wording, family, kind; occurrences in the statement of the convening body of 2031 and of 2032.
WORDINGS = [
    ("喜迎灯会", "灯会", "wording", 2, 0),
    ("办好灯会", "灯会", "wording", 0, 3),
    ("纸短情长", None, "wording", 1, 0),
    ("灯下读书", None, "wording", 0, 4),
    ("一城灯火", None, "wording", 1, 1),
    ("《灯会规定》", None, "document", 0, 1),
]


def tables() -> Tables:
    """Return the compared corpus with WORDINGS."""
    filled = dict(compared_corpus.tables())
    rows = [
        {"phrase": wording, "family": family, "kind": kind, "source": "lexicon",
         "occurrences": old + new, "free_occurrences": old + new, "english": f"gloss of {wording}"}
        for wording, family, kind, old, new in WORDINGS
    ]  # fmt: skip
    filled["phrases"] = pd.DataFrame(rows).reindex(columns=TABLES["phrases"].columns)
    counts = [
        {"briefing_id": briefing, "paragraph": 101, "phrase": wording, "occurrences": n,
         "free_occurrences": n}
        for wording, _, _, old, new in WORDINGS
        for briefing, n in ((OLD, old), (NEW, new))
        if n
    ]  # fmt: skip
    filled["phrase_counts"] = pd.DataFrame(counts).reindex(columns=TABLES["phrase_counts"].columns)
    return filled


def year(number: int) -> str:
    return i18n.t("comparison.year", year=number)


Find = Callable[..., dict[str, Finding]]


@pytest.fixture(scope="module")
def corpora() -> dict[tuple[str, int], Corpus]:
    """Test and number of a corpus in it -> that corpus, which both languages of the test read."""
    return {}


@pytest.fixture(params=["zh", "en"])
def find(
    request: pytest.FixtureRequest,
    corpora: dict[tuple[str, int], Corpus],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Find:
    """Return the function that finds, in changed tables, the findings by their keys, in order."""
    test, numbers = request.node.originalname, count()
    if any(other != test for other, _ in corpora):
        corpora.clear()

    def found(changed: Mapping[str, pd.DataFrame] = {}, **chosen: object) -> dict[str, Finding]:
        key = test, next(numbers)
        if key not in corpora:
            folder = tmp_path_factory.mktemp("found")
            corpora[key] = invented_corpus.corpus(folder, {**tables(), **changed})
        serve(monkeypatch, corpora[key])
        filters = Filters(lang=request.param).replace(**chosen)
        show(monkeypatch, filters)
        return {each.key: each for each in findings(filters)}

    return found


def test_what_changed_comes_first(find: Find) -> None:
    assert [*find()] == ["turned", "new", "topics", "programme", "floor", "askers"]


def test_a_family_said_otherwise_is_the_first_finding(find: Find) -> None:
    turned = find()["turned"]
    for wording in ("喜迎灯会", "办好灯会"):
        assert wording in turned.panel.text.title
    assert turned.panel.frame["wording"].tolist().count("一城灯火") == 0, "it is in both"


def test_a_caveat_says_what_is_drawn_of_what(find: Find) -> None:
    """One turn and one other are gone; of the three that are new one is a title."""
    found = find()
    said = [found[key].panel.text.caveat for key in ("turned", "new")]
    assert "本站词表" in said[0] or "word list" in said[0]
    drawn = {
        "turned": i18n.pick(
            "换了说法的 1 组画了 1 组，2032 年没有再说的其他 1 个画了 1 个",
            "Drawn: 1 of the 1 turn of phrase, and 1 of the 1 other wording that 2032 does not",
        ),
        "new": i18n.pick("3 个中画了 2 个。", "Drawn: 2 of the 3. "),
    }
    left_out = i18n.pick("文件的名称不画入图中", "Titles of documents are left out of the chart")
    uses = i18n.pick("发言中出现的次数", "Squares count uses in the statements")
    assert all(uses in each for each in said)
    assert [left_out in each for each in said] == [False, True]
    assert drawn["turned"] in said[0]
    assert drawn["new"] in said[1]


def test_what_is_gone_is_named_where_nothing_turned(
    find: Find,
) -> None:
    counts = tables()["phrase_counts"]
    no_turn = counts.loc[counts["phrase"] != "办好灯会"]
    assert "喜迎灯会" in find({"phrase_counts": no_turn})["turned"].panel.text.title
    kept = no_turn.loc[~no_turn["phrase"].isin(["喜迎灯会", "纸短情长"])]
    assert "turned" not in find({"phrase_counts": kept})


def test_new_wordings_are_counted_named_and_attributed(find: Find) -> None:
    new = find()["new"].panel.text
    # Three are new; the document is counted, and named among the announcements alone.
    quoted = [
        i18n.t("wordings.quoted", wording=i18n.pick(wording, f"gloss of {wording}"))
        for wording in ("灯下读书", "办好灯会")
    ]
    words = {"first": year(2031), "last": year(2032)}
    expected = i18n.t("overview.finding.new.headline_gaps", n=3, named=i18n.join(quoted), **words)
    assert new.title == expected
    tao = i18n.pick("陶见山", "Tao Jianshan")
    assert i18n.t("wordings.said_by", name=tao, n="3") in new.takeaway
    counts = tables()["phrase_counts"]
    without = counts.loc[~counts["phrase"].isin(["灯下读书", "办好灯会", "《灯会规定》"])]
    assert "new" not in find({"phrase_counts": without})


def test_of_one_briefing_nothing_can_have_changed(find: Find) -> None:
    find(year=("2032",))
    assert is_alone()
    find()
    assert not is_alone()


def test_the_programme_counts_what_differs(find: Find) -> None:
    facts = tables()["facts"]
    # 新题 and 水题 are new, 旧题 is gone; of 灯彩, 放飞教育 and 童谣 the later wording differs.
    said = find()["programme"].panel.text.title
    assert [digit for digit in said.replace("2031", "").replace("2032", "") if digit.isdigit()] == [
        *"213"
    ]
    shared = facts.loc[facts["value"].isin(["纸鸢"])]
    same = find({"facts": shared})["programme"]
    assert not same.changed
    assert not same.panel.charts
    of_old = facts.loc[facts["briefing_id"] == OLD]
    assert "programme" not in find({"facts": of_old})


def test_topics_with_more_room_follow_the_hits(find: Find) -> None:
    topics = find()["topics"].panel
    # Of the invented words 湖光 alone is said more often in the statements of 2032: 0 and 20 times.
    assert topics.frame["topic_id"].tolist() == ["topic-湖光"]
    assert "0 → 20" in topics.text.title
    # 纸鸢, 湖光, 松岭 and 风声 come up; 灯彩 in an answer, 旧事 in another statement alone.
    words = {"n": 1, "all": 4, "first": year(2031), "last": year(2032)}
    units = i18n.t("comparison.units.years")
    assert topics.text.takeaway == i18n.t("overview.finding.topics.reading", units=units, **words)
    assert i18n.t("overview.finding.topics.all_hold", n=1) in topics.text.caveat
    assert "name" in topics.frame, "a table of ids alone would tell nobody a topic"
    hits = tables()["topic_hits"]
    assert "topics" not in find({"topic_hits": hits.loc[hits["topic_id"] != "topic-湖光"]})


FIGURES = [
    # briefing, mention, surface, low, high, unit, counted
    (OLD, 1, "10场", 10.0, 10.0, "场", "分论坛"),
    (NEW, 1, "12场", 12.0, 12.0, "场", "分论坛"),
    (NEW, 2, "超过61亿", 6.1e9, float("nan"), None, "阅读量"),
    (NEW, 3, "四届", 4.0, 4.0, "届", "风筝节"),
]


def figures(*left_out: str) -> Tables:
    """Return FIGURES, said in the statement of the convening body, but those of `left_out`."""
    needed: dict[str, Any] = {
        "kind": "figure",
        "paragraph": 101,
        "offset": 0,
        "characters": 1,
        "is_whole": True,
    }
    columns = ["briefing_id", "mention", "surface", "low", "high", "unit", "counted"]
    rows = pd.DataFrame([row for row in FIGURES if row[2] not in left_out], columns=columns)
    modifier = rows["surface"].eq("超过61亿").map({True: "超过"})
    mentions = rows.assign(**needed, modifier=modifier).reindex(columns=TABLES["mentions"].columns)
    dtypes = empty("mentions").select_dtypes("number").dtypes.to_dict()
    return {"mentions": mentions.astype(dtypes)}


def test_figures_are_led_by_the_largest_of_the_last_briefing(find: Find) -> None:
    found = find(figures())["figures"]
    said = found.panel.text
    assert (
        i18n.pick(
            "3 个数字，最大的是阅读量（超过 61 亿）",
            "3 figures; the largest: more than 6.1 billion 阅读量",
        )
        in said.title
    )
    assert i18n.pick("分论坛（12 场），2031 年为10场", "12 分论坛 (2031: 10)") in said.takeaway
    assert (found.changed, found.query) == (True, {"at": "figures"})
    assert found.panel.frame["surface"].tolist() == ["超过61亿", "12场", "四届"]
    without = find(figures("超过61亿"))["figures"].panel.text.title
    assert (
        i18n.pick("2 个数字，最大的是分论坛（12 场）", "2 figures; the largest: 12 分论坛")
        in without
    )
    assert not find(figures("10场"))["figures"].changed
    assert "figures" not in find(figures("超过61亿", "12场")), "a number of sessions is a small one"


def test_who_had_the_floor_follows_the_characters(find: Find) -> None:
    floor = find()["floor"]
    tao, office = i18n.pick("陶见山", "Tao Jianshan"), i18n.pick("风筝节办公室", "Kite Office")
    assert not floor.changed
    assert tao in floor.panel.text.title
    assert office in floor.panel.text.title
    assert "65.0%" in floor.panel.text.title  # 400 and 250 of the 1,000 of all of 2032
    assert "60.0%" in floor.panel.text.takeaway  # 300 of 500
    assert "65.0%" in floor.panel.text.takeaway  # 400 and 250 of the 1,000 of all of 2032
    turns = tables()["turns"]
    is_zhou = turns["briefing_id"].eq(OLD) & turns["turn"].eq(4)
    longer = turns.assign(characters=turns["characters"].mask(is_zhou, 900))
    other = find({"turns": longer})["floor"]
    assert other.changed
    assert i18n.pick("周棠", "Zhou Tang") in other.panel.text.takeaway
    assert other.panel.text.title == floor.panel.text.title, "it is of 2032"


def test_whether_a_foreign_outlet_asked_follows_the_classes(find: Find) -> None:
    speakers = tables()["speakers"]
    asked = find()["askers"].panel
    assert asked.frame.set_index("outlet_class")["questions"].to_dict() == {
        "central": 1, "provincial": 1, "metropolitan_commercial": 0, "hong_kong_macau": 1,
        "foreign": 0,
    }  # fmt: skip
    is_harbour = speakers["speaker_id"] == "harbour-post"
    titles = {asked.text.title}
    for code in ("foreign", "unlisted"):
        classed = speakers.assign(outlet_class=speakers["outlet_class"].mask(is_harbour, code))
        titles.add(find({"speakers": classed})["askers"].panel.text.title)
    assert len(titles) == 3, "none, some, and not known"
    turns = tables()["turns"]
    unheard = turns.loc[turns["section"] == "opening"]
    paragraphs = tables()["paragraphs"].merge(unheard[["briefing_id", "turn"]])
    counts = tables()["term_counts"]
    kept = counts.loc[counts["paragraph"] != 5]
    hits = tables()["topic_hits"]
    without = {
        "turns": unheard,
        "paragraphs": paragraphs,
        "term_counts": kept,
        "topic_hits": hits.loc[hits["paragraph"] != 5],
    }
    assert "askers" not in find(without)


def test_one_briefing_has_findings_of_its_own(find: Find) -> None:
    alone = find(year=["2032"])
    assert [*alone] == ["floor", "askers"]
    assert not any(each.changed for each in alone.values())
    assert "2031" not in alone["floor"].panel.text.title + alone["floor"].panel.text.takeaway


def mentions(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    """Return table mentions of promised documents: briefing, paragraph, title and its key."""
    listed = [
        {"briefing_id": briefing, "mention": n, "paragraph": paragraph, "kind": "document",
         "surface": title, "title_key": key, "offset": 0, "characters": 4, "is_whole": True,
         "verb": "发布", "verb_use": "release", "tense": "promised"}
        for n, (briefing, paragraph, title, key) in enumerate(rows, 1)
    ]  # fmt: skip
    return pd.DataFrame(listed).reindex(columns=TABLES["mentions"].columns)


def test_what_is_announced_is_new_again_or_not_again(find: Find) -> None:
    again = [(OLD, 101, "灯会报告2031", "灯会报告"), (NEW, 101, "灯会报告2032", "灯会报告")]
    gone, new = (OLD, 102, "读书宣言", "读书宣言"), (NEW, 102, "灯会公约", "灯会公约")
    found = find({"mentions": mentions(*again, gone, new)})["announced"]
    first = {"first": year(2031)}
    parts = [
        i18n.t(f"overview.finding.announced.count_{key}", n=1, **first) for key in ("new", "again")
    ]
    expected = {"n": 2, "parts": i18n.join(parts), "last": year(2032)}
    assert found.panel.text.title == i18n.t("overview.finding.announced.both", **expected)
    assert "灯会公约" in found.panel.text.takeaway
    assert "读书宣言" in found.panel.text.takeaway
    assert found.changed
    assert not find({"mentions": mentions(*again)})["announced"].changed
    assert "announced" not in find({"mentions": mentions(gone)})
