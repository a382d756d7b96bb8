"""Rephrase: blame in, an "I" statement out; or a sentence built step by step."""
