"""Files people and the bot have sent, kept in memory and handed out again by file_id and by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.local.sandbox.botapi.errors import bad_request
from bot.local.sandbox.botapi.parameters import Parameters, UploadedFile

_FOLDERS = {"document": "documents", "photo": "photos", "animation": "animations", "voice": "voice"}
_SIDE = 320  # pixels, of what is no PNG file: other pictures are not decoded
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


@dataclass(slots=True)
class StoredFile:
    """One file: `file_id` names it to the bot, `path` is where it is downloaded."""

    file_id: str
    path: str
    upload: UploadedFile

    def identity(self) -> dict[str, Any]:
        """The fields every Telegram file object has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.upload.content),
        }


class Uploads:
    """One bot's files."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def store(self, kind: str, upload: UploadedFile) -> StoredFile:
        """Keep a file sent as `kind` (document, photo, ...)."""
        number = len(self.by_id) + 1
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        stored = StoredFile(f"FILE-{kind}-{number}", f"{_FOLDERS.get(kind, kind)}/file_{number}.{suffix}", upload)
        self.add(stored)
        return stored

    def add(self, stored: StoredFile) -> None:
        """Take over a file of an earlier life."""
        self.by_id[stored.file_id] = self.by_path[stored.path] = stored

    def find(self, file_id: str) -> StoredFile:
        """The file of this id; raises Refusal 400."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def receive(self, kind: str, parameters: Parameters) -> StoredFile:
        """The file a send method names: an upload, an attach:// reference or a known file_id."""
        reference = parameters.text(kind)
        upload = parameters.files.get(reference.removeprefix("attach://") if reference else kind)
        if upload is not None:
            if not upload.content:
                raise bad_request("file must be non-empty")
            return self.store(kind, upload)
        if not reference:
            raise bad_request(f"there is no {kind} in the request")
        return self.find(reference)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels; None for what is none."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return (_SIDE, _SIDE) if content.startswith(_JPEG) else None


def file_content(kind: str, stored: StoredFile) -> dict[str, Any]:
    """The part of a Message that carries a file of this kind."""
    named = {**stored.identity(), "file_name": stored.upload.name, "mime_type": stored.upload.mime_type}
    width, height = picture_size(stored.upload.content) or (_SIDE, _SIDE)
    size = {"width": width, "height": height}
    if kind == "photo":
        return {"photo": [{**stored.identity(), **size}]}
    if kind == "animation":
        return {"animation": {**named, **size, "duration": 1}, "document": named}
    if kind == "voice":
        return {"voice": {**stored.identity(), "duration": 3, "mime_type": "audio/ogg"}}
    if kind == "sticker":
        plain = {"is_animated": False, "is_video": False, "type": "regular", "emoji": "\N{SLIGHTLY SMILING FACE}"}
        return {"sticker": {**stored.identity(), **size, **plain}}
    return {"document": named}
