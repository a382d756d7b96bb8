"""Files that people keep. What their tests share: a PDF read by its objects and by what it says."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_PIECE = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)|(ET Q)", re.DOTALL)
_ESCAPED = {b"r": b"\r", b"n": b"\n"}


@dataclass(frozen=True)
class Document:
    """A PDF as fpdf2 writes it."""

    content: bytes

    @property
    def objects(self) -> dict[int, bytes]:
        return {int(number): body for number, body in _OBJECT.findall(self.content)}

    @property
    def pages(self) -> list[int]:
        return [number for number, body in self.objects.items() if re.search(rb"/Type /Page\n", body)]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in points."""
        found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", self.content)
        assert found is not None
        return float(found[1]), float(found[2])

    @property
    def bookmarks(self) -> list[str]:
        return [
            title.decode() for title in re.findall(rb"/Parent \d+ 0 R.*?/Title \((.*?)\)\n>>", self.content, re.DOTALL)
        ]

    def shape(self, page: int) -> bytes:
        """What draws a page."""
        return self._stream(_reference(self.objects[page], b"Contents"))

    @property
    def text(self) -> str:
        """What can be searched and copied, a line for each piece that was written."""
        return "\n".join("".join(self._texts(page)) for page in self.pages)

    def is_whole(self) -> bool:
        """Whether head, end and the table of the objects' places are as they should be."""
        table = self.content[int(self.content.rsplit(b"startxref\n", 1)[1].split()[0]) :]
        places = [int(place) for place in re.findall(rb"^(\d{10}) 00000 n", table, re.MULTILINE)]
        numbers = [re.match(rb"(\d+) 0 obj\n", self.content[place:]) for place in places]
        return (
            self.content.startswith(b"%PDF-1.")
            and self.content.endswith(b"%%EOF\n")
            and [int(number[1]) for number in numbers if number] == sorted(self.objects)
            and len(places) == len(self.objects)
        )

    def _texts(self, page: int) -> Iterator[str]:
        letters = self._letters()
        font = 0
        for chosen, written, ended in _PIECE.findall(self.shape(page)):
            if chosen:
                font = int(chosen)
            elif ended:
                yield "\n"
            else:
                codes = re.sub(rb"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), written, flags=re.DOTALL)
                yield "".join(letters[font][codes[at : at + 2]] for at in range(0, len(codes), 2))

    def _letters(self) -> dict[int, dict[bytes, str]]:
        """What the codes of each font stand for, as the file itself tells readers."""
        fonts = re.findall(rb"/F(\d+) (\d+) 0 R", next(body for body in self.objects.values() if b"/Font <<" in body))
        found = {}
        for name, number in fonts:
            table = self._stream(_reference(self.objects[int(number)], b"ToUnicode"))
            pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4,8})>\n", table.split(b"beginbfchar")[1])
            found[int(name)] = {bytes.fromhex(code.decode()): _letter(letter) for code, letter in pairs}
        return found

    def _stream(self, number: int) -> bytes:
        found = _STREAM.search(self.objects[number])
        assert found is not None
        return zlib.decompress(found[1]) if b"/FlateDecode" in self.objects[number] else found[1]


def _letter(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, f"no {name!r}"
    return int(found[1])
