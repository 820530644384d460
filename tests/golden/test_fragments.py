"""Pieces of words, names and clauses that once were listed as words or phrases."""

from loaders.corpus.store import Corpus

NO_WORDS = ("于民", "一步", "会上", "网信", "局局长", "各项", "本届", "个分", "十大")
NO_PHRASES = (
    "网络强国的重要", "大会坚持以习近平", "涉未成年人", "强化网络", "中国网络", "健全网络",
    "规范网络", "落实各项", "推进各项", "具有天津", "网上涉未成年人", "见贤思齐的网络",
    "建设和网络", "邀请到中央网信办", "指导互联网", "共建网络", "市委网信办", "大会举办",
    "企业履行", "网络文明交流",
)  # fmt: skip
# Words that the dictionary lacks, and that are words all the same.
WORDS = ("办会", "办网", "用网", "治网", "宣介", "赋能", "下架", "网评", "线上")


def test_fragments_are_not_offered_as_words(corpus: Corpus) -> None:
    offered = corpus.query(
        "SELECT DISTINCT term FROM terms JOIN term_counts USING (term) "
        "WHERE NOT is_stopword AND NOT is_fragment AND free_occurrences > 0"
    )["term"]
    assert set(NO_WORDS) & set(offered) == set()
    assert set(WORDS) <= set(offered)


def test_fragments_are_not_offered_as_phrases(corpus: Corpus) -> None:
    offered = corpus.query("SELECT phrase FROM phrases WHERE free_occurrences > 0")["phrase"]
    assert set(NO_PHRASES) & set(offered) == set()


def test_the_phrases_found_by_statistics(corpus: Corpus) -> None:
    found = corpus.query("SELECT phrase FROM phrases WHERE source = 'statistics'")["phrase"]
    assert len(found) == 35
    assert {"推进网络文明建设", "重要意义", "服务保障", "研讨交流", "网络环境"} <= set(found)


def test_finds_inside_longer_words(corpus: Corpus) -> None:
    """Occurrences, free ones and longer words; each was found by reading."""
    rows = corpus.query(
        "SELECT term, sum(occurrences)::INT AS n, sum(free_occurrences)::INT AS free, "
        "string_agg(DISTINCT inside, '、') AS inside FROM term_counts "
        "WHERE term IN ('文明办', '十大', '上网', '办会') GROUP BY term ORDER BY term"
    )
    assert sorted(rows.itertuples(index=False, name=None)) == [
        ("上网", 7, 6, "网上网下"),
        ("办会", 7, 6, "网信办会同"),
        ("十大", 14, 5, "二十大"),
        ("文明办", 19, 17, "文明办网"),
    ]


def test_the_office_in_the_compared_statements(corpus: Corpus) -> None:
    rows = corpus.query(
        "SELECT year, sum(free_occurrences)::INT AS n FROM term_counts "
        "JOIN paragraphs USING (briefing_id, paragraph) JOIN turns USING (briefing_id, turn) "
        "JOIN briefings USING (briefing_id) JOIN appearances USING (briefing_id, speaker_id) "
        "WHERE term = '文明办' AND kind = 'statement' AND slot IN ('convening_body', "
        "'host_province') GROUP BY year ORDER BY year"
    )
    assert rows["n"].tolist() == [2, 6]
