"""What both Python sides share: the data that bench.mjs wrote, the clock, and the result line."""
import json
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np


def settings():
    """The case as bench.mjs passed it: name, examples, batchSize, epochs, width, folder of the data."""
    return json.loads(sys.argv[1])


def load(case):
    """x and y of the case; raw little-endian arrays, the same bytes for every framework."""
    folder = Path(case["data"])
    shapes = json.loads((folder / "shapes.json").read_text())
    return [
        np.fromfile(folder / f"{name}.bin", dtype=shapes[name]["dtype"]).reshape(shapes[name]["shape"])
        for name in ("x", "y")
    ]


def report(first_step, epochs, loss, latency):
    """One JSON line on stdout; times in milliseconds, memory in MB (peak resident size)."""
    print(json.dumps({"firstStep": first_step, "epochs": epochs, "loss": loss, "latency": latency, "memory": peak_memory()}))


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


def median_latency(predict, repeats=50):
    """Median time of one prediction for a batch of one, after five that are not counted."""
    for _ in range(5):
        predict()
    return statistics.median(milliseconds(predict) for _ in range(repeats))
