"""The small GPT in PyTorch, eager: greedy texts, keys and values of earlier tokens in tensors made beforehand."""
import os
import statistics
import time

import numpy as np
import torch
import torch.nn.functional as F
from common import milliseconds, report_tokens, settings
from torch_side import CONTEXT, HEADS, WIDTH, Gpt


def read_model(file):
    """The weights in the order of the library's `model.getWeights()`; its kernels are [inputs, outputs]."""
    numbers, at = torch.from_numpy(np.fromfile(file, dtype="<f4")), 0

    def take(*shape):
        nonlocal at
        at += int(np.prod(shape))
        return numbers[at - int(np.prod(shape)) : at].view(*shape)

    def set_linear(layer, kernel, bias):
        layer.weight.copy_(kernel.T)
        layer.bias.copy_(bias)

    def take_linear(layer):
        set_linear(layer, take(layer.in_features, layer.out_features), take(layer.out_features))

    def take_norm(layer):
        layer.weight.copy_(take(WIDTH))
        layer.bias.copy_(take(WIDTH))

    model = Gpt().eval()
    with torch.no_grad():
        model.tokens.weight.copy_(take(*model.tokens.weight.shape))
        model.positions.weight.copy_(take(CONTEXT, WIDTH))
        for block in model.blocks:
            take_norm(block.norm1)
            kernels, biases = zip(*[(take(WIDTH, WIDTH), take(WIDTH)) for _ in ("query", "key", "value")])
            set_linear(block.qkv, torch.cat(kernels, 1), torch.cat(biases))
            take_linear(block.out)
            take_norm(block.norm2)
            take_linear(block.up)
            take_linear(block.down)
        take_norm(model.norm)
        take_linear(model.head)
    assert at == len(numbers)
    return model


class Cache:
    """Keys and values of one text: for each block `[heads, context, width of a head]`."""

    def __init__(self, model):
        self.model = model
        self.keys, self.values = torch.zeros(2, len(model.blocks), HEADS, CONTEXT, WIDTH // HEADS)
        self.length = 0

    def logits(self, tokens):
        """Next-token logits `[V]` after further tokens `[T]`, the whole prompt or one."""
        model, begin, count = self.model, self.length, len(tokens)
        end = self.length = begin + count
        x = model.tokens(tokens) + model.positions.weight[begin:end]
        for block, keys, values in zip(model.blocks, self.keys, self.values):
            query, key, value = block.qkv(block.norm1(x)).view(count, 3, HEADS, -1).permute(1, 2, 0, 3)
            keys[:, begin:end], values[:, begin:end] = key, value
            mixed = F.scaled_dot_product_attention(query, keys[:, :end], values[:, :end], is_causal=count > 1)
            x = x + block.out(mixed.transpose(0, 1).reshape(count, WIDTH))
            x = x + block.down(F.gelu(block.up(block.norm2(x)), approximate="tanh"))
        return model.head(model.norm(x[-1]))


def write(model, prompt, count):
    cache, tokens, last = Cache(model), [], torch.tensor(prompt)
    for _ in range(count):
        last = cache.logits(last).argmax(0, keepdim=True)
        tokens.append(int(last))
    return tokens


def main():
    case = settings()
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    start = time.perf_counter()
    model = read_model(case["weights"])
    load = time.perf_counter() - start
    with torch.inference_mode():
        text = lambda: write(model, case["prompt"], case["tokens"])
        times = [milliseconds(text) / case["tokens"] for _ in range(case["uncounted"] + case["texts"])]
        report_tokens(load, text(), statistics.median(times[case["uncounted"] :]))


main()
