"""Words offered as buttons, such as feelings, and words of their own that people type instead."""

from __future__ import annotations

from collections.abc import Sequence

from content.catalogue import Phrase, Value
from dialogs import statements
from dialogs.engine import Choice, Turn

FEELINGS = ("sad", "hurt", "lonely", "scared", "angry", "frustrated", "overwhelmed", "tense", "ashamed", "tired")
NEEDS = ("closeness", "reassurance", "heard", "rest", "space", "help", "respect", "honesty", "appreciation", "calm")
LONGEST = 60  # characters of a typed word: it has to fit into a sentence
FEW = 3  # words that may be a feeling nobody listed: "so very small"
_NO_FEELINGS = frozenset(  # "it doesn't fit"
    "yes yeah no nope ok okay it that this you he she they what why an nothing none done dunno idk not half".split()
)
_LEADS = ("i feel ", "i felt ", "i am ", "i'm ", "im ", "feeling ", "i was ", "just ", "kind of ", "it's ", "its ")


def chips(group: str, names: Sequence[str], trigger: str = "chosen") -> tuple[Choice, ...]:
    """Buttons for words of ``content/<locale>/words.toml``, each with its name as the value."""
    return tuple(Choice(name, trigger, name, label=Phrase(f"words.{group}.{name}")) for name in names)


def feeling(word: str | None) -> Value:
    """A feeling to show: one of the list in the reader's language, any other as it was typed."""
    return Phrase(f"words.feelings.{word}") if word in FEELINGS else word or ""


def named_feeling(turn: Turn) -> bool:
    """Whether the answer is a feeling we know, or has one in it; few words of the person's own count when repeated."""
    if turn.text is None:
        return True
    words = _bare(turn.text)
    heard = statements.hear_feeling(f"I feel {words}")
    if heard.feelings or heard.faux:
        return True
    typed = words.casefold().split()
    return bool(turn.facts.get("insisted")) and 0 < len(typed) <= FEW and typed[0] not in _NO_FEELINGS


def ask_for_one_word(turn: Turn) -> None:
    """Say that one word is enough; what is short and typed again is taken as it stands."""
    turn.facts["insisted"] = True
    turn.say("words.one_word")


def read_feeling(text: str) -> str:
    """A typed feeling as it fits after "I feel": "I'm so tired." → "so tired"; of a whole sentence, its feeling."""
    words = _bare(text)
    if len(words.split()) > FEW and (heard := statements.hear_feeling(text).feelings):
        return heard[0]
    return words[:LONGEST].rstrip()


def _bare(text: str) -> str:
    words = " ".join("".join(char if char.isprintable() else " " for char in text).replace("’", "'").split()).strip(
        " .!,?"
    )
    while lead := next((lead for lead in _LEADS if words.casefold().startswith(lead)), None):
        words = words[len(lead) :]
    return words
