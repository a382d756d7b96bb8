"""Language: whether words are plainly in another language than English.

Only a plain case counts: a script English does not use, or the small words of another language outweighing English
ones. Names, typos and a borrowed word don't.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENGLISH = frozenset(
    "a about after again all always am an and any are as at be because been but by can could did do does don't for "
    "from get got had has have he her him his how i i'm if in is it its just like me my never no not of on or our out "
    "she so some that the their them then there they this to too up us very want was we were what when who why will "
    "with without love need you your u im ive id hes shes theyre dont didnt doesnt cant wont".split()
)
# "I'd", "she's", "they'll", "couldn't": no other language joins these words to these endings.
_CONTRACTED = re.compile(r"(?:i|you|he|she|it|we|they|that|there|who|what)'(?:d|ll|m|re|s|ve)|[a-z]+n't")
_FOREIGN = frozenset(
    # Spanish, Portuguese
    "el los las una unos que y pero porque cuando siempre nunca conmigo contigo mi tu su te lo está esta estoy estás "
    "muy más nada también yo él ella nosotros ellos casa quiero puedo hace cada vez hablar eres soy tienes tengo "
    "marido esposo esposa mujer novio novia pareja habla hablas escucha escuchas "
    "eu você voce vc não nao sim mas quando sempre minha meu comigo uma com para por isso ele ela estou fica ficar "
    "quer fala nem "
    # French
    "je tu il elle nous vous ils elles le les des une est suis pas que qui mais parce jamais toujours avec pour dans "
    "mon ma moi toi sans ne se ce es m'écoutes écoute veux peux fait quand "
    # German, Dutch
    "ich du er sie wir ihr das der die und nicht ist bin bist mein meine mir mich immer nie wenn aber weil mit auch "
    "ein eine hat habe hast zu zuhause nichts jij je ik niet het een maar nooit altijd mijn luistert "
    # Italian, Polish, Turkish, Indonesian, Hindi in Latin letters
    "io lui lei noi voi che non sono sei mai sempre perché ma quando mio mia con della ascolti "
    "nie nigdy zawsze się jest mnie ty ja beni hiç zaman asla değil bir ben sen kamu tidak saya aku pernah selalu "
    "mujhe tum hai nahi nahin kabhi mera meri kya main".split()
)
_SHARED = frozenset(
    "no me a in is so on or an as he i was are will not do die her man con main fait je ma es per".split()
)
_ACCENT = re.compile(r"[à-öø-ÿąćęłńśźżğışñ]")


def is_foreign(text: str) -> bool:
    """Whether the words are not English, for sure enough to say so kindly."""
    words = [word.casefold() for word in _WORD.findall(text.replace("’", "'"))]
    letters = [char for word in words for char in word]
    if not letters:
        return False
    other_script = sum(1 for char in letters if not unicodedata.name(char, "LATIN").startswith("LATIN"))
    if other_script * 2 > len(letters):
        return True
    if len(words) < 3:
        return False
    english_ones = [word for word in words if word in _ENGLISH or _CONTRACTED.fullmatch(word)]
    others = [word for word in words if word not in _ENGLISH and not _CONTRACTED.fullmatch(word)]
    foreign = sum(1 for word in others if word in _FOREIGN or _ACCENT.search(word))
    either = sum(1 for word in words if word in _SHARED)
    english = sum(1 for word in english_ones if word not in _SHARED)
    return foreign >= 1 and foreign + either >= 2 and foreign > english
