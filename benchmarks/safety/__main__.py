"""``python -m benchmarks.safety`` prints the scorecard of docs/safety.md."""

from __future__ import annotations

from benchmarks.safety.scorecard import draw, score

if __name__ == "__main__":
    print("\n".join(draw(score())))
