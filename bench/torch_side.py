"""The benchmark models in PyTorch, with the training loop of its tutorials."""
import os

import torch
import torch.nn.functional as F
from torch import nn
from common import load, median_latency, milliseconds, report, settings

CONTEXT, VOCABULARY, HEADS, WIDTH = 64, 65, 4, 128


class Recurrent(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.embedding, self.layer, self.head = nn.Embedding(10000, 64), layer(64, 64, batch_first=True), nn.Linear(64, 10)

    def forward(self, tokens):
        return self.head(self.layer(self.embedding(tokens))[0][:, -1])


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        heads = [t.view(-1, CONTEXT, HEADS, WIDTH // HEADS).transpose(1, 2) for t in self.qkv(self.norm1(x)).split(WIDTH, 2)]
        mixed = F.scaled_dot_product_attention(*heads, is_causal=True).transpose(1, 2).reshape(-1, CONTEXT, WIDTH)
        x = x + self.out(mixed)
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks, self.norm = nn.Sequential(*[Block() for _ in range(4)]), nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, tokens):
        return self.head(self.norm(self.blocks(self.tokens(tokens) + self.positions.weight)))


def mlp(width):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10),
    )


def main():
    case = settings()
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    x, y = (torch.from_numpy(array) for array in load(case))
    if case["name"] in ("mlp", "cnn"):
        x = x.permute(0, 3, 1, 2).contiguous()
    y = y.long()
    build = {
        "mlp": lambda: mlp(case["width"]), "cnn": cnn, "gpt": Gpt,
        "lstm": lambda: Recurrent(nn.LSTM), "gru": lambda: Recurrent(nn.GRU),
    }
    model = build[case["name"]]()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-7)
    batch, last = case["batchSize"], [0.0]

    def step(xs, ys):
        optimizer.zero_grad(set_to_none=True)
        logits = model(xs)
        loss = F.cross_entropy(logits.flatten(0, -2), ys.flatten())
        loss.backward()
        optimizer.step()
        last[0] = loss

    def epoch():
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            step(x[chosen], y[chosen])

    first = milliseconds(lambda: step(x[:batch], y[:batch]))
    epoch()  # not counted, as on the other sides
    times = [milliseconds(epoch) for _ in range(case["epochs"])]
    loss = last[0].item()
    model.eval()
    with torch.inference_mode():
        latency = median_latency(lambda: model(x[:1]).numpy())
    report(first, times, loss, latency)


main()
