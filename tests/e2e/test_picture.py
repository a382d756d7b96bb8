"""The terminal's picture is drawn from the real process, and asks for nothing from anywhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.e2e.picture import draw, record


def test_the_terminal_is_drawn_as_it_is_seen(tmp_path: Path) -> None:
    svg = draw(record(tmp_path, (), ("/rewrite You never listen to me",)))
    shown = "".join(ET.fromstring(svg).itertext()).replace("\xa0", " ")
    assert "› /rewrite You never listen to me" in shown
    assert "I feel" in shown
    assert set(re.findall(r"https?://[^\"')\s]+", svg)) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
