"""The five-question dialog in the fewest words: what every peer has to say, and where it is pointed at."""

from __future__ import annotations

import os
from pathlib import Path

QUESTIONS = 5
TOKEN = os.environ["TELEGRAM_BOT_TOKEN"]
ADDRESS = os.environ["TELEGRAM_API_BASE_URL"]
FOLDER = Path(os.environ["HALFWAY_DATA_DIR"])


def answer(answers: list[str] | None, text: str) -> tuple[list[str] | None, str]:
    """From the answers so far (None where nothing is asked) and a text to the answers now and the reply."""
    if answers is None:
        return [], f"Question 1 of {QUESTIONS}"
    answers = [*answers, text]
    if len(answers) == QUESTIONS:
        return None, "Done: " + "|".join(answers)
    return answers, f"Question {len(answers) + 1} of {QUESTIONS}"
