"""The benchmark models in JAX: one jitted step whose parameters and moments are donated, so it updates them in place."""
from functools import partial

import jax
import jax.numpy as jnp
import jax_models as models
import numpy as np
from common import load, milliseconds, peak_memory, report, settings, thousand, time_predictions

RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-7


def adam(state, gradients):
    """Kingma and Ba's Adam by hand: ten lines need no further package. State: parameters, both moments, steps."""
    parameters, first, second, steps = state
    steps = steps + 1
    first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradients)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradients)
    bias1, bias2 = 1 - BETA1**steps, 1 - BETA2**steps
    moved = lambda p, m, v: p - RATE * (m / bias1) / (jnp.sqrt(v / bias2) + EPSILON)
    return jax.tree.map(moved, parameters, first, second), first, second, steps


def main():
    case = settings()
    data, labels = load(case)
    x, y = jnp.asarray(data), jnp.asarray(labels)
    build = {"mlp": lambda: models.mlp(case["width"]), "cnn": models.cnn, "lstm": models.lstm, "gru": models.gru, "gpt": models.gpt}
    init, apply = build[case["name"]]()

    def objective(parameters, xs, ys):
        logits = jax.nn.log_softmax(apply(parameters, xs))
        return -jnp.take_along_axis(logits, ys[..., None], axis=-1).mean()

    @partial(jax.jit, donate_argnums=0)
    def step(state, x, y, chosen):
        loss, gradients = jax.value_and_grad(objective)(state[0], x[chosen], y[chosen])
        return adam(state, gradients), loss

    parameters = init(jax.random.key(1))
    zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)
    state, batch, losses = (parameters, zeros(), zeros(), jnp.zeros(())), case["batchSize"], []
    random = np.random.default_rng(1)

    def train(order):
        nonlocal state
        losses.clear()
        for start in range(0, len(order), batch):
            state, loss = step(state, x, y, order[start : start + batch])
            losses.append(loss)
        jax.block_until_ready((state, losses))

    first = milliseconds(lambda: train(np.arange(batch)))
    epoch = lambda: train(random.permutation(len(x)))
    epoch()  # not counted, as on the other sides
    times = [milliseconds(epoch) for _ in range(case["epochs"])]
    loss, memory = float(jnp.stack(losses).mean()), peak_memory()
    predict = jax.jit(apply)
    one, many = jnp.asarray(data[:1]), jnp.asarray(thousand(data))
    report(first, times, loss, memory, time_predictions(lambda inputs: np.asarray(predict(state[0], inputs)), one, many))


main()
