"""``python -m benchmarks.encoder FOLDER``: train the encoder anew, from MiniLM's published files in FOLDER.

``python -m benchmarks.encoder branch``: train only the branch anew, on top of the encoder that is there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.encoder import branch
from benchmarks.encoder.training import SHARES, train
from benchmarks.statements.pairs import Pairs, pairs_of
from dialogs.safety import normalise
from dialogs.safety.normal import plain_text

FOLDER = Path(__file__).parents[2] / "content" / "en"
BRANCH = "branch"
WHICH = (
    "which folder holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2? Give it as the argument, or: branch"
)


def labelled() -> dict[str, Pairs]:
    """All examples by question, in their normal form: what the encoder is asked about is in it, too."""
    return {
        question: [(label, plain_text(normalise(text))) for label, text in pairs_of(question)] for question in SHARES
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(WHICH)
    if sys.argv[1] != BRANCH:
        for line in train(Path(sys.argv[1]), labelled(), FOLDER / "encoder.model"):
            print(line, flush=True)
        (FOLDER / "branch.model").unlink(missing_ok=True)  # it stood on the layers that were there before
    for line in branch.train(FOLDER / "branch.model"):
        print(line, flush=True)
