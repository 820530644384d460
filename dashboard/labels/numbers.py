"""How figures are written: the same in every language that the interface speaks."""


def number(count: float) -> str:
    """A count with thousands separators."""
    return f"{count:,.0f}"


def percent(share: float) -> str:
    """A fraction of 1 as a percentage with one decimal."""
    return f"{share:.1%}"


def minutes(value: float) -> str:
    """Minutes with one decimal."""
    return f"{value:.1f}"


def per_10k(rate: float) -> str:
    """A rate per 10,000 characters, with one decimal."""
    return f"{rate:,.1f}"


def lines(*parts: str) -> str:
    """Lines of a hover text: those of `parts` that hold something."""
    return "\n".join(part for part in parts if part)
