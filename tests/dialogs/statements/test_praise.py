"""Thanks and love, told from what only sounds like them; and sentences in which two roles are possible."""

import pytest

from dialogs.statements import AlreadyGood, Ask, Choices, NotAStatement, Praise, Refused, Rewrite, hear_feeling, rewrite

KIND = (
    *("Thanks", "thank you so much", "Thank you for listening", "Thanks for cooking tonight", "Thank you for dinner"),
    *("thanks for being there", "Thanks for the hug", "You made me happy yesterday", "You always make me laugh"),
    *("I appreciate how you hold me", "I'm proud of you", "I'm so lucky to have you", "You are so kind"),
    *("You're great with the kids", "I love you so much", "Thanks for taking out the trash"),
)
BITTER = (
    *("You made me look like an idiot in front of our friends", "You always make me look like an idiot"),
    *("You are good at making me feel small", "Thanks for telling everyone I'm pregnant", "Thanks for nothing"),
    *("Thanks for telling my secret to your mum", "Thanks for waking the baby", "thanks for making me cry"),
    *("Thanks for the silent treatment", "Thanks for sharing my photos with your ex", "You're amazing at pretending"),
    *("I love how you never listen", "You are kind to everyone but me", "Thank you for always being late"),
)
EITHER_SIDE = (
    *("Oh so now you want to talk", "Now you want to talk?", "You want to talk now, after three days of silence"),
    *("You never pick up the kids on time", "You never cook and I love you", "You always have to have the last word"),
    *("Why do you need to know everything I do?", "Nothing I do is ever good enough for you"),
)
FELT = """small insecure empty lost jealous nervous stressed exhausted helpless panicky restless hopeful calm""".split()


@pytest.mark.parametrize("text", KIND)
def test_what_is_plainly_kind_is_praise(text: str) -> None:
    assert rewrite(text) == Praise()


@pytest.mark.parametrize("text", [*BITTER, *EITHER_SIDE])
def test_what_may_hurt_is_never_taken_for_kind(text: str) -> None:
    assert not isinstance(rewrite(text), Praise | AlreadyGood)


@pytest.mark.parametrize("text", EITHER_SIDE[:4])
def test_where_two_roles_are_possible_the_person_says_which(text: str) -> None:
    assert isinstance(rewrite(text), Ask | Choices)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("you dont never listen me", "listen"),
        ("you dont never help me", "observed"),
        ("You never help with the kids", "observed"),
        ("I can't breathe around you", "space"),
    ],
)
def test_where_one_side_is_plain_its_frame_speaks(text: str, frame: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Rewrite)
    assert outcome.frame == frame


def test_being_short_of_breath_is_no_complaint() -> None:
    assert isinstance(rewrite("i cant breathe"), NotAStatement | Refused)


@pytest.mark.parametrize("word", FELT)
def test_one_common_word_is_a_feeling(word: str) -> None:
    assert hear_feeling(word).feelings == (word,)


@pytest.mark.parametrize("word", ["meh", "hopeless", "unimportant"])
def test_words_that_name_no_feeling(word: str) -> None:
    assert hear_feeling(word).feelings == ()
