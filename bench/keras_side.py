"""The benchmark models in Keras 3 on TensorFlow, with Keras's own defaults: compile, fit, predict."""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import tensorflow as tf
from keras import layers, ops
from common import load, milliseconds, peak_memory, report, settings, thousand, time_predictions

gelu = lambda x: keras.activations.gelu(x, approximate=True)
CONTEXT, VOCABULARY, HEADS, WIDTH = 64, 65, 4, 128


def mlp(width):
    dense = [layers.Dense(width, activation="relu") for _ in range(2)]
    return keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), *dense, layers.Dense(10)])


def cnn():
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(10),
    ])


def recurrent(layer):
    return keras.Sequential([layers.Input((100,)), layers.Embedding(10000, 64), layer(64), layers.Dense(10)])


def gpt():
    tokens = layers.Input((CONTEXT,), dtype="int32")
    x = layers.Embedding(VOCABULARY, WIDTH)(tokens) + layers.Embedding(CONTEXT, WIDTH)(ops.arange(CONTEXT))
    for _ in range(4):
        h = layers.LayerNormalization()(x)
        x = x + layers.MultiHeadAttention(HEADS, WIDTH // HEADS)(h, h, use_causal_mask=True)
        h = layers.Dense(4 * WIDTH, activation=gelu)(layers.LayerNormalization()(x))
        x = x + layers.Dense(WIDTH)(h)
    return keras.Model(tokens, layers.Dense(VOCABULARY)(layers.LayerNormalization()(x)))


def main():
    case = settings()
    x, y = load(case)
    build = {
        "mlp": lambda: mlp(case["width"]), "cnn": cnn, "gpt": gpt,
        "lstm": lambda: recurrent(layers.LSTM), "gru": lambda: recurrent(layers.GRU),
    }
    model = build[case["name"]]()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-3), loss)
    batch = case["batchSize"]
    first = milliseconds(lambda: model.train_on_batch(x[:batch], y[:batch]))
    history = []
    epoch = lambda: history.append(model.fit(x, y, batch_size=batch, epochs=1, verbose=0).history["loss"][0])
    epoch()  # not counted: fit traces its own function
    times = [milliseconds(epoch) for _ in range(case["epochs"])]
    memory = peak_memory()
    # Calling the compiled model is Keras's own advice for single examples; predict() has a loop around it.
    call = tf.function(lambda inputs: model(inputs, training=False))
    one, many = (ops.convert_to_tensor(examples) for examples in (x[:1], thousand(x)))
    report(first, times, history[-1], memory, time_predictions(lambda inputs: call(inputs).numpy(), one, many))


main()
