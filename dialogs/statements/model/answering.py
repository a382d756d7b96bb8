"""Answering: the parts in a model's answer, or the codes of the rules it broke; and the statement from the parts.

Whatever form was asked for, everything is checked here: the keys, the lists, the lengths, blame, danger, fidelity.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content import model
from content.statements import load
from dialogs.assessment import find_issues
from dialogs.statements.blame import find_blame
from dialogs.statements.composing import bare_feeling, compose
from dialogs.statements.feelings import hear_feeling
from dialogs.statements.model.deeds import read_deeds
from dialogs.statements.model.fidelity import strange, unfaithful
from dialogs.statements.model.prompting import PARTS, REQUEST, SITUATION, feelings, needs
from dialogs.statements.outcomes import Rewrite
from dialogs.statements.realising import OFFERED, phrase_of
from dialogs.statements.refusals import find_danger
from dialogs.statements.words import read_words

ABSTAINED = "ABSTAINED"  # the model says that the sentence doesn't tell what happened: no second try
FRAME = "model"  # what stands as the frame of a statement that a model helped with
_SEVERE = 2
_WORDS = 20  # of a situation
_SUBJECTS = frozenset("i we you my our your the it there nobody nothing".split())
_FENCED = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)
_UNFIT = re.compile(r"[<>{}\[\]\\|@#*_`~^=]|https?:|www\.")
_OWN = re.compile(r"\b(?:i|we)(?:\s+(?:am|was|are|were)|['’](?:m|re))\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?;:]")
_MORE_FEELINGS = ("hurt", "lonely", "frustrated", "sad")
_MORE_NEEDS = ("to be heard", "understanding", "to feel we're a team")


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer came to: ``parts``, or ``faults``, the codes of the rules it broke."""

    parts: Mapping[str, str] | None
    faults: tuple[str, ...] = ()

    @property
    def abstained(self) -> bool:
        """Whether asking again would be of no use."""
        return ABSTAINED in self.faults


def read_reply(content: str, sentence: str) -> Reply:
    """Read and check what a model answered about a sentence. Any text will do."""
    value = _object(content)
    if value is None:
        return Reply(None, ("NO_JSON",))
    if set(value) != set(PARTS) or not all(isinstance(each, str) for each in value.values()):
        return Reply(None, ("KEYS",))
    parts = {name: " ".join(value[name].split()) for name in PARTS}
    parts["situation"] = _clause(parts["situation"])
    faults = faults_of(parts, sentence)
    return Reply(None, faults) if faults else Reply(parts)


def faults_of(parts: Mapping[str, Any], sentence: str) -> tuple[str, ...]:
    """The codes of the rules that these parts of a statement about a sentence break; none if they may stand."""
    if set(parts) != set(PARTS) or not all(isinstance(part, str) for part in parts.values()):
        return ("KEYS",)
    situation, request = parts["situation"], parts["request"]
    if not situation:
        return (ABSTAINED,)
    found = {
        **dict.fromkeys(["FEELING"] if parts["feeling"] not in feelings() else []),
        **dict.fromkeys(["NEED"] if parts["need"] not in needs() else []),
        **dict.fromkeys(["SITUATION"] if not _is_clause(situation) else []),
        **dict.fromkeys(["REQUEST"] if not _is_request(request) else []),
    }
    if found:  # what has no form is not read any further
        return tuple(found)
    if not read_deeds(situation):
        return ("SITUATION",)
    made = _state(parts["feeling"], situation, parts["need"], request)
    found |= dict.fromkeys(sorted(unfaithful(situation, sentence) | strange(request, sentence)))
    found |= dict.fromkeys(each.code.value for each in find_issues(made) if each.severity >= _SEVERE)
    if (blame := find_blame(made)) is not None:
        found[blame.code] = None
    turned = find_issues(_OWN.sub("you are", situation))  # a name for oneself is one, too
    found |= dict.fromkeys(each.code.value for each in turned if each.severity > _SEVERE)
    if find_danger(made, read_words(made, most=None)).kind is not None:
        found["DANGER"] = None
    return tuple(found)


def rewrite_from(
    parts: Mapping[str, str], draft: str, *, feeling: str | None = None, need: str | None = None
) -> Rewrite:
    """The statement from parts that may stand; ``feeling`` and ``need`` are the person's own choice.

    Feelings that the person named come first; the model's is a guess like ours.
    """
    situation, request = parts["situation"], parts["request"]
    own = [word for word in hear_feeling(draft).feelings if word in feelings()]
    offered = tuple(dict.fromkeys((*own, parts["feeling"], *_MORE_FEELINGS)))[:OFFERED]
    used = bare_feeling(feeling or "") or offered[0]
    needed = phrase_of(need) if need else parts["need"]
    choices = offered if used in offered else (used, *offered)[:OFFERED]
    return Rewrite(
        frame=FRAME,
        sentence=_state(used, situation, needed, request),
        short=_state(used, situation),
        feeling=used,
        feelings=choices,
        need=needed,
        needs=tuple(dict.fromkeys((needed, parts["need"], *_MORE_NEEDS)))[:OFFERED],
        request=request,
        situation=situation,
        alternatives=tuple(_state(word, situation, needed, request) for word in choices if word != used),
    )


def _state(feeling: str, situation: str, need: str = "", request: str = "") -> str:
    """The statement, composed as one from the person's own parts is.

    Where that takes the situation for a noun ("my parents visit"), it is a clause all the same, in the present.
    """
    made = compose(feeling, situation, need, request)
    if f"{bare_feeling(feeling)} when " in made:
        return made
    joints = load().sentences
    feel = joints["feel.present"].format(feeling=bare_feeling(feeling))
    short = joints["join.situation"].format(feel=feel, connector="when", situation=situation)
    return " ".join(part for part in (short, compose("", "", need, request)) if part)


def _object(content: str) -> dict[str, Any] | None:
    """The one JSON object of an answer, in a fence or with words around it; None if there is none."""
    if (fenced := _FENCED.match(content)) is not None:
        content = fenced[1]
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        value = json.loads(content[start : end + 1], object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


def _clause(situation: str) -> str:
    """A bare clause: without "when" at its start and the mark at its end."""
    bare = situation.strip(" .!,")
    if bare.lower().startswith("when "):
        bare = bare[5:]
    first = bare.partition(" ")[0]
    return bare[:1].lower() + bare[1:] if first.lower() in _SUBJECTS - {"i"} else bare


def _is_clause(situation: str) -> bool:
    words = situation.lower().replace("’", "'").split()
    return (
        len(situation) <= SITUATION
        and 2 <= len(words) <= _WORDS
        and words[0].partition("'")[0] in _SUBJECTS
        and situation.isprintable()
        and not _UNFIT.search(situation)
        and not _ENDS.search(situation)
    )


def _is_request(request: str) -> bool:
    low = request.lower()
    return (
        len(request) <= REQUEST
        and any(low.startswith(f"{opening} ") for opening in model.load().openings)
        and request.isprintable()
        and not _UNFIT.search(request)
        and _ENDS.findall(request) == ["?"]
        and request.endswith("?")
    )
