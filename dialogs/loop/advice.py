"""The advice: one practice for the step that is cheapest to interrupt.

A sign in the body: what eased this person most so far, else cyclic sighing (Balban et al., 2023). A move of reaching:
something that puts time or warmth before it; a move of retreating: something that is said before going.
"""

from __future__ import annotations

from dialogs.engine import Person
from dialogs.loop.pattern import Habit
from dialogs.role.guess import guess
from dialogs.what_works import effects

SOOTHING = ("sighing", "breathing", "grounding", "pause", "name_it", "compassion")  # what can be done on the spot
_FOR_MOVE = {
    "asked": "gap",
    "wrote": "hold",
    "after": "gap",
    "louder": "gap",
    "listed": "gap",
    "okay": "small_bid",
    "quiet": "one_feeling",
    "left": "space",
    "screen": "pause",
    "subject": "pause",
    "fine": "one_feeling",
    "busy": "space",
}
_FOR_ROLE = {"pursuer": "gap", "distancer": "one_feeling"}
_FOR_BOTH = "pause"


def practice_for(habit: Habit, person: Person) -> str:
    """The name of the practice to suggest for one of the person's own steps."""
    if habit.step == "body":
        return next((effect.name for effect in effects(person) if effect.clear and effect.name in SOOTHING), "sighing")
    if "key" in habit.answer:
        return _FOR_MOVE.get(habit.answer["key"], _FOR_BOTH)
    side = guess(f"I {habit.answer['words']}").role
    return _FOR_ROLE.get(side) or _FOR_ROLE.get(person.role or "", _FOR_BOTH)
