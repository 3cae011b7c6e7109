"""Does with `.keras` files what real Keras does, on the backend that KERAS_BACKEND names.

Run: python keras_side.py jobs.json. Each job names a file, and what to do with it: `predict` with inputs, `train` one
step and save, `weights` to another file. Answers go to standard output as JSON, one line, the last one.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

jobs = json.load(open(sys.argv[1]))


def array(stored):
    return np.array(stored["values"], dtype=stored["dtype"]).reshape(stored["shape"])


def stored(values):
    values = np.asarray(values, dtype="float32")
    return {"shape": list(values.shape), "values": values.ravel().tolist()}


def as_list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def predict(model, inputs):
    arrays = [array(x) for x in inputs]
    outputs = model(arrays[0] if len(arrays) == 1 else arrays, training=False)
    return [stored(keras.ops.convert_to_numpy(keras.ops.cast(y, "float32"))) for y in as_list(outputs)]


def train(model, inputs):
    """One step towards 1 everywhere, with a large rate, so that weights move. Op by op, JAX is slow beyond measure."""
    arrays = [array(x) for x in inputs]
    x = arrays[0] if len(arrays) == 1 else arrays
    targets = [np.ones(y["shape"], "float32") for y in predict(model, inputs)]
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", run_eagerly=keras.backend.backend() != "jax")
    model.fit(x, targets[0] if len(targets) == 1 else targets, epochs=1, batch_size=len(arrays[0]), verbose=0)


def answer(job):
    model = keras.saving.load_model(job["file"])
    result = {"classes": sorted({type(layer).__module__.split(".")[0] for layer in model.layers})}
    if "inputs" in job:
        result["before"] = predict(model, job["inputs"])
    if "save" in job:
        train(model, job["inputs"])
        result["after"] = predict(model, job["inputs"])
        model.save(job["save"])
        if "weights" in job:
            model.save_weights(job["weights"])
    return result


answers = []
for job in jobs:
    try:
        answers.append(answer(job))
    except Exception as error:
        answers.append({"error": f"{type(error).__name__}: {error}"})
print(json.dumps({"backend": keras.backend.backend(), "answers": answers}))
