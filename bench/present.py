"""Which Python sides can run here: one JSON line with, for each side, null or the reason why it cannot."""
import importlib.util
import json
import os
import tempfile

NEEDS = {"Keras": ["keras", "tensorflow"], "PyTorch": ["torch"], "PyTorch compiled": ["torch"], "JAX": ["jax", "jaxlib"]}


def lacking(packages):
    absent = [name for name in packages if importlib.util.find_spec(name) is None]
    return f"the package {absent[0]} is missing" if absent else None


def cannot_compile():
    """torch.compile writes C++ for the CPU; only a try tells whether compiler and headers are there."""
    with tempfile.TemporaryDirectory() as folder:  # nothing compiled earlier may hide a missing compiler
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = folder
        import torch

        try:
            torch.compile(lambda x: x.sin() + 1)(torch.ones(3))
        except Exception as error:
            return f"torch.compile failed here ({type(error).__name__}); it needs a C++ compiler"
    return None


reasons = {side: lacking(packages) for side, packages in NEEDS.items()}
reasons["PyTorch compiled"] = reasons["PyTorch compiled"] or cannot_compile()
print(json.dumps(reasons))
