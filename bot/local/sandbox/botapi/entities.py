"""Telegram's HTML: strict parsing into plain text and message entities.

Offsets and lengths of entities are UTF-16 code units, as in the Bot API ("Formatting options"). Unlike a browser,
Telegram accepts only its own tags and refuses anything left open, so this parser does too.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from bot.local.sandbox.botapi.errors import Refusal, bad_request

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "span": "spoiler", "tg-spoiler": "spoiler", "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}  # fmt: skip
_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_END_TAG = re.compile(r"</([^>\s]*)\s*>")
_TAG_NAME = re.compile(r"<([^>\s]*)")
_ATTRIBUTE = re.compile(r"""([^\s=>]*)\s*(?:(=)\s*("[^"]*"|'[^']*'|[^\s>"']+)?)?""")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?\b")
_URL_START = re.compile(r"(?i)^(https?://|tg://|mailto:|tel:|[\w-]+\.[\w.-]+)")


@dataclass(slots=True)
class _OpenTag:
    name: str
    start: int
    attributes: dict[str, str]
    language: str = ""


@dataclass(slots=True)
class _Parse:
    source: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_OpenTag] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def refusal(self, text: str) -> Refusal:
        return bad_request(f"can't parse entities: {text}")

    def bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        position, end = 0, len(self.source)
        while position < end:
            found = _SPECIAL.search(self.source, position)
            stop = found.start() if found else end
            if stop > position:
                self.add(self.source[position:stop])
            position = stop
            if found is None:
                break
            if found.group() == "&":
                position = self.reference(position)
            elif self.source.startswith("</", position):
                position = self.end_tag(position)
            else:
                position = self.start_tag(position)
        if self.stack:
            raise self.refusal(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.pieces), self.entities

    def reference(self, position: int) -> int:
        match = _REFERENCE.match(self.source, position)
        if match is None:
            self.add("&")
            return position + 1
        self.add(html.unescape(match.group()))
        return match.end()

    def start_tag(self, position: int) -> int:
        match = _TAG_NAME.match(self.source, position)
        assert match is not None
        name, offset = match.group(1).lower(), self.bytes_before(position)
        if match.end() == len(self.source):
            raise self.refusal(f"Unclosed start tag at byte offset {offset}")
        if name not in _TYPES:
            raise self.refusal(f'Unsupported start tag "{name}" at byte offset {offset}')
        attributes, position = self.attributes(match.end(), name, offset)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.stack.append(_OpenTag(name, self.length, attributes))
        return position

    def attributes(self, position: int, tag: str, offset: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while position < len(self.source) and self.source[position].isspace():
                position += 1
            if position >= len(self.source):
                raise self.refusal(f"Unclosed start tag at byte offset {offset}")
            if self.source[position] == ">":
                return found, position + 1
            match = _ATTRIBUTE.match(self.source, position)
            assert match is not None
            name, equals, value = match.groups()
            if not name:
                raise self.refusal(f'Empty attribute name in the tag "{tag}" at byte offset {offset}')
            if value is None and (equals or name.lower() != "expandable"):
                wrong = "Expected equal sign in declaration of" if not equals else "Unclosed value of"
                raise self.refusal(f'{wrong} an attribute of the tag "{tag}" at byte offset {offset}')
            found[name.lower()] = html.unescape((value or "").strip("\"'"))
            position = match.end()

    def end_tag(self, position: int) -> int:
        offset = self.bytes_before(position)
        match = _END_TAG.match(self.source, position)
        if match is None:
            raise self.refusal(f"Unclosed end tag at byte offset {offset}")
        if not self.stack:
            raise self.refusal(f"Unexpected end tag at byte offset {offset}")
        opened, name = self.stack.pop(), match.group(1).lower()
        if name and name != opened.name:
            raise self.refusal(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{name}>"'
            )
        self.close(opened)
        return match.end()

    def close(self, tag: _OpenTag) -> None:
        if self.length == tag.start:
            return
        entity: dict[str, Any] = {"type": _TYPES[tag.name], "offset": tag.start, "length": self.length - tag.start}
        if tag.name == "a":
            if not _URL_START.match(tag.attributes.get("href", "")):
                return
            entity["url"] = tag.attributes["href"]
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "pre" and tag.language:
            entity["language"] = tag.language
        elif tag.name == "code" and self.stack and self.stack[-1].name == "pre":
            self.stack[-1].language = tag.attributes.get("class", "").removeprefix("language-")
            return
        self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of Telegram HTML.

    Raises Refusal (400, "can't parse entities: ...") where Telegram would.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Parse(source).run()


def trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Text without white space at its ends, as Telegram keeps it, and the entities moved along."""
    kept = text.strip()
    if kept == text:
        return text, entities
    lead, end = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(kept)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        length = min(entity["offset"] + entity["length"] - lead, end) - start
        if length > 0:
            moved.append({**entity, "offset": start, "length": length})
    return kept, moved


def command_entities(text: str) -> list[dict[str, Any]]:
    """bot_command entities, which Telegram finds by itself in messages of both sides."""
    if "/" not in text:
        return []
    return [
        {"type": "bot_command", "offset": utf16_length(text[: m.start()]), "length": utf16_length(m.group())}
        for m in _COMMAND.finditer(text)
    ]


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
