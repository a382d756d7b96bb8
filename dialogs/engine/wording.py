"""Which wording of a text is used, so that nobody reads the same words twice in a row.

A text that has several is worded by turns: at first by the session's seed, after that the one that follows the one read
last. For that the session keeps a small number for each of the few texts last read. And a question that is asked again
at once, behind a line that says why, is not said again: it still stands right above, and the line gets its buttons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from content.catalogue import Catalogue
from dialogs.engine.effects import Ack, Answered, Effect, Record, Show

KEPT = 12  # texts that are remembered: more than lie between a menu and the next
ROUND = 60  # what the numbers are kept below: whole turns of up to six wordings
_TOLD = ("engine.safety_first", ".careful")  # of danger: safety comes first, couple exercises are set aside
_MET = ("loss.", "plea.", "young.", "careful.", "screening.told.", "screening.responsible.")  # what was told besides
_WHY = ("engine.unclear", "engine.other_language", "engine.too_long", "engine.unreadable.", "engine.safety_first")


def vary(
    effects: Iterable[Effect], catalogue: Catalogue, read: Mapping[str, int], private: str
) -> tuple[list[Effect], dict[str, int]]:
    """The effects with the wordings they get, and what is remembered of it.

    Of ``private``, the safety dialog, nothing is, and of what is said on its account, or to a loss, a cry for help, an
    age: what is kept must not tell that somebody was there. These texts go round by the count of questions alone.
    """
    kept, varied = dict(read), list(effects)
    for index, effect in enumerate(varied):
        if not isinstance(effect, Show) or not catalogue.has(effect.key):
            continue
        told = effect.key.startswith((f"{private}.", *_MET)) or effect.key.endswith(_TOLD)
        if len(catalogue.screen(effect.key).wordings) == 1 or told:
            continue
        last = kept.pop(effect.key, None)  # put in again at the end, as the latest
        pick = effect.pick if last is None else last + 1
        kept[effect.key] = pick % ROUND
        varied[index] = replace(effect, pick=pick)
    return varied, dict(list(kept.items())[-KEPT:])


def explains(effects: Sequence[Effect], moved: bool) -> bool:
    """Whether the effects say why the same question is asked again, and nothing else.

    ``moved`` is whether the dialog itself led back to it, with a line of its own.
    """
    if not effects or not isinstance(effects[-1], Show):
        return False
    shown = [effect for effect in effects if isinstance(effect, Show)]
    quiet = all(isinstance(effect, Show | Ack | Answered | Record) for effect in effects)
    return quiet and all(show.key.startswith(_WHY) or (moved and not show.key.startswith("engine.")) for show in shown)
