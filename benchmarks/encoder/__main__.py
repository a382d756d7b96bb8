"""``python -m benchmarks.encoder FOLDER``: train the encoder anew, from MiniLM's published files in FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.encoder.training import STAGES, Labelled, train
from benchmarks.statements.pairs import fit_triples, pairs_of

TARGET = Path(__file__).parents[2] / "content" / "en" / "encoder.model"
WHICH = "which folder holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2? Give it as the argument"


def labelled() -> dict[str, Labelled]:
    """All examples by question."""
    pairs = {question: pairs_of(question) for question in STAGES[0].shares if question != "fits"}
    return {
        "fits": fit_triples(),
        **{question: [(label, text, "") for label, text in found] for question, found in pairs.items()},
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(WHICH)
    for line in train(Path(sys.argv[1]), labelled(), TARGET):
        print(line, flush=True)
