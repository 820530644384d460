"""The base of all rates."""

RATE_BASE = 10_000  # characters or tokens that a rate is stated per
