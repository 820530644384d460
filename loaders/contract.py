"""Constants that the parser and the server share; each half would otherwise keep a copy."""

MAX_BYTES = 5_000_000
