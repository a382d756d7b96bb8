"""What was told of the partner, turned to them; wishes, and those that only say what to stop."""

import pytest

from dialogs.statements import asks_to_stop, compose

TURNED = {
    "when he went to bed without saying goodnight": "I felt sad when you went to bed without saying goodnight.",
    "she was late again": "I felt sad when you were late again.",
    "he doesn't look at me": "I feel sad when you don't look at me.",
    "He looks at his phone and ignores me": "I feel sad when you look at your phone and ignore me.",
    "they hung up on me": "I felt sad when you hung up on me.",
    "he's always late": "I feel sad when you're always late.",
    "he's forgotten my birthday": "I feel sad when you've forgotten my birthday.",
    "she has no time for me": "I feel sad when you have no time for me.",
    "I asked him and he looked away": "I felt sad when I asked you and you looked away.",
    "he hugs his mother but not me": "I feel sad when you hug your mother but not me.",
    "my husband ignores me": "I feel sad when you ignore me.",
    "when my wife was late": "I felt sad when you were late.",
    "my partner forgot their keys": "I felt sad when you forgot your keys.",
    "my girlfriend won't talk to me": "I feel sad when you won't talk to me.",
}
KEPT = (
    "my mother came and she criticised me",
    "he called his mother and she came",
    "she said he was rude",
    "she kissed her",
    "we had plans on Friday and they changed an hour before",
    "the kids cried and they ran",
    "he yodels all day",
    "my wife saw him",
    "my husband and I argued",
    "my wife's mother came",
    "my wife told her mother and she laughed",
    "Sam came and he left",
)
REQUESTS = {
    "he hugs me": "Could you hug me?",
    "him to hug me": "Could you hug me?",
    "my wife to hold my hand": "Could you hold my hand?",
    "I want her to tell me her plans": "Could you tell me your plans?",
    "he texts me when he's late": "Could you text me when you're late?",
    "him not to shout": "Could you not shout?",
    "not to shout": "Could we not shout?",
    "that he tells me": "Could you tell me?",
    "that she would call me": "Could you call me?",
    "that we are a team": "Could we be a team?",
    "her hand": "Could we have her hand?",
}
NEEDS = {
    "him to love me": "I need to be loved.",
    "you to hug me": "I need to be hugged.",
    "her to listen to me": "I need to be listened to.",
    "that he tells me": "I need to be told.",
    "that she listens to me": "I need to be listened to.",
    "that I matter": "I need this: I matter.",
    "he hugs me more": "I need this: he hugs me more.",
}


@pytest.mark.parametrize(("told", "said"), TURNED.items())
def test_the_partner_is_spoken_to(told: str, said: str) -> None:
    assert compose("sad", told) == said


@pytest.mark.parametrize("told", KEPT)
def test_where_it_is_not_plain_who_is_meant_the_words_stay(told: str) -> None:
    assert told in compose("sad", told)


@pytest.mark.parametrize(("wish", "said"), REQUESTS.items())
def test_a_wish_about_the_partner_becomes_a_question_to_them(wish: str, said: str) -> None:
    assert compose("sad", "we argue", None, wish) == f"I feel sad when we argue. {said}"


@pytest.mark.parametrize(("need", "said"), NEEDS.items())
def test_a_need_for_a_deed_becomes_a_need_of_ones_own(need: str, said: str) -> None:
    assert compose("sad", "we argue", need) == f"I feel sad when we argue. {said}"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "stop being a jerk",
            "not to shout",
            "Stop shouting!",
            "could you stop yelling",
            "don't shout",
            "never lie to me",
        ),
        *("I want him to stop ignoring me", "him not to shout", "you to stop nagging me", "no more silent treatment"),
    ],
)
def test_a_wish_may_only_say_what_to_stop(text: str) -> None:
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a hug", "talk instead of shouting", "stop shouting and talk calmly", "stop by the shop on Friday"),
        *("don't forget to call me", "no phones at dinner", "he hugs me", "talk for ten minutes"),
    ],
)
def test_other_wishes_say_what_to_do(text: str) -> None:
    assert not asks_to_stop(text)


@pytest.mark.parametrize("said", ["not now", "No", "skip", "Nothing.", "no thanks", "that he tells me the truth"])
def test_a_need_that_was_not_given_or_is_about_them_is_left_out(said: str) -> None:
    assert compose("sad", "we argue", said) == "I feel sad when we argue."


@pytest.mark.parametrize("said", ["not now", "No", "skip", "nothing!", "I don't know", "that she doesn't shout"])
def test_a_request_that_was_not_given_is_left_out(said: str) -> None:
    assert compose("sad", "we argue", None, said) == "I feel sad when we argue."


@pytest.mark.parametrize("wish", ["stop being a jerk", "please stop acting like a baby", "stop being so lazy!"])
def test_no_request_calls_names(wish: str) -> None:
    assert compose("sad", "we argue", None, wish) == "I feel sad when we argue."


def test_control_characters_go_and_names_keep_their_capitals() -> None:
    assert compose("sad\u202e", "he\u202e was \u0007late") == "I felt sad when you were late."
    assert compose("sad", "when Anna and I argued") == "I felt sad when Anna and I argued."
    assert compose("sad", "when Jean-Luc left") == "I felt sad when Jean-Luc left."
