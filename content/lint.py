"""The words that our texts do without: rules with their exceptions, read from TOML, checked, frozen.

The file ``content/en/lint/words.toml`` lists them; `dialogs.checks.words` applies them to every text that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from content.tables import ContentError, read_table

_FOLDER = Path(__file__).parent / "en" / "lint"
_CODE = re.compile(r"H4\d\d")
_SPOKEN = re.compile(r"“[^”]*”|(?<!\w)\"[^\"]*\"|<i>.*?</i>", re.DOTALL)
_NAMES = {"code", "name", "fix", "words", "unless", "spoken", "claim", "allow"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Words and what is wrong with them. ``claim``: a source beside the text makes them right."""

    code: str
    name: str
    fix: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    spoken: bool = True
    claim: bool = False
    allow: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> list[str]:
        """The words of the rule that a text has, each once."""
        searched = text.replace("’", "'")
        if not self.spoken:
            searched = _SPOKEN.sub(" ", searched)
        if self.unless is not None:
            searched = self.unless.sub(" ", searched)
        return list(dict.fromkeys(found.casefold() for found in self.pattern.findall(searched)))

    def exception(self, key: str) -> str | None:
        """The name under which a text is let through: its own, or that of a table it stands in."""
        return next((name for name in self.allow if key == name or key.startswith(f"{name}.")), None)


@dataclass(frozen=True, slots=True)
class Lint:
    """All rules, and the texts that may be long or hard to read, each with the reason."""

    rules: tuple[Rule, ...]
    long: Mapping[str, str]
    hard: Mapping[str, str]


@lru_cache(maxsize=2)
def load(folder: Path = _FOLDER) -> Lint:
    """The rules of a folder.

    Raises:
        ContentError: the file is no TOML, or a rule lacks something or has a name that means nothing.
    """
    table = read_table(folder / "words.toml")
    rows = table.get("rule")
    if not isinstance(rows, list) or not rows:
        raise ContentError("lint/words.toml has no rules; write each as [[rule]]")
    return Lint(
        tuple(_rule(row) for row in rows),
        MappingProxyType(dict(_reasons(table.get("long", {}), "long"))),
        MappingProxyType(dict(_reasons(table.get("hard", {}), "hard"))),
    )


def _rule(row: Any) -> Rule:
    if not isinstance(row, dict) or not {"code", "name", "fix", "words"} <= set(row) <= _NAMES:
        raise ContentError(
            f"lint/words.toml: {row!r} is no rule; give it code, name, fix and words, and nothing unknown"
        )
    if not _CODE.fullmatch(row["code"]):
        raise ContentError(f"lint/words.toml: {row['name']!r} has the code {row['code']!r}; write one like H403")
    for name in ("words", "unless"):
        words = row.get(name, ["…"])
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            raise ContentError(f"lint/words.toml: {name} of {row['name']!r} are no list of texts")
    return Rule(
        row["code"],
        row["name"],
        row["fix"],
        re.compile("|".join(map(_form, row["words"])), re.IGNORECASE),
        re.compile("|".join(map(_form, row["unless"])), re.IGNORECASE) if "unless" in row else None,
        bool(row.get("spoken", True)),
        bool(row.get("claim", False)),
        MappingProxyType(dict(_reasons(row.get("allow", {}), row["name"]))),
    )


def _form(word: str) -> str:
    """A word as a pattern: whole, or with all its endings where a star says so."""
    stem = re.escape(word.removesuffix("*"))
    if not word[0].isalpha():
        return stem
    return rf"(?<![\w'-]){stem}" + (r"[\w'-]*" if word.endswith("*") else r"(?![\w-]|'(?!s\b))")


def _reasons(table: Any, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict):
        raise ContentError(f'lint/words.toml: the exceptions of {where!r} are no table; write key = "reason"')
    for key, reason in table.items():
        if not isinstance(reason, str) or len(reason.split()) < 3:
            raise ContentError(
                f"lint/words.toml: the exception {key!r} of {where!r} has no reason; write a short sentence"
            )
        yield key, reason
