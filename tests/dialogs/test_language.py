"""Only what is plainly another language counts as one."""

from __future__ import annotations

import pytest

from dialogs.language import is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "no me escuchas nunca",
        "nunca me escuchas cuando hablo",
        "Você nunca me escuta quando eu falo",
        "tu ne m'écoutes jamais",
        "Du hörst mir nie zu",
        "Ты никогда меня не слушаешь",
        "أنت لا تستمع إلي أبدا",
        "你从来不听我说话",
        "non mi ascolti mai",
        "je luistert nooit naar mij",
        "तुम मेरी बात कभी नहीं सुनते",
        "tum mujhe kabhi nahi sunte",
        "nigdy mnie nie słuchasz",
        "beni hiç dinlemiyorsun",
        "kamu tidak pernah dengar saya",
        "mi marido no me habla",
        "mi mujer no me escucha",
        "no me habla",
        "mi novio me ignora",
        "mon mari ne parle pas",
        "mio marito non parla",
    ],
)
def test_other_languages(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "You never listen to me",
        "u never txt me back",
        "he's so annoying innit",
        "I die inside when he walks out",
        "José forgot our date again",
        "my partner went quiet at the café",
        "ok",
        "",
        "12:30",
        "🙂🙂",
        "Sam",
        "no",
        "wen i talk he jus leaves",
        "she dey always shout on me",
        "ya nah yeah he never rings",
        "me too",
        "I'd die without her",
        "I’d die without him",
        "he'd die without me",
        "id die without her",
        "she's on me",
        "they'll die before they say sorry",
        "he doesn't want me",
        "I couldn't do a thing",
        "la la la",
        "my MIL, my SIL and her kids came",
        "we had tapas con mucho gusto on Friday and you left early",
    ],
)
def test_english_of_all_kinds(text: str) -> None:
    assert not is_foreign(text)
