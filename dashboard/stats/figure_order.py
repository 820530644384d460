"""The order of figures: what is counted in large numbers first, sessions and spans of time last."""

import pandas as pd

# Units of time and of sessions: such a figure dates something rather than counting it.
_TIMES = frozenset(
    ["年", "个月", "月", "周", "天", "日", "小时", "个小时", "分钟", "届", "周年", "岁"]
)
_LEAST = 10  # what counts fewer things is a small one
_SHARES = frozenset(["%", "‰", "个百分点", "倍"])  # large or small says nothing of these
_MONEY = frozenset(["元"])


def ordered(figures: pd.DataFrame) -> pd.DataFrame:
    """Return `figures` with column `is_small`: those of the latest briefing first, largest first.

    Small are spans of time, numbers of sessions, and what counts fewer than _LEAST things; they
    follow the others of their briefing. Shares and sums of money are none. Of a figure with a range
    its one known end counts, of two the lower.

    figures: briefing_id, low, high (NaN: no such end) and unit, in order of time and place, which
    decides between equal ones.

    >>> figures = pd.DataFrame({"briefing_id": "2031", "surface": ["四届", "5家", "3%", "超过61亿"],
    ...     "low": [4, 5, 3, 6.1e9], "high": [4, 5, 3, None], "unit": ["届", "家", "%", None]})
    >>> ordered(figures)[["surface", "is_small"]].to_numpy().tolist()
    [['超过61亿', False], ['3%', False], ['5家', True], ['四届', True]]
    """
    value = figures["low"].fillna(figures["high"])
    is_time = figures["unit"].isin(_TIMES)
    is_few = value.lt(_LEAST) & ~figures["unit"].isin(_SHARES | _MONEY)
    place = {key: number for number, key in enumerate(figures["briefing_id"].unique())}
    own = figures.assign(is_small=is_time | is_few)
    keys = pd.DataFrame(
        {
            "latest": -figures["briefing_id"].map(place).astype(int),
            "is_small": own["is_small"],
            "is_time": is_time,
            "largest": -value.astype(float),
        }
    )
    order = keys.sort_values([*keys], kind="stable", na_position="last").index
    return own.loc[order].reset_index(drop=True)
