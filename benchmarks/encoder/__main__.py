"""``python -m benchmarks.encoder FOLDER``: train the encoder anew, from MiniLM's published files in FOLDER.

``python -m benchmarks.encoder onward``: let the encoder that is there learn on; the branch stays as it is.

``python -m benchmarks.encoder branch``: train only the branch, on top of the encoder that is there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.encoder import branch
from benchmarks.encoder.onward import go_on
from benchmarks.encoder.training import SHARES, train
from benchmarks.statements.examples import ACTS as ACT_EXAMPLES
from benchmarks.statements.examples import DANGERS, SAFETY, read_examples
from benchmarks.statements.pairs import Pairs, is_weighed, judged_pairs, pairs_of, read_events
from benchmarks.statements.told import read_told
from dialogs.encoder.questions import ACTS, FRAMES
from dialogs.safety import normalise
from dialogs.safety.normal import plain_text
from dialogs.statements.acts import BLAME

FOLDER = Path(__file__).parents[2] / "content" / "en"
BRANCH, ONWARD = "branch", "onward"
NEWEST = "strangers_9.txt"  # the files of acts, danger and safety from which the encoder learns on
WHICH = (
    "which folder holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2? Give it as the argument, or: "
    f"{ONWARD}, or: {BRANCH}"
)


def labelled() -> dict[str, Pairs]:
    """All examples by question, in their normal form: what the encoder is asked about is in it, too.

    Who tells what the partner did is taken to blame.
    """
    pairs = {question: pairs_of(question) for question in SHARES}
    pairs[ACTS] += [(BLAME, one.text) for one in read_told() if one.event == "event"]
    pairs[FRAMES] += judged_pairs()
    kept = {text for text in read_events() if is_weighed(text)}
    return {
        question: [(label, normal(text)) for label, text in found if text not in kept]
        for question, found in pairs.items()
    }


def fresh() -> frozenset[str]:
    """The newest examples, in their normal form."""
    folders = (ACT_EXAMPLES, DANGERS, SAFETY)
    return frozenset(normal(text) for folder in folders for _, text in read_examples(folder, NEWEST))


def normal(text: str) -> str:
    """As the encoder reads it."""
    return plain_text(normalise(text))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(WHICH)
    which = sys.argv[1]
    if which == ONWARD:
        for line in go_on(labelled(), fresh(), FOLDER / "encoder.model"):
            print(line, flush=True)
        sys.exit()
    if which != BRANCH:
        for line in train(Path(which), labelled(), FOLDER / "encoder.model"):
            print(line, flush=True)
        (FOLDER / "branch.model").unlink(missing_ok=True)  # it stood on the layers that were there before
    for line in branch.train(FOLDER / "branch.model"):
        print(line, flush=True)
