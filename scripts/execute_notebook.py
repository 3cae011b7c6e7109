"""Jupyter's part of the notebook runner: text twin -> notebook, notebook -> text twin, execution.

Called by scripts/notebooks.mjs, which does everything else. Three commands:

    execute_notebook.py build TWIN ...          one JSON list of notebooks on stdout
    execute_notebook.py twin NOTEBOOK TWIN      the text of NOTEBOOK on stdout, with the header of TWIN if it exists
    execute_notebook.py execute IN OUT OPTIONS  IN executed from a fresh kernel, written to OUT; one JSON line per
                                                cell begun, and a last one with seconds and error
"""

import argparse
import json
import pathlib
import sys
import time

# jsonschema builds a grammar for one kind of internet address when this module is there: more than a second of every
# start, and no notebook has such a field. It does without it when the module cannot be imported.
sys.modules.setdefault("rfc3987_syntax", None)

import jupytext  # noqa: E402
import nbformat  # noqa: E402


def say(**fields):
    print(json.dumps(fields), flush=True)


def build(paths):
    notebooks = [jupytext.reads(pathlib.Path(path).read_text(encoding="utf-8"), fmt="md") for path in paths]
    json.dump(notebooks, sys.stdout)


def twin(notebook_path, twin_path):
    notebook = nbformat.read(notebook_path, as_version=4)
    kernelspec = {"display_name": "TypeScript", "language": "typescript", "name": "tslab"}
    text_format = {"text_representation": {"extension": ".md", "format_name": "markdown"}}
    metadata = {"jupytext": text_format, "kernelspec": kernelspec}
    header = None
    path = pathlib.Path(twin_path)
    if path.exists():
        text = path.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            header = text[: text.index("\n---\n", 3) + 5]
    notebook.metadata = nbformat.from_dict(metadata)
    text = jupytext.writes(notebook, fmt="md")
    if header is not None:
        text = header + text[text.index("\n---\n", 3) + 5 :]
    sys.stdout.write(text)


def execute(options):
    import nbclient.exceptions
    from nbclient import NotebookClient

    notebook = nbformat.read(options.source, as_version=4)
    total = len(notebook.cells)
    current = {"cell": 0}

    def begun(cell, cell_index):
        current["cell"] = cell_index
        say(cell=cell_index, of=total)

    client = NotebookClient(
        notebook,
        kernel_name=options.kernel,
        timeout=options.timeout,
        startup_timeout=options.startup_timeout,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": options.cwd}},
        on_cell_start=begun,
    )
    started = time.monotonic()
    error = None
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as failure:
        error = {"cell": current["cell"], "name": failure.ename, "message": failure.evalue}
        error["count"] = notebook.cells[current["cell"]].execution_count
        error["trace"] = failure.traceback
    except nbclient.exceptions.CellTimeoutError:
        error = {"cell": current["cell"], "name": "Timeout", "message": f"no end after {options.timeout} s"}
    except nbclient.exceptions.DeadKernelError:
        error = {"cell": current["cell"], "name": "DeadKernel", "message": "the kernel died"}
    except Exception as failure:  # the kernel could not be started, and whatever else Jupyter may raise
        error = {"cell": -1, "name": type(failure).__name__, "message": str(failure)}
    pathlib.Path(options.target).write_text(json.dumps(notebook), encoding="utf-8")
    say(seconds=time.monotonic() - started, error=error)


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    part = commands.add_parser("build")
    part.add_argument("twins", nargs="*")
    part = commands.add_parser("twin")
    part.add_argument("notebook")
    part.add_argument("twin")
    part = commands.add_parser("execute")
    part.add_argument("source")
    part.add_argument("target")
    part.add_argument("--kernel", default="tslab")
    part.add_argument("--cwd", default=".")
    part.add_argument("--timeout", type=int, default=900, help="seconds for one cell")
    part.add_argument("--startup-timeout", type=int, default=120, help="seconds for the kernel to start")
    options = parser.parse_args()
    if options.command == "build":
        build(options.twins)
    elif options.command == "twin":
        twin(options.notebook, options.twin)
    else:
        execute(options)


if __name__ == "__main__":
    main()
