"""Attempt: what somebody wrote as an "I" statement, as plain words in which the partner is always "you".

Three things are settled here once, so that no rule has to: who is spoken of ("he never listens" blames as "you never
listen" does; a boss who never listens is somebody else), what is only reported ("he said 'you never …'"), and what is
owned as a guess ("the story I tell myself is that you …").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.assessment.names import NAME, leads, with_names
from dialogs.assessment.patterns import read_pattern, words_of
from dialogs.assessment.tokens import PAUSES, Token, read_tokens

QUOTED = "quoted"  # the word that stands for somebody's quoted words
_QUOTE = re.compile(
    r"[\"“„«][^\"“”„«»]{2,400}[\"”“»]|(?<![^\W_])['‘](?!\s)[^'‘’\n]*(?:['’](?=\w)[^'‘’\n]*)*['’](?![^\W_])"
)
_HEARD = re.compile(  # what stands before a quotation of one word
    r"(?i)\b(?:hear|heard|hearing|sa(?:y|ys|id|ying)|get|got|repl(?:y|ied)|answer(?:s|ed)?|with|just|an?)\s*,?\s*$"
)
_ALL = 0.8  # of a text: a quotation as long as this is the attempt itself
_NEAR = 8  # words in which "me" shows that the one who is named is the partner
_STOPS = frozenset([".", "!", "!!", "?"])
_JOINTS = frozenset("and because when".split())  # what no quotation ends with
_SINGULAR = {"he": "you", "she": "you", "him": "you", "his": "your", "himself": "yourself", "herself": "yourself"}
_PLURAL = {"they": "you", "them": "you", "their": "your", "themselves": "yourself", "themself": "yourself"}
_OTHER = {"you": "third", "your": "thirds", "yourself": "thirdself"}


@dataclass(frozen=True)
class Attempt:
    """A text, its tokens, and the marks of words that are reported or owned as a guess (by token number)."""

    text: str
    tokens: tuple[Token, ...]
    reported: frozenset[int]
    hedged: frozenset[int]

    @cached_property
    def plain(self) -> str:
        """The tokens, each with a space around it; what patterns are matched against."""
        return " " + "".join(f"{token.text} " for token in self.tokens)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens)

    @cached_property
    def _offsets(self) -> list[int]:
        offsets, at = [], 1
        for token in self.tokens:
            offsets.append(at)
            at += len(token.text) + 1
        return offsets

    def token_at(self, offset: int) -> int:
        """The number of the token at this place of the plain words."""
        return max(0, bisect_right(self._offsets, offset) - 1)

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence around a token, as token numbers [from, to)."""
        start = end = min(at, len(self.tokens) - 1)
        while start > 0 and self.tokens[start - 1].text not in _STOPS:
            start -= 1
        while end < len(self.tokens) and self.tokens[end].text not in _STOPS:
            end += 1
        return start, end

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens first..last stand in the text, without pauses at either end or a joint at their own."""
        while last > first and (self.tokens[last].text in PAUSES | _JOINTS or self._begins_anew(last)):
            last -= 1
        while first < last and self.tokens[first].text in PAUSES:
            first += 1
        return self.tokens[first].start, max(token.end for token in self.tokens[first : last + 1])

    def _begins_anew(self, at: int) -> bool:
        """Whether a token is the "I" of a clause that a quotation would cut off: "I gave up my job, and I"."""
        return self.tokens[at].text == "i" and self.tokens[at - 1].text in PAUSES | _JOINTS


def read_attempt(text: str) -> Attempt:
    """Read an attempt; any text works, also an empty one."""
    tokens = tuple(_spoken_to(with_names(text, _without_quotes(text, read_tokens(text)))))
    bare = Attempt(text, tokens, frozenset(), frozenset())
    return Attempt(text, tokens, _reported(bare), _hedged(bare))


def _without_quotes(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each quotation as one word, unless the quotation is the whole attempt."""
    spans = [match.span() for match in _QUOTE.finditer(text)]
    spans = [
        (start, end)
        for start, end in spans
        if end - start < _ALL * len(text.strip()) and (" " in text[start:end] or _HEARD.search(text[:start]))
    ]
    left: list[Token] = []
    for token in tokens:
        inside = next(((start, end) for start, end in spans if start <= token.start < end), None)
        if inside is None:
            left.append(token)
        elif not left or left[-1].text != QUOTED or left[-1].start != inside[0]:
            left.append(Token(QUOTED, *inside))
    return left


