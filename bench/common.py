"""What the Python sides share: the data that bench.mjs wrote, the clock, and the result line."""
import json
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np


def settings():
    """The case as bench.mjs passed it: name, examples, batchSize, epochs, width, folder of the data."""
    return json.loads(sys.argv[-1])


def load(case):
    """x and y of the case; raw little-endian arrays, the same bytes for every framework."""
    folder = Path(case["data"])
    shapes = json.loads((folder / "shapes.json").read_text())
    return [
        np.fromfile(folder / f"{name}.bin", dtype=shapes[name]["dtype"]).reshape(shapes[name]["shape"])
        for name in ("x", "y")
    ]


def report(first_step, epochs, loss, memory, predictions):
    """One JSON line on stdout; times in milliseconds, memory in MB, loss as the mean of the last epoch's batches."""
    print(json.dumps({"firstStep": first_step, "epochs": epochs, "loss": loss, "memory": memory, **predictions}))


def report_tokens(load, tokens, token):
    """One JSON line: seconds to load, the tokens, milliseconds a token, peak memory in MB."""
    print(json.dumps({"load": load, "tokens": tokens, "token": token, "memory": peak_memory()}))


def peak_memory():
    """Peak resident size of this process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def milliseconds(work):
    """Runs work() and returns how long it took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def thousand(x):
    """The first 1,000 examples, from the start again where there are fewer."""
    return np.resize(x, (1000, *x.shape[1:]))


def time_predictions(predict, one, many):
    """Median time of a call with one example (50 calls after five) and with 1,000 (five calls after three)."""
    return {"latency": median_time(lambda: predict(one), 5, 50), "thousand": median_time(lambda: predict(many), 3, 5)}


def median_time(work, uncounted, counted):
    """Median time of so many calls, in milliseconds, after those that are not counted."""
    for _ in range(uncounted):
        work()
    return statistics.median(milliseconds(work) for _ in range(counted))
