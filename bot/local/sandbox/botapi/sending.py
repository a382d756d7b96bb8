"""The Bot API methods that put messages into chats, change them and take them out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.local.sandbox.botapi.chats import Chat, StoredMessage
from bot.local.sandbox.botapi.entities import command_entities, parse_html, trim
from bot.local.sandbox.botapi.errors import Refusal, bad_request, too_many_requests
from bot.local.sandbox.botapi.limits import check_caption, check_markup, check_photo, check_text
from bot.local.sandbox.botapi.parameters import Parameters
from bot.local.sandbox.botapi.scene import Scene
from bot.local.sandbox.botapi.uploads import file_content, picture_size

Method = Callable[[Scene, Parameters], Any]
SENDING: dict[str, Method] = {}

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
_ADMIN = frozenset({"administrator", "creator"})
_FORMATTED = (("text", "entities"), ("caption", "caption_entities"))


def _method(name: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        SENDING[name.lower()] = function
        return function

    return register


def _formatted(parameters: Parameters, field: str, entities_field: str) -> dict[str, Any]:
    """The text (or caption) of a call and its entities, as they stand in a Message; {} where there is none."""
    raw = parameters.text(field)
    if not raw:
        return {}
    mode = parameters.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(raw)
    elif mode:
        raise bad_request("unsupported parse_mode (this server reads HTML; Telegram also reads Markdown)")
    else:
        text, entities = raw, parameters.json(entities_field) or []
    text, entities = trim(text, entities)
    if not text:
        return {field: ""}
    entities = entities + command_entities(text)
    return {field: text, entities_field: entities} if entities else {field: text}


def _text(parameters: Parameters) -> dict[str, Any]:
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    content = _formatted(parameters, "text", "entities")
    check_text(content["text"])
    return content


def _caption(parameters: Parameters) -> dict[str, Any]:
    content = _formatted(parameters, "caption", "caption_entities")
    if not content.get("caption"):
        return {}
    check_caption(content["caption"])
    return content


def _markup(parameters: Parameters) -> dict[str, Any] | None:
    markup: dict[str, Any] | None = parameters.json("reply_markup")
    if not markup:
        return None
    check_markup(markup)
    return markup


def _replied(chat: Chat, parameters: Parameters) -> StoredMessage | None:
    reply = parameters.json("reply_parameters") or {"message_id": parameters.integer("reply_to_message_id")}
    if reply.get("message_id") is None:
        return None
    message = chat.messages.get(int(reply["message_id"]))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _take_pace(scene: Scene, chat: Chat) -> None:
    if scene.pace.enforced and (wait := scene.pace.take(chat.chat_id, time.monotonic())):
        raise too_many_requests(wait)


@_method("sendMessage")
def send_message(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    chat = scene.addressed(parameters)
    content, markup, reply_to = _text(parameters), _markup(parameters), _replied(chat, parameters)
    _take_pace(scene, chat)
    return scene.post(chat, content, markup, reply_to)


def _send_file(kind: str) -> Method:
    def send(scene: Scene, parameters: Parameters) -> dict[str, Any]:
        chat = scene.addressed(parameters)
        caption, markup, reply_to = _caption(parameters), _markup(parameters), _replied(chat, parameters)
        _take_pace(scene, chat)
        stored = scene.uploads.receive(kind, parameters)
        if kind == "photo":
            check_photo(stored.upload.content, picture_size(stored.upload.content))
        return scene.post(chat, {**file_content(kind, stored), **caption}, markup, reply_to)

    return send


for _kind in ("document", "photo", "animation"):
    SENDING[f"send{_kind}"] = _send_file(_kind)


def _editable(scene: Scene, parameters: Parameters) -> tuple[Chat, StoredMessage]:
    if parameters.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = scene.addressed(parameters)
    message = chat.messages.get(parameters.integer("message_id", 0) or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.outgoing:
        raise bad_request("message can't be edited")
    return chat, message


def _change(scene: Scene, chat: Chat, message: StoredMessage, new: dict[str, Any]) -> dict[str, Any]:
    """Replace a message's content by `new`, in which everything but the edit date is complete."""
    old = {name: value for name, value in message.content.items() if name != "edit_date"}
    if new == old:
        raise bad_request(_NOT_MODIFIED)
    _take_pace(scene, chat)
    # A fresh object: the old one may be part of an update or an answer that was already given out.
    message.content = {**new, "edit_date": int(scene.clock())}
    chat.last_text = new.get("text", new.get("caption", ""))
    scene.tell("edit", chat.chat_id, message=message)
    return message.content


def _with_keyboard(content: dict[str, Any], markup: dict[str, Any] | None) -> dict[str, Any]:
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    bare = {name: value for name, value in content.items() if name not in ("reply_markup", "edit_date")}
    if markup and markup["inline_keyboard"]:
        bare["reply_markup"] = {"inline_keyboard": markup["inline_keyboard"]}
    return bare


@_method("editMessageText")
def edit_message_text(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    content = _text(parameters)
    chat, message = _editable(scene, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    kept = {name: value for name, value in message.content.items() if name not in _FORMATTED[0]}
    return _change(scene, chat, message, _with_keyboard({**kept, **content}, _markup(parameters)))


@_method("editMessageCaption")
def edit_message_caption(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    content = _caption(parameters)
    chat, message = _editable(scene, parameters)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if name not in _FORMATTED[1]}
    return _change(scene, chat, message, _with_keyboard({**kept, **content}, _markup(parameters)))


@_method("editMessageReplyMarkup")
def edit_message_reply_markup(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    chat, message = _editable(scene, parameters)
    return _change(scene, chat, message, _with_keyboard(message.content, _markup(parameters)))


def _may_delete(chat: Chat, message: StoredMessage) -> bool:
    return message.outgoing or chat.kind == "private" or chat.standing in _ADMIN


@_method("deleteMessage")
def delete_message(scene: Scene, parameters: Parameters) -> bool:
    chat = scene.addressed(parameters)
    message_id = parameters.integer("message_id", 0) or 0
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(chat, message):
        raise bad_request("message can't be deleted")
    del chat.messages[message_id]
    scene.tell("delete", chat.chat_id, message_id=message_id)
    return True


@_method("deleteMessages")
def delete_messages(scene: Scene, parameters: Parameters) -> bool:
    chat = scene.addressed(parameters)
    ids = parameters.json("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified")
    for message_id in ids:
        message = chat.messages.get(int(message_id))
        if message is not None and _may_delete(chat, message):
            del chat.messages[int(message_id)]
            scene.tell("delete", chat.chat_id, message_id=int(message_id))
    return True


@_method("sendChatAction")
def send_chat_action(scene: Scene, parameters: Parameters) -> bool:
    chat = scene.addressed(parameters)
    action = parameters.text("action")
    if action not in _ACTIONS:
        raise Refusal(400, "Bad Request: wrong parameter action in request")
    chat.action = action
    scene.tell("typing", chat.chat_id, action=action)
    return True
