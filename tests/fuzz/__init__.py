"""Fuzzing: generated updates, valid, malformed and hostile, through the real handler (``python -m tests.fuzz``)."""
