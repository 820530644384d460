"""The longest speaker of 2023, summed from the tables without the code of the page."""

import duckdb
import pytest

from dashboard.features.speaking_time import panels
from dashboard.filters import Filters
from loaders.corpus.store import Corpus
from tests.support.run import serve, show
from tests.support.server import ROOT

SPOKEN = """
select s.name, s.name_en, o.name_zh as body, o.name_en as body_en,
    sum(t.characters) as characters, sum(t.syllables) as syllables
from '{folder}/tables/turns-*.parquet' t
join '{folder}/tables/briefings-*.parquet' b using (briefing_id)
join '{folder}/tables/appearances-*.parquet' a using (briefing_id, speaker_id)
join '{folder}/tables/speakers-*.parquet' s using (speaker_id)
join '{folder}/tables/organisations-*.parquet' o using (organisation_id)
where b.year = 2023 group by all order by characters desc limit 1
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_who_spoke_longest_for_which_body(
    language: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)
    show(monkeypatch, Filters(lang=language))
    folder = ROOT / "data" / "corpus"
    name, name_en, body, body_en, characters, syllables = duckdb.execute(
        SPOKEN.format(folder=folder)
    ).fetchall()[0]
    assert (name, characters) == ("牛一兵", 4229)
    minutes = [f"{syllables / rate:.1f}" for rate in (220, 260, 180)]
    assert minutes == ["19.2", "16.3", "23.5"]  # as two readers of the page found, by hand
    said = panels.everything_sentence(Filters())
    wanted = {"zh": (name, body), "en": (name_en, body_en)}[language]
    assert all(each in said for each in (*wanted, *minutes, "11,179"))
    # The opening statements alone, which both years have: 5.3 minutes.
    opening = panels.shares(Filters()).text.takeaway
    assert all(each in opening for each in (*wanted, "5.3", "2,090"))
    assert "19.2" not in opening
