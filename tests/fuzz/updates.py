"""Updates as a Bot API server might deliver them: what people send, what breaks easily, and what is meant to break.

The same seed gives the same updates.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from dialogs.checks.explorer import ALARMS, WORDS

COMMANDS = (
    "start", "menu", "role", "practice", "rewrite", "practice_statement", "progress", "settings", "privacy", "export",
    "forget", "help_now", "help", "stop", "cancel", "nonsense", "start inline", "rewrite you never listen to me",
)  # fmt: skip
HOSTILE = (
    "", " ", "\x00", "\u200b" * 50, "<b>bold</b> <script>alert(1)</script> &amp; &lt;", "{name} {0} %s %(x)s ${HOME}",
    "'; DROP TABLE chats; --", "../../etc/passwd", "\u202eeb evil", "a\u0301" * 500, "😀" * 2048, "x" * 4096,
    "\ud7ff\ue000", "𝖄𝖔𝖚 𝖓𝖊𝖛𝖊𝖗 𝖑𝖎𝖘𝖙𝖊𝖓", "y o u  n e v e r  l i s t e n", "you" * 1300, "I feel " * 500, "\n" * 300,
    "(" * 2000, "why " * 1000, "h1.abc.def", '{"schema":99}', "ßẞﬃİı", "٣٤٥", "-1", "1e309", "NaN", "/", "//", "/@",
    "/" + "a" * 400, "t:0", "0-0:0",
)  # fmt: skip
PARTS = (
    "you", "never", "always", "he", "my husband", "when", "because", "listen", "left", "the dishes", "I feel", "lonely",
    "and", "why", "don't", "please", "hit", "love", "kids", "on Sunday", "?", "!", "again", "narcissist", "want",
    "to die", "lol", "😂",
)  # fmt: skip
MEDIA: tuple[tuple[str, Any], ...] = (
    ("photo", [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
    ("sticker", {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                 "is_animated": False, "is_video": False}),
    ("voice", {"file_id": "f", "file_unique_id": "u", "duration": 1}),
    ("video", {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}),
    ("document", {"file_id": "f", "file_unique_id": "u"}),
    ("location", {"latitude": 38.7, "longitude": -9.1}),
    ("contact", {"phone_number": "1", "first_name": "A"}),
    ("dice", {"emoji": "🎲", "value": 3}),
    ("poll", {"id": "1", "question": "q", "options": [], "total_voter_count": 0, "is_closed": False,
              "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}),
    ("new_chat_title", "title"),
    ("pinned_message", None),
    ("some_future_thing", {"a": [1, {"b": None}]}),
)  # fmt: skip
_OLD = ("zz-1:0", "0-0:999", "t:1", ":", "a-a:-1", "x" * 64, "0-0:0000000000001", "\x00", "")
RUBBISH: tuple[Any, ...] = (None, [], {}, "", "x", -1, 0, 2**63, 1.5, True, [[]], {"id": "x"}, {"id": -(2**40)})


class Updates:
    """A stream of updates for ``chats`` people. ``buttons`` knows which buttons each of them has been shown."""

    def __init__(self, seed: int, chats: int, buttons: dict[int, list[str]]) -> None:
        self._random = random.Random(seed)
        self._chats = range(1, chats + 1)
        self._buttons = buttons
        self._number = 0
        self._latest: list[dict[str, Any]] = []
        self._kinds: tuple[tuple[int, Callable[[], dict[str, Any]]], ...] = (
            (30, self._tap),
            (22, self._text),
            (8, self._command),
            (5, self._media),
            (3, self._edited),
            (2, self._forwarded),
            (3, self._group),
            (2, self._membership),
            (3, self._inline),
            (6, self._stale),
            (6, self._broken),
            (2, self._unknown),
        )

    def __iter__(self) -> Iterator[dict[str, Any]]:
        weights = [weight for weight, _ in self._kinds]
        makers = [make for _, make in self._kinds]
        while True:
            if self._latest and self._random.random() < 0.02:
                yield self._random.choice(self._latest)  # delivered twice
                continue
            self._number += 1
            update = {"update_id": self._number, **self._random.choices(makers, weights)[0]()}
            self._latest = [*self._latest[-30:], update]
            yield update

    def words(self) -> str:
        """What somebody, or something, might type."""
        dice = self._random.random()
        if dice < 0.35:
            return self._random.choice((*WORDS, *ALARMS))
        if dice < 0.55:
            return self._random.choice(HOSTILE)
        if dice < 0.9:
            return " ".join(self._random.choices(PARTS, k=self._random.randint(1, 25)))
        return "".join(chr(self._random.choice(_RANGES)(self._random)) for _ in range(self._random.randint(1, 200)))

    def _chat(self) -> int:
        return self._random.choice(self._chats)

    def _message(self, **content: Any) -> dict[str, Any]:
        chat = self._chat()
        return {
            "message_id": self._random.randint(1, 2**31),
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "private", "first_name": self.words()[:64] or "A"},
            "from": {"id": chat, "is_bot": False, "first_name": self.words()[:64] or "A"},
            **content,
        }

    def _text(self) -> dict[str, Any]:
        return {"message": self._message(text=self.words())}

    def _command(self) -> dict[str, Any]:
        name = self._random.choice(COMMANDS)
        argument = f" {self.words()}" if self._random.random() < 0.3 else ""
        return {"message": self._message(text=f"/{name}{argument}")}

    def _media(self) -> dict[str, Any]:
        name, value = self._random.choice(MEDIA)
        caption = {"caption": self.words()} if self._random.random() < 0.4 else {}
        return {"message": self._message(**{name: value}, **caption)}

    def _edited(self) -> dict[str, Any]:
        return {"edited_message": self._message(text=self.words(), edit_date=1_790_000_001)}

    def _forwarded(self) -> dict[str, Any]:
        origin = {"type": "hidden_user", "sender_user_name": "X", "date": 1_790_000_000}
        return {"message": self._message(text=self.words(), forward_origin=origin)}

    def _group(self) -> dict[str, Any]:
        message = self._message(text=self._random.choice((self.words(), "/start", "/menu@halfway_bot")))
        message["chat"] = {
            "id": -self._chat(),
            "type": self._random.choice(("group", "supergroup", "channel")),
            "title": "g",
        }
        return {self._random.choice(("message", "channel_post", "edited_message")): message}

    def _membership(self) -> dict[str, Any]:
        chat = self._chat()
        user = {"id": chat, "is_bot": False, "first_name": "A"}
        old, new = self._random.sample(("member", "kicked", "left"), 2)
        extra = {"until_date": 0}
        return {
            "my_chat_member": {
                "chat": {"id": chat, "type": "private"},
                "from": user,
                "date": 1_790_000_000,
                "old_chat_member": {"user": user, "status": old, **(extra if old == "kicked" else {})},
                "new_chat_member": {"user": user, "status": new, **(extra if new == "kicked" else {})},
            }
        }

    def _inline(self) -> dict[str, Any]:
        query = {
            "id": self._id(),
            "from": {"id": self._chat()},
            "query": self.words(),
            "offset": "",
        }
        if self._random.random() < 0.2:
            query[self._random.choice(("id", "from", "query"))] = self._random.choice(RUBBISH)
        return {"inline_query": query}

    def _tap(self) -> dict[str, Any]:
        chat = self._chat()
        shown = self._buttons.get(chat) or ["0-0:0"]
        return self._query(chat, self._random.choice(shown))

    def _stale(self) -> dict[str, Any]:
        data = self._random.choice(
            ("zz-1:0", "0-0:999", "t:1", ":", "a-a:-1", "x" * 64, "0-0:0000000000001", "\x00", "")
        )
        return self._query(self._chat(), data)

    def _query(self, chat: int, data: str) -> dict[str, Any]:
        message = self._message(text=self.words() or "x")
        message["chat"]["id"] = chat
        if self._random.random() < 0.1:
            message = {"message_id": 1, "date": 0, "chat": message["chat"]}  # too old: inaccessible
        query = {
            "id": self._id(),
            "from": {"id": chat, "is_bot": False, "first_name": "A"},
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        if self._random.random() < 0.05:
            query.pop(self._random.choice(("message", "data", "from", "id")))
        return {"callback_query": query}

    def _broken(self) -> dict[str, Any]:
        """A sound update with one thing in it replaced or taken out."""
        make = self._random.choice((self._text, self._command, self._media, self._edited, self._tap, self._membership))
        update = deepcopy(make())  # what the kinds of media share is not to be broken for all
        place: Any = update
        for _ in range(self._random.randint(1, 4)):
            inner = [key for key, value in place.items() if isinstance(value, dict) and value]
            if not inner:
                break
            place = place[self._random.choice(inner)]
        key = self._random.choice(list(place))
        if self._random.random() < 0.3:
            del place[key]
        else:
            place[key] = self._random.choice(RUBBISH)
        return update

    def _unknown(self) -> dict[str, Any]:
        name = self._random.choice(("business_message", "message_reaction", "from_the_future"))
        return {name: self._random.choice(RUBBISH)}

    def _id(self) -> str:
        return str(self._random.getrandbits(60))


_RANGES: tuple[Callable[[random.Random], int], ...] = (
    lambda dice: dice.randint(0x20, 0x7E),
    lambda dice: dice.randint(0xA0, 0x24F),
    lambda dice: dice.randint(0x400, 0x4FF),
    lambda dice: dice.randint(0x590, 0x6FF),
    lambda dice: dice.randint(0x2000, 0x206F),
    lambda dice: dice.randint(0x1F300, 0x1F9FF),
)
