"""Training of the linear models: which frame a complaint fits, whether a text blames at all, and whether it is danger.

Linear support vector machines, one label against the rest, over the features of ``dialogs.statements.features``,
weighted by kind and rarity. The temperature that turns their scores into probabilities comes from predictions on
held-out fifths (Guo et al., 2017); then the model is fitted on everything, cut to its largest weights and rounded to
whole numbers. Needs the ``train`` group of pyproject.toml (scikit-learn); the models themselves need nothing.
"""

from __future__ import annotations

import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from benchmarks.statements.examples import ACTS, DANGERS, FRAMES, SAFETY, read_examples
from content.catalogue import load as load_catalogue
from content.models import pack_model
from content.statements import load
from dialogs.safety import normalise
from dialogs.safety.weighing import concern_features
from dialogs.statements.acts import BLAME, act_features
from dialogs.statements.dangers import DANGER, danger_features
from dialogs.statements.features import features_of
from dialogs.statements.refusals import find_refusal
from dialogs.statements.signs import read_signs
from dialogs.statements.words import read_words

_MODELS = Path(__file__).parents[2] / "content" / "en" / "statements"
_SCREENED = Path(__file__).parents[2] / "tests" / "dialogs" / "safety"
MODELS = ("frames", "acts", "danger", "concerns")
# The inverse of the regularisation of each, by its figures on the development half.
_STRICTNESS = {"frames": 0.3, "acts": 1.0, "danger": 3.0, "concerns": 1.0}
COMPLAINT = "complaint"  # blame of all kinds, not sorted by frame
NONE = "none"  # the label of what no frame says: generic blame, and what is no blame at all
_FEW = 3  # of so many ordinary sentences, one is shown to the model of concerns
_TIERS = ("A ", "B ", "C ")
_ABOUT_DANGER = ("safety", "screening", "careful", "device", "welcome.what")
_SOME = 4  # of so many sentences without blame, one is shown to the model of frames
_FOLDS = 5
_SEED = 7
_WEIGHTS = {
    "word": 1.0,
    "list": 1.0,
    "denied list": 0.5,
    "denied": 0.5,
    "subject": 0.4,
    "pair": 0.5,
    "gap": 0.3,
    "letters": 0.4,
    "form": 0.8,
    "sign": 2.0,
}
_COLUMNS = 40  # labels a feature may speak for or against
_LEAST = 2  # of 127: a smaller weight is left out

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Features in their order, each with its weight: rarity times the weight of its kind."""

    places: dict[str, int]
    weights: Any

    def matrix(self, rows: Sequence[Sequence[str]]) -> Any:
        """The sparse matrix of texts, each of length one."""
        indices: list[int] = []
        data: list[float] = []
        starts = [0]
        for row in rows:
            known = [self.places[feature] for feature in row if feature in self.places]
            length = float(np.sqrt(sum(self.weights[at] ** 2 for at in known))) or 1.0
            indices += known
            data += [self.weights[at] / length for at in known]
            starts.append(len(indices))
        return sp.csr_matrix((data, indices, starts), shape=(len(rows), len(self.places)))


def kind_of(feature: str) -> str:
    """The kind of a feature, by how it is written."""
    if feature.startswith(("^", "$")):
        return "form"
    if feature.startswith("!"):
        return "sign"
    if feature.startswith("~"):
        return "letters"
    if feature.startswith("@"):
        return "list"
    if feature.startswith("not @"):
        return "denied list"
    if feature.startswith("not "):
        return "denied"
    if ": " in feature:
        return "subject"
    if " _ " in feature:
        return "gap"
    return "pair" if " " in feature else "word"


def frame_pairs() -> list[tuple[str, str]]:
    """The training sentences of the frames: the example of each row, and the files of examples."""
    known = {frame.id for frame in load().frames}
    pairs = [(frame.id, frame.example) for frame in load().frames]
    pairs += [(row.frame, row.example) for row in load().idioms.values()]
    pairs += [(label, text) for label, text in read_examples(FRAMES) if label in known]
    acts = read_examples(ACTS)
    pairs += [(NONE, text) for label, text in acts if label == BLAME]
    pairs += [(NONE, text) for label, text in acts if label not in (BLAME, COMPLAINT)][::_SOME]
    pairs += [(NONE, frame.counter_example) for frame in load().frames if frame.verbs]
    return pairs


def act_pairs() -> list[tuple[str, str]]:
    """The training sentences of the acts: all that blames, and what does not."""
    blaming = [(BLAME, text) for label, text in frame_pairs() if label != NONE]
    blaming += [(BLAME, row.example) for row in load().labels.values()]
    innocent = [("other", frame.counter_example) for frame in load().frames if frame.verbs]
    told = [(BLAME if label in (BLAME, COMPLAINT) else "other", text) for label, text in read_examples(ACTS)]
    return [*blaming, *innocent, *told]


def danger_pairs() -> list[tuple[str, str]]:
    """The training sentences of danger: what may get no sentence, what only sounds like it, and ordinary blame."""
    told = read_examples(DANGERS)
    ordinary = [("other", text) for label, text in frame_pairs() if label != NONE]
    ordinary += [("other", text) for _, text in read_examples(ACTS)]
    ordinary += [("other", label.example) for label in load().labels.values()]
    ordinary += [("other", idiom.example) for idiom in load().idioms.values()]
    ordinary += [("other", frame.counter_example) for frame in load().frames if frame.verbs]
    concerns = [(DANGER if label[:2] in ("A ", "B ") else "other", text) for label, text in read_examples(SAFETY)]
    concerns += [("other", text) for text in _answers()]
    told = [*((DANGER if label == DANGER else "other", text) for label, text in told), *concerns]
    return [*told, *_screened(), *ordinary]


def concern_pairs() -> list[tuple[str, str]]:
    """The training sentences of concerns: tier and kind, or none, from the safety examples and the detectors' own."""
    pairs = [(label if label[:2] in _TIERS else NONE, text) for label, text in read_examples(SAFETY)]
    for table, kinds in _read_screened("positives.toml").items():
        pairs += [(f"{table[0]} {kind}", text) for kind, texts in kinds.items() for text in texts]
    pairs += [(NONE, text) for text in _texts("benign.toml")]
    pairs += [(NONE, text) for text in _answers()]
    pairs += [(NONE, text) for label, text in read_examples(DANGERS) if label != DANGER]
    ordinary = [text for label, text in frame_pairs() if label != NONE] + [text for _, text in read_examples(ACTS)]
    return [*pairs, *((NONE, text) for text in ordinary[::_FEW])]


