"""SmolLM2 in PyTorch, read by the transformers package: greedy tokens with its key/value cache."""
import os
import statistics
import time

import torch
from common import report_tokens, settings
from transformers import AutoModelForCausalLM


def main():
    case = settings()
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    start = time.perf_counter()
    model = AutoModelForCausalLM.from_pretrained(case["folder"], gguf_file=case["file"], dtype=torch.float32).eval()
    load = time.perf_counter() - start
    tokens, times = [], []
    with torch.inference_mode():
        out = model(torch.tensor([case["prompt"]]), use_cache=True)
        for _ in range(case["tokens"]):
            begun = time.perf_counter()
            tokens.append(int(out.logits[0, -1].argmax()))
            out = model(torch.tensor([[tokens[-1]]]), past_key_values=out.past_key_values, use_cache=True)
            times.append(1000 * (time.perf_counter() - begun))
    report_tokens(load, tokens, statistics.median(times[case["uncounted"] :]))


main()
