"""``python -m tests.fuzz --updates 1000000``: what was sent, and what went wrong; exits 1 if anything did."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.harness import Findings, fuzz


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--updates", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--chats", type=int, default=200)
    given = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        findings = asyncio.run(fuzz(Path(folder), given.updates, given.seed, given.chats))
    print(report(findings, time.perf_counter() - began))
    return 1 if findings.wrong else 0


def report(findings: Findings, seconds: float) -> str:
    """What was done and found, in lines."""
    calls = ", ".join(f"{name} {times:,}" for name, times in findings.calls.most_common())
    lines = [
        f"{findings.updates:,} updates in {seconds:.0f} s; calls: {calls}",
        f"wrong: {sum(findings.wrong.values())}",
    ]
    return "\n".join([*lines, *(f"  {times} x {what}" for what, times in findings.wrong.most_common(30))])


if __name__ == "__main__":
    sys.exit(main())
