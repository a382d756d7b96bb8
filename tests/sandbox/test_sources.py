"""The page's own files: nothing of a person is ever put in as markup, and nothing is fetched from elsewhere."""

from __future__ import annotations

from bot.local.sandbox.site import PAGE


def test_nothing_is_put_in_as_markup() -> None:
    for path in PAGE.rglob("*.js"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://"):
            assert word not in text, f"{path.name}: {word}"
