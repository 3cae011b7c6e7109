"""The benchmark models in JAX: for each a function that makes parameters and one from parameters and batch to logits."""
import jax
import jax.numpy as jnp
from jax import lax, nn

CONTEXT, VOCABULARY, HEADS, WIDTH, LAYERS = 64, 65, 4, 128, 4
STATE, CLASSES, TOKENS = 64, 10, 10000

glorot = nn.initializers.glorot_uniform()
orthogonal = nn.initializers.orthogonal()


def weights(key, inputs, outputs):
    return {"kernel": glorot(key, (inputs, outputs)), "bias": jnp.zeros(outputs)}


def dense(p, x):
    return x @ p["kernel"] + p["bias"]


def mlp(width):
    sizes = [784, width, width, CLASSES]

    def init(key):
        return [weights(k, *pair) for k, pair in zip(jax.random.split(key, 3), zip(sizes, sizes[1:]))]

    def apply(p, x):
        x = x.reshape(len(x), -1)
        for layer in p[:-1]:
            x = nn.relu(dense(layer, x))
        return dense(p[-1], x)

    return init, apply


def cnn():
    def init(key):
        keys = jax.random.split(key, 4)
        filters = [{"kernel": glorot(k, (3, 3, *pair)), "bias": jnp.zeros(pair[1])} for k, pair in zip(keys, [(1, 32), (32, 64)])]
        return {"filters": filters, "hidden": weights(keys[2], 1600, 128), "out": weights(keys[3], 128, CLASSES)}

    def apply(p, x):
        for layer in p["filters"]:
            x = lax.conv_general_dilated(x, layer["kernel"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
            x = pooled(nn.relu(x + layer["bias"]))
        return dense(p["out"], nn.relu(dense(p["hidden"], x.reshape(len(x), -1))))

    return init, apply


def pooled(x):
    """Largest of 2 × 2; twice as fast on the CPU as lax.reduce_window, whose gradient is slow."""
    half = x.shape[1] // 2
    return x[:, : 2 * half, : 2 * half].reshape(len(x), half, 2, half, 2, -1).max((2, 4))


def recurrent(gates, bias, step, states):
    """Gates side by side in one product; the inputs of all steps are projected at once, before the scan."""

    def init(key):
        keys = jax.random.split(key, 4)
        return {
            "embedding": jax.random.uniform(keys[0], (TOKENS, STATE), minval=-0.05, maxval=0.05),
            "input": {"kernel": glorot(keys[1], (STATE, gates * STATE)), "bias": bias},
            "state": {"kernel": orthogonal(keys[2], (STATE, gates * STATE)), "bias": jnp.zeros(gates * STATE)},
            "out": weights(keys[3], STATE, CLASSES),
        }

    def apply(p, tokens):
        projected = dense(p["input"], p["embedding"][tokens.T])  # [T, B, gates · units]
        begin = jnp.zeros((states, len(tokens), STATE))
        end, _ = lax.scan(lambda carry, x: (step(p["state"], carry, x), None), tuple(begin), projected)
        return dense(p["out"], end[0])

    return init, apply


def lstm():
    def step(p, carry, x):
        state, cell = carry
        i, f, g, o = jnp.split(x + state @ p["kernel"], 4, axis=1)
        cell = nn.sigmoid(f) * cell + nn.sigmoid(i) * jnp.tanh(g)
        return nn.sigmoid(o) * jnp.tanh(cell), cell

    return recurrent(4, jnp.zeros(4 * STATE).at[STATE : 2 * STATE].set(1), step, 2)  # forget gates begin open


def gru():
    def step(p, carry, x):
        (state,) = carry
        inputs, recurrence = jnp.split(x, 3, axis=1), jnp.split(dense(p, state), 3, axis=1)
        update, reset = (nn.sigmoid(inputs[gate] + recurrence[gate]) for gate in (0, 1))
        candidate = jnp.tanh(inputs[2] + reset * recurrence[2])
        return (update * state + (1 - update) * candidate,)

    return recurrent(3, jnp.zeros(3 * STATE), step, 1)


def gpt():
    def block(key):
        shapes = [("qkv", WIDTH, 3 * WIDTH), ("mix", WIDTH, WIDTH), ("up", WIDTH, 4 * WIDTH), ("down", 4 * WIDTH, WIDTH)]
        layers = {name: weights(k, *shape) for k, (name, *shape) in zip(jax.random.split(key, 4), shapes)}
        return {**layers, "norm1": norm_weights(), "norm2": norm_weights()}

    def init(key):
        tokens, positions, out, *blocks = jax.random.split(key, 3 + LAYERS)
        return {
            "tokens": 0.02 * jax.random.normal(tokens, (VOCABULARY, WIDTH)),
            "positions": 0.02 * jax.random.normal(positions, (CONTEXT, WIDTH)),
            "blocks": [block(k) for k in blocks], "norm": norm_weights(), "out": weights(out, WIDTH, VOCABULARY),
        }

    def apply(p, tokens):
        x = p["tokens"][tokens] + p["positions"]
        for layer in p["blocks"]:
            x = x + attention(layer, normalized(layer["norm1"], x))
            x = x + dense(layer["down"], nn.gelu(dense(layer["up"], normalized(layer["norm2"], x)), approximate=True))
        return dense(p["out"], normalized(p["norm"], x))

    return init, apply


def norm_weights():
    return {"scale": jnp.ones(WIDTH), "offset": jnp.zeros(WIDTH)}


def normalized(p, x):
    centered = x - x.mean(-1, keepdims=True)
    return centered * lax.rsqrt(jnp.square(centered).mean(-1, keepdims=True) + 1e-5) * p["scale"] + p["offset"]


def attention(p, x):
    heads = [part.reshape(-1, CONTEXT, HEADS, WIDTH // HEADS) for part in jnp.split(dense(p["qkv"], x), 3, axis=-1)]
    return dense(p["mix"], nn.dot_product_attention(*heads, is_causal=True).reshape(-1, CONTEXT, WIDTH))
