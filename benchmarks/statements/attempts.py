"""Attempts: how well the assessment finds the codes that people gave to attempts at "I" statements.

A half of the corpus is a file of JSON lines ``{"id", "text", "codes": [{"code", "span", "nth"?}], "good"}``. Codes are
compared by presence in a text; a span is right if it overlaps the one of the gold.

    python -m benchmarks.statements.attempts benchmarks/statements/data/dev/attempts.jsonl [CODE ...]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.statements.intervals import Share
from benchmarks.table import draw
from dialogs.assessment import Code, Issue, assess

_SAME = {Code.FEEL_LIKE_YOU: Code.FEEL_THAT, Code.FEEL_THAT: Code.FEEL_LIKE_YOU}  # both accepted for "I feel that you"


@dataclass(frozen=True, slots=True)
class Miss:
    """A text in which a code was missed (``wrong`` False) or given where it should not be (True)."""

    id: str
    code: str
    wrong: bool
    text: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What ``measure`` found; rates by code, and over texts."""

    precision: Mapping[str, Share]
    recall: Mapping[str, Share]
    spans: Share
    clean: Share  # attempts without any code that are left without any
    good: Share  # attempts for which "good" agrees
    misses: tuple[Miss, ...] = field(repr=False)

    @property
    def together(self) -> tuple[Share, Share]:
        """Precision and recall over all codes of all texts."""
        return _together(self.precision), _together(self.recall)


def measure(path: Path) -> Report:
    """Compare the assessment with the gold of a file, text by text."""
    gold_of: Counter[str] = Counter()
    found_of: Counter[str] = Counter()
    both_of: Counter[str] = Counter()
    spans = spans_right = clean = clean_right = good_right = texts = 0
    misses: list[Miss] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        text, rows = row["text"], row["codes"]
        given = assess(text)
        gold = {each["code"] for each in rows}
        found = _aligned(text, gold, {each.code.value for each in given.issues})
        texts += 1
        good_right += given.good == row["good"]
        if row["good"] != given.good:
            misses.append(Miss(row["id"], "GOOD", given.good, text, ()))
        if not gold:
            clean += 1
            clean_right += not found
        for code in gold:
            gold_of[code] += 1
        for code in found:
            found_of[code] += 1
        for code in gold & found:
            both_of[code] += 1
        for code in gold ^ found:
            quotes = tuple(text[each.start : each.end] for each in given.issues if each.code.value == code)
            misses.append(Miss(row["id"], code, code in found, text, quotes))
        for each in rows:
            if each.get("span") and each["code"] in found:
                spans += 1
                spans_right += _is_met(text, each, given.issues)
    codes = [code.value for code in Code]
    return Report(
        {code: Share(both_of[code], found_of[code]) for code in codes},
        {code: Share(both_of[code], gold_of[code]) for code in codes},
        Share(spans_right, spans),
        Share(clean_right, clean),
        Share(good_right, texts),
        tuple(misses),
    )


def _aligned(text: str, gold: set[str], found: set[str]) -> set[str]:
    """The codes that were found; for "I feel that you …" either code is as good as the other."""
    if "i feel that" in text.lower() or "i felt that" in text.lower():
        for code, other in _SAME.items():
            if code in found and code not in gold and other in gold and other not in found:
                return found - {code.value} | {other.value}
    return found


def _is_met(text: str, row: Mapping[str, object], issues: Iterable[Issue]) -> bool:
    span, nth = str(row["span"]), int(str(row.get("nth", 1)))
    start = -1
    for _ in range(nth):
        start = text.find(span, start + 1)
    code = Code(str(row["code"]))
    return any(
        each.code in (code, _SAME.get(code)) and each.start < start + len(span) and start < each.end for each in issues
    )


def _together(shares: Mapping[str, Share]) -> Share:
    return Share(sum(share.hits for share in shares.values()), sum(share.cases for share in shares.values()))


def draw_report(report: Report) -> str:
    """The table of a report."""
    rows = [(code, str(report.precision[code]), str(report.recall[code])) for code in report.precision]
    table = draw(("code", "precision", "recall"), rows)
    precision, recall = report.together
    table += f"\n\nall codes, precision {precision}, recall {recall}"
    return f"{table}\nspans overlap {report.spans}\nclean attempts passed {report.clean}\ngood agrees {report.good}"


def main() -> None:
    """Print the report of a file, and its errors for the codes that are named."""
    path, *codes = sys.argv[1:]
    report = measure(Path(path))
    print(draw_report(report))
    for miss in sorted(report.misses, key=lambda miss: (miss.code, miss.wrong, miss.id)):
        if miss.code in codes or "all" in codes:
            print(f"{'+' if miss.wrong else '-'} {miss.code} {miss.id} {miss.text!r} {list(miss.quotes)}")


if __name__ == "__main__":
    main()