def _screened() -> Iterator[tuple[str, str]]:
    """The sentences the detectors are tested on. Of the harmless, those near control or sex are left out: what is no
    reason for a crisis message may still be one to make no sentence of."""
    yield from ((DANGER, text) for text in _texts("positives.toml"))
    for text in _texts("benign.toml"):
        if find_refusal(read_words(text, most=None)) in (None, "violence", "self_harm"):
            yield ("other", text)


def _answers() -> Iterator[str]:
    """What people answer by tapping or typing, outside the questions about danger: labels, and what stands for them."""
    for key, screen in load_catalogue().screens().items():
        if not key.startswith(_ABOUT_DANGER):
            yield from (label.source for label in screen.buttons.values())
            yield from (words for typed in screen.typed.values() for words in typed)


def _texts(file: str) -> Iterator[str]:
    return _leaves(_read_screened(file))


def _read_screened(file: str) -> dict[str, Any]:
    return tomllib.loads((_SCREENED / file).read_text(encoding="utf-8"))


def _leaves(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list):
        for each in table.values() if isinstance(table, dict) else table:
            yield from _leaves(each)


def pairs_of(name: str) -> list[tuple[str, str]]:
    """The training sentences of a model."""
    return {"frames": frame_pairs, "acts": act_pairs, "danger": danger_pairs, "concerns": concern_pairs}[name]()


def learn(name: str, pairs: Pairs) -> tuple[Any, Vocabulary]:
    """A fitted model and its vocabulary."""
    rows = [_features(name, text) for _, text in pairs]
    vocabulary = _vocabulary(rows)
    matrix = vocabulary.matrix(rows)
    model = _classifier(name).fit(matrix, [label for label, _ in pairs])
    return model, vocabulary


