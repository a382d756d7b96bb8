"""Words offered as buttons, such as feelings, and words of their own that people type instead."""

from __future__ import annotations

from collections.abc import Sequence

from content.catalogue import Phrase, Value
from dialogs.engine import Choice

FEELINGS = ("sad", "hurt", "lonely", "scared", "angry", "frustrated", "overwhelmed", "tense", "ashamed", "tired")
LONGEST = 60  # characters of a typed word: it has to fit into a sentence
_LEADS = ("i feel ", "i felt ", "i am ", "i'm ", "im ", "feeling ", "i was ", "just ")


def chips(group: str, names: Sequence[str], trigger: str = "chosen") -> tuple[Choice, ...]:
    """Buttons for words of ``content/<locale>/words.toml``, each with its name as the value."""
    return tuple(Choice(name, trigger, name, label=Phrase(f"words.{group}.{name}")) for name in names)


def feeling(word: str | None) -> Value:
    """A feeling to show: one of the list in the reader's language, any other as it was typed."""
    return Phrase(f"words.feelings.{word}") if word in FEELINGS else word or ""


def read_feeling(text: str) -> str:
    """A typed feeling as it fits after "I feel": "I'm so tired." → "so tired"."""
    words = " ".join(text.replace("’", "'").split()).strip(" .!,")
    while lead := next((lead for lead in _LEADS if words.casefold().startswith(lead)), None):
        words = words[len(lead) :]
    return words[:LONGEST].rstrip()
