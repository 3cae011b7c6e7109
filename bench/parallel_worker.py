"""One of several processes that train the same Keras model together: synchronous data parallelism by PyTorch's own DDP.

bench/parallel.mjs starts it with RANK, WORLD_SIZE and a job as JSON; the process with rank 0 prints one JSON line.
"""
import json
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "torch"
os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")  # loopback: all processes are on this machine

import keras
import numpy as np
import torch
import torch.distributed as dist

job = json.loads(sys.argv[1])
rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
torch.set_num_threads(job["threads"])
dist.init_process_group("gloo", init_method=f"file://{job['meeting']}", rank=rank, world_size=world)


def windows(name, length=job["length"]):
    """Windows of tokens, `[N, T]`: the same bytes that TypeScript trains on."""
    tokens = np.fromfile(os.path.join(job["folder"], f"{name}.bin"), dtype="<i4").reshape(-1, length)
    return torch.from_numpy(tokens.astype("int64"))


def loss_of(model, x, y):
    logits = model(x)
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten())


def train(model, x, y):
    """Each process takes its share of every global batch; DDP averages the gradients before each step."""
    parallel = torch.nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.Adam(model.parameters(), lr=job["learningRate"], eps=1e-7)
    share = job["batchSize"] // world
    losses, seconds = [], []
    for start in range(0, job["batches"] * job["batchSize"], job["batchSize"]):
        own = slice(start + rank * share, start + (rank + 1) * share)
        dist.barrier()
        began = time.perf_counter()
        optimizer.zero_grad()
        loss = loss_of(parallel, x[own], y[own])
        loss.backward()
        optimizer.step()
        seconds.append(time.perf_counter() - began)
        mean = loss.detach().clone()
        dist.all_reduce(mean)
        losses.append(mean.item() / world)
    return losses, seconds


def all_reduce_seconds(numbers, repeats=20):
    """Median time to sum one list of numbers over all processes."""
    values, times = torch.ones(numbers), []
    for _ in range(repeats):
        dist.barrier()
        began = time.perf_counter()
        dist.all_reduce(values)
        times.append(time.perf_counter() - began)
    return float(np.median(times))


model = keras.saving.load_model(job["model"])
losses, seconds = train(model, windows("x"), windows("y"))
with torch.no_grad():
    held_out = loss_of(model, windows("heldOutX"), windows("heldOutY")).item()
exchange = [{"bytes": 4 * n, "seconds": all_reduce_seconds(n)} for n in job["sizes"]] if world > 1 else []
if rank == 0:
    if job.get("save"):
        model.save(job["save"])
    parameters = sum(p.numel() for p in model.parameters())
    print(json.dumps({"losses": losses, "seconds": seconds, "heldOut": held_out, "exchange": exchange, "parameters": parameters}))
dist.destroy_process_group()
