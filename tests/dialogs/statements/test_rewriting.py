"""What becomes of a sentence: every frame's own example, labels, refusals, and sentences of our own."""

import pytest

from content.statements import load
from dialogs.statements import AlreadyGood, Choices, NotAStatement, Praise, Refused, Rewrite, is_complaint, rewrite
from dialogs.statements.labels import find_label
from dialogs.statements.outcomes import Kind
from dialogs.statements.words import read_words
from tests.dialogs.statements.samples import BLAME, NO_BLAME, REFUSED

TABLES = load()
FAMILY = {member: general for general, members in TABLES.families.items() for member in members}
LISTEN = next(frame for frame in TABLES.frames if frame.id == "listen")


def test_the_sentence_the_project_began_with() -> None:
    outcome = rewrite("You never listen to me")
    assert isinstance(outcome, Rewrite)
    assert (outcome.feeling, outcome.situation) == ("lonely", "we don't get time to talk")
    assert outcome.short == "I feel lonely when we don't get time to talk."
    assert outcome.sentence == (
        "I feel lonely when we don't get time to talk. I need to be heard. "
        "Could we talk for ten minutes after dinner tonight?"
    )


def test_frames_are_found_by_their_examples_and_not_by_their_counter_examples() -> None:
    """By pattern or by the model, the frame itself, the one general to it, the act in its own words, or among three."""
    found = {frame.id: rewrite(frame.example) for frame in TABLES.frames}
    named = {
        name: {outcome.frame} if isinstance(outcome, Rewrite) else {offer.frame for offer in outcome.offers}
        for name, outcome in found.items()
        if isinstance(outcome, Rewrite | Choices)
    }
    hits = [name for name, frames in named.items() if {name, FAMILY.get(name, name), "observed"} & frames]
    own = {frame.id for frame in TABLES.frames if not frame.id.startswith("g_")}  # the general ones speak for these
    assert len(own & set(hits)) >= 0.93 * len(own), sorted(own - set(hits))
    others = [(frame.id, rewrite(frame.counter_example)) for frame in TABLES.frames]
    wrong = [name for name, outcome in others if isinstance(outcome, Rewrite) and outcome.frame == name]
    assert len(wrong) <= 0.03 * len(others), wrong


def test_labels_are_found_by_their_examples_and_lead_to_choices() -> None:
    outcomes = {row.id: rewrite(row.example) for row in TABLES.labels.values()}
    chosen = [name for name, outcome in outcomes.items() if isinstance(outcome, Choices) and outcome.label is not None]
    assert len(chosen) >= 0.9 * len(outcomes), sorted(set(outcomes) - set(chosen))
    for row in TABLES.labels.values():
        label = find_label(read_words(row.example))
        assert label is not None, row.id
        assert label.word in row.words
        other = find_label(read_words(row.counter_example))
        assert other is None or other.row.id != row.id


def test_a_label_alone_is_no_sentence_and_offers_what_may_have_happened() -> None:
    outcome = rewrite("You're so selfish")
    assert isinstance(outcome, Choices)
    assert outcome.label == "selfish"
    assert len(outcome.offers) == 3
    assert len({offer.situation for offer in outcome.offers}) == 3
    picked = rewrite("You're so selfish", frame=outcome.offers[1].frame, feeling="worn down")
    assert isinstance(picked, Rewrite)
    assert picked.situation == outcome.offers[1].situation
    assert picked.short.startswith("I feel worn down when ")


@pytest.mark.parametrize("text", [*REFUSED, *load().refusals["examples"]])
def test_no_sentence_is_made_where_somebody_may_be_in_danger(text: str) -> None:
    assert isinstance(rewrite(text), Refused)
    assert not is_complaint(text)


@pytest.mark.parametrize("text", load().refusals["counter_examples"])
def test_innocent_words_are_not_refused(text: str) -> None:
    assert not isinstance(rewrite(text), Refused)


def test_most_blame_is_rewritten_and_hardly_any_is_called_no_statement() -> None:
    outcomes = [rewrite(text) for text in BLAME]
    assert sum(isinstance(outcome, Rewrite) for outcome in outcomes) >= 0.8 * len(BLAME)
    assert sum(isinstance(outcome, (NotAStatement, Praise, AlreadyGood)) for outcome in outcomes) <= 0.1 * len(BLAME)


@pytest.mark.parametrize("text", NO_BLAME)
def test_what_is_no_blame_is_no_complaint(text: str) -> None:
    assert not isinstance(rewrite(text), Rewrite)
    if text != "How can I tell her she never listens?":
        assert not is_complaint(text)


@pytest.mark.parametrize(
    "text",
    [
        "u never listen 2 me",
        "YOU NEVER LISTEN TO ME!!!",
        "you never listen",
        "You’re not listening to me, you never do. You never listen to me",
        "my wife never listens to me",
        "He never listens to me",
        "why don't you ever listen",
        "Why don’t you ever listen to me?",
        "You neverrrr listen to me",
        "I hate that you never listen to me",
        "you don't listen to me",
        "you refuse to listen to me",
        "nobody listens to me",
        "would it kill you to listen",
    ],
)
def test_one_complaint_in_many_spellings(text: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Rewrite)
    assert outcome.frame == "listen"
    assert outcome.situation in (LISTEN.present, *LISTEN.also_present)


@pytest.mark.parametrize(
    "text",
    [
        "You criticise my mother",
        "I never listen to you",
        "I ignore you",
        "You listen to me",
        "You don't have to listen to me",
        "You always need to talk right now",
        "My sister says you never listen",
        "I love that you never yell at me",
        "You stopped yelling at me",
        "You ignore our son",
    ],
)
def test_who_did_what_is_never_turned_round(text: str) -> None:
    outcome = rewrite(text)
    assert not isinstance(outcome, Rewrite) or outcome.situation in text.lower()  # or said as it was told