def held_out(name: str, pairs: Pairs) -> tuple[list[str], Any, list[str]]:
    """Labels, scores (log-odds) of every text by a model that did not see it, and the true labels."""
    labels = sorted({label for label, _ in pairs})
    rows = [_features(name, text) for _, text in pairs]
    truth = [label for label, _ in pairs]
    scores = np.zeros((len(pairs), len(labels)))
    for seen, unseen in StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(rows, truth):
        vocabulary = _vocabulary([rows[at] for at in seen])
        model = _classifier(name)
        model.fit(vocabulary.matrix([rows[at] for at in seen]), [truth[at] for at in seen])
        found = model.decision_function(vocabulary.matrix([rows[at] for at in unseen]))
        if found.ndim == 1:
            found = np.stack([-found / 2, found / 2], axis=1)
        scores[np.ix_(unseen, [labels.index(label) for label in model.classes_])] = found
    return labels, scores, truth


def train(name: str) -> str:
    """Train a model, write its file, and say how well it does on held-out fifths."""
    pairs = pairs_of(name)
    labels, scores, truth = held_out(name, pairs)
    gold = np.array([labels.index(label) for label in truth])
    sharpness = _sharpness(scores, gold)
    order = np.argsort(-scores, axis=1)
    first = float(np.mean(order[:, 0] == gold))
    three = float(np.mean((order[:, :3] == gold[:, None]).any(axis=1)))
    model, vocabulary = learn(name, pairs)
    path = _MODELS / f"{name}.model"
    path.write_bytes(_packed(model, vocabulary, sharpness))
    return (
        f"{name}: {len(pairs)} sentences, {len(labels)} labels, {len(vocabulary.places)} features; on held-out fifths "
        f"{first:.1%} first, {three:.1%} within three; {path.stat().st_size / 1e6:.2f} MB"
    )


def _classifier(name: str) -> LinearSVC:
    return LinearSVC(C=_STRICTNESS[name], class_weight=None if name == "frames" else "balanced")


def _features(name: str, text: str) -> tuple[str, ...]:
    if name == "concerns":
        return concern_features(normalise(text))
    words = read_words(text)
    if name == "frames":
        return features_of(words)
    return danger_features(text, words) if name == "danger" else act_features(read_signs(text, words))


def _vocabulary(rows: Sequence[Sequence[str]]) -> Vocabulary:
    counts = Counter(feature for row in rows for feature in row)
    least = {"letters": 2, "pair": 2, "gap": 2, "subject": 2, "denied": 2}
    kept = sorted(feature for feature, count in counts.items() if count >= least.get(kind_of(feature), 1))
    weights = np.array([_weight(feature, counts[feature], len(rows)) for feature in kept])
    return Vocabulary({feature: at for at, feature in enumerate(kept)}, weights)


def _weight(feature: str, count: int, rows: int) -> float:
    """Rarity times the weight of the kind."""
    return float(np.log((1 + rows) / (1 + count)) + 0.5) * _WEIGHTS[kind_of(feature)]


def _sharpness(scores: Any, gold: Any) -> float:
    """The factor on the scores under which the held-out truth is likeliest."""

    def surprise(factor: float) -> float:
        scaled = scores * factor
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(gold)), gold]))

    return float(minimize_scalar(surprise, bounds=(0.1, 80.0), method="bounded").x)


def _packed(model: Any, vocabulary: Vocabulary, sharpness: float) -> bytes:
    coefficients = model.coef_
    bias = model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.concatenate([-coefficients / 2, coefficients / 2])
        bias = np.concatenate([-bias / 2, bias / 2])
    bias = bias - bias.mean()
    heaviest = float(np.abs(coefficients).max())
    rounded = np.rint(coefficients.T / heaviest * 127).astype(int)
    rows: dict[int, tuple[float, list[tuple[int, int]]]] = {}
    for feature, at in vocabulary.places.items():
        weights = rounded[at]
        columns = [int(column) for column in np.argsort(-np.abs(weights), kind="stable")[:_COLUMNS]]
        found = sorted((column, int(weights[column])) for column in columns if abs(weights[column]) >= _LEAST)
        rows[zlib.crc32(feature.encode())] = (float(vocabulary.weights[at]), found)
    keys = sorted(rows)
    starts, columns_, weights_ = [0], [], []
    for key in keys:
        columns_ += [column for column, _ in rows[key][1]]
        weights_ += [weight for _, weight in rows[key][1]]
        starts.append(len(columns_))
    return pack_model(
        [str(label) for label in model.classes_],
        keys,
        starts,
        columns_,
        weights_,
        [rows[key][0] for key in keys],
        [float(value) for value in bias],
        heaviest,
        sharpness,
    )
