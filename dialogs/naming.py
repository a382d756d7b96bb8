"""Names: what to call a person, read from what they typed."""

from __future__ import annotations

import re

LONGEST = 40  # characters; a longer answer is a sentence and no name
_LEAD = re.compile(
    r"^(?:hi|hello|hey)?[\s,.!]*(?:i'?\s?a?m|my name(?: i|')s|it(?: i|')s|call me|name(?: i|')s|just)\s+", re.IGNORECASE
)
_EDGE = " \t\n.,!?;:\"'“”‘’()[]<>/\\*_~`"


def read_name(text: str) -> str | None:
    """The name in an answer such as "Sam", "I'm Sam" or "call me Sam!"; None where there is none."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).replace("’", "'").split())
    name = _LEAD.sub("", plain).strip(_EDGE)
    if not name or len(name) > LONGEST or len(name.split()) > 4 or not any(char.isalpha() for char in name):
        return None
    return name[0].upper() + name[1:]
