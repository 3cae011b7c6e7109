"""The benchmark models in PyTorch, with the training loop of its tutorials; `--compile` puts torch.compile around it."""
import os
import sys
import tempfile

import torch
import torch.nn.functional as F
from torch import nn
from common import load, milliseconds, peak_memory, report, settings, thousand, time_predictions

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


def main(graph, fused):
    """Trains and reports; `graph` is what goes around forward pass, loss and prediction."""
    case = settings()
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    images = case["name"] in ("mlp", "cnn")
    tensor = lambda array: torch.from_numpy(array).permute(0, 3, 1, 2).contiguous() if images else torch.from_numpy(array)
    data, labels = load(case)
    x, y = tensor(data), torch.from_numpy(labels).long()
    build = {
        "mlp": lambda: mlp(case["width"]), "cnn": cnn, "gpt": Gpt,
        "lstm": lambda: Recurrent(nn.LSTM), "gru": lambda: Recurrent(nn.GRU),
    }
    torch.manual_seed(1)
    model = build[case["name"]]()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-7, fused=fused)
    objective = graph(lambda xs, ys: F.cross_entropy(model(xs).flatten(0, -2), ys.flatten()))
    batch, losses = case["batchSize"], []

    def step(xs, ys):
        optimizer.zero_grad(set_to_none=True)
        loss = objective(xs, ys)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())

    def epoch():
        losses.clear()
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            step(x[chosen], y[chosen])

    first = milliseconds(lambda: step(x[:batch], y[:batch]))
    epoch()  # not counted, as on the other sides
    times = [milliseconds(epoch) for _ in range(case["epochs"])]
    loss, memory = torch.stack(losses).mean().item(), peak_memory()
    model.eval()
    predict = graph(model)
    with torch.inference_mode():
        predictions = time_predictions(lambda inputs: predict(inputs).numpy(), x[:1], tensor(thousand(data)))
    report(first, times, loss, memory, predictions)


if __name__ == "__main__":
    if "--compile" in sys.argv:
        # Compiled anew in every process, as the first step is measured; the fused Adam is PyTorch's fastest.
        with tempfile.TemporaryDirectory() as folder:
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = folder
            main(lambda work: torch.compile(work, dynamic=False), True)
    else:
        main(lambda work: work, None)
