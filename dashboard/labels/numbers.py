"""Format figures; the format is the same in every language of the interface."""


def number(count: float) -> str:
    """Format a count with thousands separators and no decimals."""
    return f"{count:,.0f}"


def median(value: float) -> str:
    """Format the median of counts, which may end in a half, with thousands separators.

    >>> median(1751.5), median(752.0)
    ('1,751.5', '752')
    """
    return f"{value:,.12g}"


def percent(share: float) -> str:
    """Format a fraction of 1 as a percentage with one decimal."""
    return f"{share:.1%}"


def minutes(value: float) -> str:
    """Format minutes with one decimal."""
    return f"{value:.1f}"


def per_10k(rate: float) -> str:
    """Format a rate per 10,000 characters with one decimal."""
    return f"{rate:,.1f}"


def times(log_ratio: float) -> str:
    """Format a ratio given as its base-2 logarithm: two digits, none after the point from 10 on."""
    ratio = 2.0**log_ratio
    if ratio >= 10:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"


def join_lines(*parts: str) -> str:
    """Join the non-empty `parts` with newlines, as the lines of a hover text."""
    return "\n".join(part for part in parts if part)
