"""The loaders' makers of tables as a test calls them: with a frame, for a frame."""

from collections.abc import Callable

import pandas as pd
import pyarrow as pa

from loaders.schema import to_pandas

__all__ = ["framed"]


def framed(make: Callable[..., pa.Table]) -> Callable[..., pd.DataFrame]:
    """`make`, which gives an Arrow table for one of paragraphs, from a frame and with frames."""

    def from_frame(paragraphs: pd.DataFrame, *others: object) -> pd.DataFrame:
        given = pa.Table.from_pandas(paragraphs, preserve_index=False)
        return to_pandas(make(given, *others))

    return from_frame
