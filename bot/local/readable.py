"""Readable: what the engines say of one text, for a person in a terminal."""

from __future__ import annotations

from bot.local.answers import Answer, Task

_LEVELS = {"A": "act now", "B": "ask at once", "C": "check gently"}
_BANDS = {"ready": "ready to say", "nearly": "nearly there", "draft": "a draft", "cool_down": "better after a break"}


def describe(task: Task, text: str, found: Answer) -> str:
    """The answer in a few lines; ``found`` is what ``answer`` gave."""
    if task == "rewrite":
        return _rewrite(found)
    if task == "assess":
        return _assess(text, found)
    if task == "screen":
        if found["tier"] is None:
            return "Nothing found. The detectors are a floor: they read words, not people."
        return f"{found['kind']} (tier {found['tier']}: {_LEVELS[found['tier']]})"
    because = f", from: {'; '.join(found['because'])}" if found["because"] else ""
    return f"{found['role']} ({found['confidence']:.0%} sure{because})"


def _rewrite(found: Answer) -> str:
    lines = [line for line in (found["text"], found["question"]) if line]
    lines += [f"  or: {other}" for other in found["alternatives"]]
    lines += [f"  {at}. {choice['situation']}\n     {choice['text']}" for at, choice in enumerate(found["choices"], 1)]
    return "\n".join([*lines, f"[{found['outcome']}]"])


def _assess(text: str, found: Answer) -> str:
    lines = [f"{found['score']} of 100, {_BANDS[found['band']]} (level {found['level']})"]
    lines += [
        f"  {issue['code']} ({issue['severity']}): {text[issue['start'] : issue['end']]}" for issue in found["issues"]
    ]
    lines += [line for line in (found["strength"], found["question"]) if line]
    return "\n".join(lines)
