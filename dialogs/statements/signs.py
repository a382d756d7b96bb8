"""Signs: what the rules see in a text, read once: blame, a frame that fits, a label, feelings, praise, reproaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.statement_rows import FrameRow
from dialogs.assessment import Issue, find_issues
from dialogs.statements.blame import GRAVE_ENOUGH
from dialogs.statements.feelings import Heard, hear
from dialogs.statements.focus import focus, without_label
from dialogs.statements.frames import Fit, find_fit, is_welcome
from dialogs.statements.idioms import find_idiom
from dialogs.statements.labels import Label, find_label
from dialogs.statements.praise import Tone, tone_of_praise
from dialogs.statements.reproaches import is_unclear, reproaches
from dialogs.statements.words import Word

_SHORT = 10  # words
_PARTNER = frozenset("you he she they partner my".split())
_BESIDE = frozenset("and but because cause cos so since that until while if once love thanks thank".split())


@dataclass(frozen=True, slots=True)
class Signs:
    """``told`` are the words that tell what happened; ``welcome``: "always" or "never" is said of something good;
    ``unclear``: a frame would guess who did what.
    """

    text: str
    words: Sequence[Word]
    told: Sequence[Word]
    heard: Heard
    issues: tuple[Issue, ...]
    fit: Fit | None
    label: Label | None
    idiom: FrameRow | None
    tone: Tone | None
    welcome: bool
    reproached: bool
    unclear: bool

    @property
    def labelling(self) -> bool:
        """Whether it says what somebody is, and nothing of what happened."""
        return self.label is not None and len(self.told) == len(self.words)

    @property
    def praising(self) -> bool:
        """Whether it is thanks or love in so many words."""
        bitter = any(issue.code == "CONTEMPT" for issue in self.issues)
        return self.welcome or (self.tone == "kind" and not bitter)

    @property
    def blamed(self) -> bool:
        """Whether the rules find blame."""
        return any(issue.severity >= GRAVE_ENOUGH for issue in self.issues)

    @property
    def plain(self) -> bool:
        """Whether rules and patterns agree that the partner is blamed: then no model is asked."""
        if self.praising or self.fit is None or self.fit.subject != "you":
            return False
        return self.blamed or self.short

    @property
    def short(self) -> bool:
        """Whether it is nothing but a reproach, with no reason, feeling or question beside: "you don't listen"."""
        texts = [word.text for word in self.told]
        alone = len(texts) <= _SHORT and not _BESIDE.intersection(texts) and "?" not in self.text
        return alone and self.reproached and not (self.praising or self.heard.feelings) and texts[0] in _PARTNER

    @property
    def names(self) -> Iterator[str]:
        """The signs that stand in the text, by name, for the model of acts."""
        yield from (f"!{issue.code}" for issue in self.issues)
        yield f"!blamed {self.blamed}"
        yield f"!fit {self.fit is not None}"
        yield f"!both {self.fit is not None and self.blamed}"
        yield f"!label {self.label is not None}"
        yield f"!feeling {bool(self.heard.feelings)}"
        yield f"!faux {self.heard.faux is not None}"
        yield f"!tone {self.tone}"
        yield f"!welcome {self.welcome}"
        yield f"!reproach {self.reproached}"


def read_signs(text: str, words: Sequence[Word]) -> Signs:
    """Everything the rules see in a text."""
    label = find_label(words)
    told = focus(words if label is None else without_label(words, label) or words)
    return Signs(
        text=text,
        words=words,
        told=told,
        heard=hear(words),
        issues=find_issues(text),
        fit=find_fit(text, told) or (find_fit(text, words) if len(told) < len(words) else None),
        label=label,
        idiom=find_idiom(told),
        tone=tone_of_praise(words),
        welcome=is_welcome(words),
        reproached=reproaches(words),
        unclear=is_unclear(words),
    )