def test_another_feeling_and_need_may_be_chosen() -> None:
    outcome = rewrite("You never listen to me", feeling="I feel worn down", need="closeness")
    assert isinstance(outcome, Rewrite)
    assert outcome.feeling == "worn down"
    assert outcome.feelings == ("worn down", "lonely", "sad")
    assert outcome.short == "I feel worn down when we don't get time to talk."
    assert outcome.need == "closeness"
    loneliness = rewrite("You never listen to me", feeling="loneliness")
    assert isinstance(loneliness, Rewrite)
    assert loneliness.feeling == "lonely"


def test_the_persons_own_feeling_and_time_are_kept() -> None:
    own = rewrite("It makes me sad when you walk off in the middle of a talk")
    assert isinstance(own, Rewrite)
    assert own.feeling == "sad"
    dated = rewrite("You hung up on me last Friday")
    assert isinstance(dated, Rewrite)
    assert dated.situation.endswith(" last Friday")
    assert dated.short.startswith("I felt ")


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("I cook every night and you never say thanks", "thanks"),
        ("You love your phone more than me", "phone"),
        ("You can't stop looking at your phone", "phone"),
        ("When I cry you just leave the room", "crying"),
        ("Listen to me for once", "listen"),
        ("You used to hug me", "affection"),
        ("How could you forget our anniversary?", "observed"),
        ("my girlfriend's always on her phone", "phone"),
        ("your always on your phone", "observed"),
    ],
)
def test_the_frame_that_is_meant(text: str, frame: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Rewrite)
    assert outcome.frame == frame


def test_a_good_statement_is_left_as_it_is() -> None:
    outcome = rewrite("i feel lonely when we don't get time to talk.  could we talk tonight?")
    assert outcome == AlreadyGood(
        "I feel lonely when we don't get time to talk. could we talk tonight?", ("feeling", "situation", "request")
    )


@pytest.mark.parametrize("text", ["Thank you for listening", "I love how you hold my hand", "You always make me laugh"])
def test_praise_is_praise(text: str) -> None:
    assert rewrite(text) == Praise()


def test_a_faux_feeling_is_no_sentence_of_its_own() -> None:
    assert not isinstance(rewrite("I feel ignored"), Rewrite | Praise)


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        (
            "You gave away my old guitar when we cleared the loft",
            "you gave away my old guitar when we cleared the loft",
        ),
        ("My husband left his wet socks on my pillow again", "you left your wet socks on my pillow"),
        ("Why didn't you tell my parents about the new baby?", "you didn't tell my parents about the new baby"),
        ("You gave my ticket to your cousin on Saturday", "you gave my ticket to your cousin on Saturday"),
        ("You stopped hugging me", "you stopped hugging me"),
        ("Every time I try to talk you walk away", "I try to talk and you walk away"),
        ("You haven't been to a parents' evening since March", "you haven't been to a parents' evening since March"),
    ],
)
def test_an_act_is_said_back_in_the_persons_own_words(text: str, situation: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Rewrite)
    assert outcome.situation == situation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("asdkjh qwrtz", "nonsense"),
        ("12345", "nonsense"),
        ("Nunca me escuchas cuando hablo", "foreign"),
        ("How do I tell her that I'm unhappy?", "coach"),
        ("for (int i = 0; i < 3; i++) { print(i); }", "nonsense"),
        ("You never listen. " * 150, "endless"),
        ("We moved in last May", "fact"),
    ],
)
def test_what_is_no_statement_is_told_apart(text: str, kind: Kind) -> None:
    assert rewrite(text) == NotAStatement(kind)


@pytest.mark.parametrize(
    "text",
    [
        "You made me look like an idiot in front of our friends",
        "You are good at making me feel small",
        "Thanks for telling my secret to your mum",
        "Thanks for waking the baby",
        "you dont never listen me",
        "you don't never help me",
    ],
)
def test_what_hurts_is_never_called_kind(text: str) -> None:
    assert rewrite(text) != Praise()


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("You rolled your eyes at me", "you rolled your eyes at me"),
        ("You forgot my birthday", "you forgot my birthday"),
        ("You booked the holiday without me. Do I not count?", "you booked the holiday without me"),
        ("You said you'd be home at six and you came at nine", "you said you'd be home at six and you came at nine"),
    ],
)
def test_what_is_clear_is_said_in_the_persons_own_words(text: str, situation: str) -> None:
    """Also where a frame of ours fits to the letter: theirs is the event, ours one like it."""
    outcome = rewrite(text)
    assert isinstance(outcome, Rewrite)
    assert outcome.situation == situation


@pytest.mark.parametrize("text", ["I can see you were scared.", "I understand you were frightened when I left."])
def test_seeing_the_others_fear_is_no_danger(text: str) -> None:
    assert not isinstance(rewrite(text), Refused)


def test_a_no_said_twice_is_a_no() -> None:
    outcome = rewrite("you don't never listen to me")
    assert isinstance(outcome, Rewrite)
    assert outcome.frame == "listen"


@pytest.mark.parametrize(
    "text",
    [
        "I push her away when she hugs me",
        "she pushes me to talk",
        "he forces me to talk about it",
        "she attacks me every time I open my mouth",
        "she hit me up for money",
        "I hit the roof when he forgot",
        "she's choking me with her texts",
    ],
)
def test_the_words_of_somebody_who_wants_air_are_not_taken_for_violence(text: str) -> None:
    assert not isinstance(rewrite(text), Refused)


@pytest.mark.parametrize("text", ["she pushed me", "he forces me", "she attacks me", "he hit me", "he is choking me"])
def test_violence_stays_refused(text: str) -> None:
    assert isinstance(rewrite(text), Refused)
