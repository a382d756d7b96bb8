"""The Bot API methods about the bot itself, its taps, inline queries, files and webhook; and the table of all."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.local.sandbox.botapi.errors import bad_request
from bot.local.sandbox.botapi.limits import INLINE_RESULTS, check_answer
from bot.local.sandbox.botapi.parameters import Parameters
from bot.local.sandbox.botapi.scene import Scene
from bot.local.sandbox.botapi.sending import SENDING, Method

METHODS: dict[str, Method] = dict(SENDING)

_OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _method(name: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return register


@_method("getMe")
def get_me(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    return {
        **scene.me,
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
    }


@_method("getChat")
def get_chat(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    return {**scene.addressed(parameters).identity, "accent_color_id": 0, "max_reaction_count": 11}


@_method("answerCallbackQuery")
def answer_callback_query(scene: Scene, parameters: Parameters) -> bool:
    text = parameters.text("text")
    check_answer(text)
    tap = scene.taps.get(parameters.text("callback_query_id"))
    if tap is None or time.monotonic() - tap.time > scene.query_lifetime:
        raise bad_request(_OLD_QUERY)
    tap.answered = True
    if text:
        tap.chat.toasts.append(text)
    scene.tell("toast", tap.chat.chat_id, text=text, alert=parameters.flag("show_alert"))
    return True


@_method("answerInlineQuery")
def answer_inline_query(scene: Scene, parameters: Parameters) -> bool:
    results = parameters.json("results")
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise bad_request("results must be an Array of InlineQueryResult")
    if len(results) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    asked = scene.inline_queries.get(parameters.text("inline_query_id"))
    if asked is None or time.monotonic() - asked.time > scene.query_lifetime:
        raise bad_request(_OLD_QUERY)
    asked.answer = {"results": results, "button": parameters.json("button")}
    scene.touch()
    return True


@_method("getFile")
def get_file(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    stored = scene.uploads.find(parameters.text("file_id"))
    return {**stored.identity(), "file_path": stored.path}


def _scope(parameters: Parameters) -> tuple[str, str]:
    scope = parameters.json("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), parameters.text("language_code")


@_method("setMyCommands")
def set_my_commands(scene: Scene, parameters: Parameters) -> bool:
    commands = parameters.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "").removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    scene.commands[_scope(parameters)] = commands
    scene.tell("commands", 0)
    return True


@_method("getMyCommands")
def get_my_commands(scene: Scene, parameters: Parameters) -> list[dict[str, Any]]:
    return scene.commands.get(_scope(parameters), [])


@_method("deleteMyCommands")
def delete_my_commands(scene: Scene, parameters: Parameters) -> bool:
    scene.commands.pop(_scope(parameters), None)
    return True


def _set_profile(field: str) -> Method:
    def change(scene: Scene, parameters: Parameters) -> bool:
        text = parameters.text(field)
        if len(text) > _PROFILE_LIMITS[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        scene.profile[field, parameters.text("language_code")] = text
        return True

    return change


def _get_profile(field: str) -> Method:
    def read(scene: Scene, parameters: Parameters) -> dict[str, str]:
        default = scene.profile.get((field, ""), scene.me["first_name"] if field == "name" else "")
        return {field: scene.profile.get((field, parameters.text("language_code")), default)}

    return read


for _field in _PROFILE_LIMITS:
    METHODS[f"setmy{_field.replace('_', '')}"] = _set_profile(_field)
    METHODS[f"getmy{_field.replace('_', '')}"] = _get_profile(_field)


@_method("getWebhookInfo")
def get_webhook_info(scene: Scene, parameters: Parameters) -> dict[str, Any]:
    hook = scene.webhook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(scene.updates.pending),
    }
    if hook:
        info["max_connections"] = hook.connections
        if hook.last_error:
            info["last_error_date"], info["last_error_message"] = hook.last_error
    if scene.updates.allowed is not None:
        info["allowed_updates"] = sorted(scene.updates.allowed)
    return info


def check_webhook(parameters: Parameters) -> tuple[str, str, int]:
    """URL, secret and connections of setWebhook; plain HTTP is accepted on loopback, where no certificate can be.

    Raises Refusal 400.
    """
    url, secret = parameters.text("url"), parameters.text("secret_token")
    parts = urlsplit(url)
    if url and not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return url, secret, max(1, min(100, parameters.integer("max_connections", 40) or 40))


@_method("logOut")
@_method("close")
def leave(scene: Scene, parameters: Parameters) -> bool:
    return True
