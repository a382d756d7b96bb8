"""Which wording is used: each in its turn, never the same twice in a row, and a question just asked not again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import Catalogue, Screen, Wording, load
from dialogs.engine import Choice, Dialog, End, Move, Turn, Wait
from dialogs.engine import dump as dump_session
from dialogs.engine import load as load_session
from dialogs.engine.effects import Show
from dialogs.engine.events import Tap
from dialogs.engine.wording import KEPT, ROUND, vary
from tests.dialogs.conversation import CONSENTED, Conversation, book_of, says, talk


def catalogue(**counts: int) -> Catalogue:
    """Texts with that many wordings: ``toy.x``, and ``safety.x`` for names that begin with safety."""
    names = {name: f"{'safety' if name.startswith('safety') else 'toy'}.{name}" for name in counts}
    return Catalogue(
        {
            "en": {
                key: Screen(key, tuple(Wording(((f"{name} {number}", None),)) for number in range(counts[name])), {})
                for name, key in names.items()
            }
        }
    )


def picks(keys: list[str], book: Catalogue, turns: list[int]) -> list[tuple[str, int]]:
    """The wording that each text gets, one a step, with what is remembered in between."""
    read: dict[str, int] = {}
    found = []
    for key, turn in zip(keys, turns, strict=True):
        (effect,), read = vary([Show(key, pick=turn)], book, read, "safety")
        assert isinstance(effect, Show)
        found.append((key, effect.pick % len(book.screen(key).wordings)))
    return found


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=2, max_size=40),
    st.tuples(*[st.integers(2, 6)] * 4),
    st.randoms(use_true_random=False),
)
def test_no_text_is_worded_alike_twice_in_a_row(names: list[str], counts: tuple[int, ...], chance: Random) -> None:
    book = catalogue(**dict(zip("abcd", counts, strict=True)))
    last: dict[str, int] = {}
    for key, wording in picks([f"toy.{name}" for name in names], book, [chance.randrange(10**9) for _ in names]):
        assert last.get(key) != wording
        last[key] = wording


def test_all_wordings_come_before_one_comes_again() -> None:
    assert [wording for _, wording in picks(["toy.a"] * 6, catalogue(a=3), [7] * 6)] == [1, 2, 0, 1, 2, 0]


def test_the_first_one_follows_the_seed() -> None:
    assert {picks(["toy.a"], catalogue(a=3), [turn])[0][1] for turn in range(3)} == {0, 1, 2}


def test_two_in_one_step_differ() -> None:
    effects, _ = vary([Show("toy.a", pick=4), Show("toy.a", pick=4)], catalogue(a=2), {}, "safety")
    assert [effect.pick for effect in effects if isinstance(effect, Show)] == [4, 5]


def test_little_is_remembered() -> None:
    book = catalogue(**{f"k{number}": 2 for number in range(40)})
    read: dict[str, int] = {}
    for number in range(40):
        _, read = vary([Show(f"toy.k{number}", pick=10**9)], book, read, "safety")
    assert list(read) == [f"toy.k{number}" for number in range(40 - KEPT, 40)]
    assert all(0 <= number < ROUND for number in read.values())


def test_nothing_is_remembered_of_safety_or_of_what_has_no_choice() -> None:
    book = catalogue(safety_stay=3, one=1)
    assert vary([Show("safety.safety_stay", pick=1), Show("toy.one")], book, {}, "safety")[1] == {}
    danger = ("engine.safety_first", "menu.rest.careful", "careful.rest", "safety.waiting", "safety.told.again")
    told = (*danger, "screening.told.again", "loss.told.again", "plea.heard.first", "young.again")
    for key in told:
        assert len(load().screen(key).wordings) > 1, f"{key} shows nothing here if it has one wording"
        assert vary([Show(key, {"call": "112", "name": "", "line": ""})], load(), {}, "safety")[1] == {}


def test_what_is_remembered_survives_and_is_forgotten_with_the_rest() -> None:
    conversation = talk(book_of(TOY))
    conversation.choose("toy")
    conversation.say("blue")
    session = replace(conversation.session, worded={"toy.ask": 3})
    assert load_session(dump_session(session)) == session
    old = dump_session(session).replace(',"worded":{"toy.ask":3}', "")
    assert load_session(old).worded == {}, "a session of an earlier release remembers nothing"


# -- a question that stands right above --------------------------------------------------------------------------------


def _no_number(turn: Turn) -> None:
    turn.say("plan.no_time")


TOY = Dialog(
    "toy",
    1,
    "ask",
    (
        Wait("ask", (Choice("go", "go", label="Go"), Choice("flip", "flip", label="Flip")), screen="plan.time",
             values=lambda turn: {"if": "it rains", "then": str(turn.facts.get("then") or "wait")}),
        Wait("write", (Choice("back", "back", label="Back"),), text="wrote", screen="plan.often"),
        End("left"),
    ),
    (
        Move("go", "ask", "write"),
        Move("flip", "ask", "ask", do=lambda turn: turn.facts.update(then="walk")),
        Move("wrote", "write", "write", do=_no_number),
        Move("back", "write", "left"),
    ),
    facts={"then": str},
)  # fmt: skip

QUESTION = "Is there an hour"


def toy() -> Conversation:
    conversation = talk(book_of(TOY, detect=lambda text: None), CONSENTED)
    conversation.choose("toy")
    assert QUESTION in conversation.text
    return conversation


def test_a_question_just_asked_is_not_said_again_and_has_its_buttons() -> None:
    conversation = toy()
    before = conversation.labels
    for words in ("blue", "green", "grey"):
        said = conversation.say(words)
        assert says(said, "engine.unclear")
        assert QUESTION not in said
        assert conversation.labels == before
    conversation.choose("go")
    assert conversation.state == "toy.write"


def test_the_line_of_the_dialog_itself_carries_the_buttons() -> None:
    conversation = toy()
    conversation.choose("go")
    said = conversation.say("sometime")
    assert says(said, "plan.no_time")
    assert "How often" not in said
    assert conversation.labels == ["Back"]


def test_a_question_that_reads_otherwise_now_is_said() -> None:
    conversation = toy()
    assert "then I walk" in conversation.choose("flip")


def test_a_question_one_comes_back_to_is_said() -> None:
    conversation = toy()
    assert QUESTION in conversation.say("/nonsense")
    assert QUESTION in conversation.send(Tap("old", "0-0", 0, 1, "long ago"))
