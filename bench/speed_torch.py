"""The machine's product speed: the best of twenty products of two 2048 × 2048 float32 matrices, in GFLOP a second."""
import json
import os

import torch
from common import milliseconds

SIZE = 2048

torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
a, b, out = (torch.rand(SIZE, SIZE) for _ in range(3))
best = min(milliseconds(lambda: torch.mm(a, b, out=out)) for _ in range(20))
print(json.dumps({"speed": 2 * SIZE**3 / best / 1e6}))
