"""Descent: weights that learn, step by step, by AdamW, whose rate rises quickly and falls slowly."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any

import jax
import numpy as np
import optax

SHOWN = 100  # steps after which something is said


def descend(
    weights: Any,
    rates: Mapping[str, float],
    loss: Callable[..., Any],
    batches: Iterable[tuple[Any, ...]],
    steps: int,
    seed: int,
    fixed: Any = None,
) -> Generator[str, None, Any]:
    """Say how it goes, and return the weights after the last step.

    ``rates``: how fast each part of the weights learns at most; ``loss`` is asked with the weights, what is ``fixed``,
    a batch's arrays and a key for chance.
    """
    optimiser = optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.multi_transform(
            {name: _adamw(steps, fastest) for name, fastest in rates.items()}, {name: name for name in weights}
        ),
    )
    state = optimiser.init(weights)

    def learn(weights: Any, state: Any, fixed: Any, arrays: tuple[Any, ...], key: Any) -> Any:
        surprise, slope = jax.value_and_grad(loss)(weights, fixed, arrays, key)
        change, state = optimiser.update(slope, state, weights)
        return optax.apply_updates(weights, change), state, surprise

    quick: Callable[..., Any] = jax.jit(learn, donate_argnums=(0, 1))
    key = jax.random.PRNGKey(seed)
    surprises: list[float] = []
    for arrays in batches:
        key, part = jax.random.split(key)
        weights, state, surprise = quick(weights, state, fixed, arrays, part)
        surprises.append(float(surprise))
        if len(surprises) % SHOWN == 0 or len(surprises) == steps:
            yield f"step {len(surprises)} of {steps}: {np.mean(surprises[-SHOWN:]):.3f}"
    return weights


def _adamw(steps: int, fastest: float) -> Any:
    """AdamW with a warm-up and a cosine decay (Loshchilov & Hutter, 2017, 2019)."""
    rate = optax.warmup_cosine_decay_schedule(0, fastest, steps // 15 + 1, steps, fastest / 200)
    return optax.adamw(rate, weight_decay=0.01)