def _spoken_to(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with the partner, however spoken of, as "you", and everybody else's he, she and they as "third"."""
    addressed = any(
        token.text in ("you", "your", "yourself") and (at == 0 or tokens[at - 1].text not in ("told", "thank"))
        for at, token in enumerate(tokens)
    )
    partner = any(_partner_size(tokens, at) for at in range(len(tokens)))
    singular = addressed  # whether he and she are somebody else
    plural = addressed or (not partner and any(token.text in ("we", "us", "our") for token in tokens))  # or they
    at = 0
    turned = False  # whether the subject before was turned, so that its verb loses its s
    while at < len(tokens):
        token = tokens[at]
        size = 0 if addressed else _partner_size(tokens, at) or _named_size(tokens, at)
        if size:
            owner = at + size < len(tokens) and tokens[at + size].text == "'s"
            yield Token("your" if owner else "you", token.start, tokens[at + size - 1].end)
            at += size + owner
            turned, singular = not owner, False
            continue
        text = token.text
        if text in words_of("other_plural"):
            plural = True
        elif not partner and (text in words_of("other") or (text == NAME and leads(tokens, at))):
            singular = True
        if (text in _SINGULAR or text in _PLURAL or text == "her") and not (text == "they" and plural and addressed):
            said = _SINGULAR.get(text) or _PLURAL.get(text) or _said_of_her(tokens, at)
            other = plural if text in _PLURAL else singular
            yield Token(_OTHER[said] if other else said, token.start, token.end)
            turned = said == "you" and not other
        elif text in ("they",):
            yield Token("third", token.start, token.end)
            turned = False
        elif turned and text in words_of("adverb"):
            yield token
        else:
            yield Token(_plain_verb(text), token.start, token.end) if turned else token
            turned = False
        at += 1


def _partner_size(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from here are "my wife", "my lovely husband"; 0 if none."""
    if tokens[at].text not in ("my", "the"):
        return 0
    for size in (2, 3):
        if at + size <= len(tokens) and tokens[at + size - 1].text in words_of("partner"):
            between = tokens[at + 1 : at + size - 1]
            if tokens[at].text == "my" and all(token.text in words_of("dear") for token in between):
                named = at + size < len(tokens) and tokens[at + size].text == NAME
                return size + named
    return 0


def _named_size(tokens: Sequence[Token], at: int) -> int:
    """1 where a name begins a sentence that tells what its bearer does to the writer: "Tom never listens to me"."""
    begins = at == 0 or tokens[at - 1].text in _STOPS
    if tokens[at].text != NAME or not begins:
        return 0
    near = [token.text for token in tokens[at + 1 : at + _NEAR]]
    return int(bool(near) and near[0] not in (*PAUSES, "and", "'s", "at") and bool({"me", "my", "us"} & set(near)))


def _said_of_her(tokens: Sequence[Token], at: int) -> str:
    after = tokens[at + 1].text if at + 1 < len(tokens) else "."
    return "you" if after in PAUSES or after in words_of("after_object") else "your"


def _plain_verb(word: str) -> str:
    """The form after "you" of a verb after "he": ``listens`` → ``listen``, ``is`` → ``are``."""
    known = {"is": "are", "has": "have", "does": "do", "was": "were", "'s": "are", "goes": "go"}
    if word in known:
        return known[word]
    if not word.endswith("s") or word.endswith(("ss", "us")) or len(word) < 4 or word in words_of("no_verb"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _reported(attempt: Attempt) -> frozenset[int]:
    """Tokens that repeat what somebody said: from "you said" to the end of its clause."""
    marked: set[int] = set()
    for source in (
        "you|@ally|third|someone|somebody|quoted @adverb~2 @mid~2 @said",
        "you|@ally|third|someone|somebody @adverb~2 @mid~2 @told @told_whom",
        "i told|tell you|third that?",
        "hear|hears|heard|hearing|told|get|got that",
    ):
        pattern = read_pattern(source)
        for _, end, _, _ in pattern.find(attempt.plain):
            at = attempt.token_at(end)
            while at < len(attempt.tokens) and end < len(attempt.plain):
                text = attempt.tokens[at].text
                if text in PAUSES or text in ("but", "because", "when", "so") or (text == "and" and at > 0):
                    break
                marked.add(at)
                at += 1
                if text == QUOTED:
                    break
    return frozenset(marked)


def _ends_guess(attempt: Attempt, at: int) -> bool:
    text = attempt.tokens[at].text
    if text == ",":
        after = attempt.tokens[at + 1].text if at + 1 < len(attempt.tokens) else "."
        return after not in ("that", "or", "and", "because", "maybe", "perhaps", "when")
    return text in _STOPS or text == "but"


def _hedged(attempt: Attempt) -> frozenset[int]:
    """Tokens owned as a guess: from "I imagine" to the end of the sentence or to "but"."""
    marked: set[int] = set()
    for source in ("@hedge", "@fear that|if|you|we|it|third|i|maybe|of"):
        for _, end, _, _ in read_pattern(source).find(attempt.plain):
            at = attempt.token_at(end - 1)
            while at < len(attempt.tokens) and not _ends_guess(attempt, at):
                marked.add(at)
                at += 1
    return frozenset(marked)
