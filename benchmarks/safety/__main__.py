"""``python -m benchmarks.safety`` prints the scorecard of docs/safety.md; with ``third``, that of another set."""

from __future__ import annotations

import sys

from benchmarks.safety.scorecard import DATA, draw, score

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else "test"
    print("\n".join(draw(score(DATA / f"{name}.toml"))))
