"""The statement engine, measured: ``python -m benchmarks.statements`` prints the figures of docs/statements.md.

``train`` fits the linear models anew (needs the ``train`` group); ``misses`` lists what went wrong on the dev half;
``attempts FOLDER`` measures only the attempts of one folder of the data.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.statements import attempts, ratings, rewrites

_DATA = Path(__file__).parent / "data"
FLUENCY = "fluency"
FITNESS, ACCEPTANCE, PLAUSIBILITY = "fitness", "acceptance", "plausibility"  # last: they weigh what the models say


def main(arguments: list[str]) -> None:
    """Run what the first argument names; without one, measure every set."""
    if arguments[:1] == ["train"]:
        from benchmarks.statements import acceptance, fitness, fluency, plausibility, training, vocabulary

        written = {
            FLUENCY: fluency.write_fluency,
            FITNESS: fitness.fit_weights,
            ACCEPTANCE: acceptance.fit_acceptance,
            PLAUSIBILITY: plausibility.fit_plausibility,
        }
        for name in arguments[1:] or (vocabulary.WORDS, *training.MODELS, *written):
            if name == vocabulary.WORDS:
                print(vocabulary.write_words())
            else:
                print(*(written[name]() if name in written else [training.train(name)]), sep="\n")
        return
    if arguments[:1] == ["misses"]:
        _misses(_DATA / "dev")
        return
    if arguments[:1] == ["sample"]:
        ratings.sample(_DATA / arguments[1])
        return
    if arguments[:1] == ["attempts"]:
        _measure_attempts(arguments[1])
        return
    for half in ("dev", "second", "third", "fifth", "sixth", "seventh", "eighth", "test"):
        _measure(half, _DATA / half)
    for name in ("third", "fourth"):
        print(f"\n== {name} set, danger alone: {dict(rewrites.outcomes_of_danger(_DATA / name).most_common())}")


def _measure(half: str, folder: Path) -> None:
    found = rewrites.measure(folder)
    print(f"\n== {half} half")
    print(f"blame found (recall)            {found.found}")
    print(f"taken as blame and is (prec.)   {found.precision}")
    print(f"no blame, left alone            {found.left_alone}")
    print(f"rewritten at once               {found.direct}")
    print(f"... or within three choices     {found.helped}")
    print(f"near-identical sentences        {found.alike}")
    print(f"refused as danger               {found.outcomes['safety']} of {found.blame}")
    print(f"p95 of a rewrite                {found.p95[0]:.1f} ms; at first sight {found.p95[1]:.1f} ms")
    if (folder / "danger.jsonl").exists():  # the third set has blame and what is none
        print(f"of what is danger               {dict(rewrites.outcomes_of_danger(folder).most_common())}")
    for style, counts in sorted(found.by_style.items()):
        print(f"   {style:<12}{dict(counts.most_common())}")
    for line in ratings.report(folder, found):
        print(line)
    _measure_attempts(half)


def _measure_attempts(half: str) -> None:
    for path in sorted((_DATA / half).glob("attempts*.jsonl")):
        print(f"\nattempts of {half}/{path.name}")
        print(attempts.draw_report(attempts.measure(path)))


def _misses(folder: Path) -> None:
    for kind, outcome, text in rewrites.measure(folder).missed:
        print(f"{kind} taken as {outcome}: {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
