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
    "with you your u im dont".split())
_FOREIGN = frozenset(
    # Spanish, Portuguese
    "el los las una unos que y pero porque cuando siempre nunca conmigo contigo mi tu su está estoy esta muy más nada "
    "también eu você voce não nao sim mas quando sempre minha meu comigo uma com para por isso ele ela estou "
    # French
    "je tu il elle nous vous ils elles le les des une est suis pas que qui mais parce jamais toujours avec pour dans "
    "mon ma moi toi sans ne se ce "
    # German, Dutch
    "ich du er sie wir ihr das der die und nicht ist bin mein meine mir mich immer nie wenn aber weil mit auch ein "
    "eine hat habe jij ik niet het een maar nooit altijd mijn "
    # Italian
    "io lui lei noi voi che non sono sei mai sempre perché ma quando mio mia con della".split())


def is_foreign(text: str) -> bool:
    """Whether the words are not English, for sure enough to say so kindly."""
    words = [word.casefold() for word in _WORD.findall(text.replace("’", "'"))]
    letters = [char for word in words for char in word]
    if not letters:
        return False
    other_script = sum(1 for char in letters if not unicodedata.name(char, "LATIN").startswith("LATIN"))
    if other_script * 2 > len(letters):
        return True
    foreign = sum(1 for word in words if word in _FOREIGN and word not in _ENGLISH)
    english = sum(1 for word in words if word in _ENGLISH)
    return len(words) >= 3 and foreign >= 2 and foreign > english
