"""The telling: an episode, or the loop of several, as a few lines of text, and a step as the "if" of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from content import catalogue
from content.catalogue import Phrase, Value
from dialogs.loop.pattern import Habit
from dialogs.loop.steps import TOLD, Answer, Answers, said


def tell(answers: Answers) -> Value:
    """An episode in a few lines, in the order in which it happened."""
    return _lines(
        Phrase("loop.line", {"label": label_of(step, answers[step]), "answer": quoted(step, answers[step])})
        for step in TOLD
        if step in answers
    )


def tell_counted(habits: Sequence[Habit]) -> Value:
    """What comes back at each step, and how often."""
    return _lines(
        Phrase(
            "loop.line_counted",
            {
                "label": label_of(habit.step, habit.answer),
                "answer": quoted(habit.step, habit.answer),
                "times": habit.times,
                "count": habit.count,
            },
        )
        for habit in habits
    )


def quoted(step: str, answer: Answer) -> Value:
    """An answer within a sentence of ours: own words stand in quotation marks, to the letter."""
    return said(step, answer) if "key" in answer else Phrase("loop.own", {"words": answer["words"]})


def label_of(step: str, answer: Answer) -> Phrase:
    """What stands before an answer: own words may be a whole sentence, before which "I" would not do."""
    return Phrase(f"loop.labels.{'tapped' if 'key' in answer else 'own'}.{step}")


def moment(step: str, answer: Answer, locale: str) -> str:
    """One of the person's own steps as the "if" of an if-then plan: "I notice a tight chest"."""
    return catalogue.load().plain(Phrase(f"loop.if.{step}", {"answer": quoted(step, answer)}), locale)


def _lines(lines: Iterable[Phrase]) -> Value:
    joined: Value = ""
    for line in lines:
        joined = Phrase("loop.lines", {"before": joined, "line": line}) if joined else line
    return joined
