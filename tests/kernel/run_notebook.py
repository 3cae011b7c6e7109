"""Runs a small notebook with nbclient and prints, as JSON, what is in it afterwards."""

import json
import sys

import nbformat
from nbclient import NotebookClient

cells = ["console.log(1)", "throw new RangeError('allowed')", "1 + 2"]
notebook = nbformat.v4.new_notebook(
    cells=[nbformat.v4.new_code_cell(source) for source in cells],
    metadata={"kernelspec": {"name": "tslab", "display_name": "TypeScript"}},
)
NotebookClient(
    notebook,
    kernel_name="tslab",
    timeout=60,
    allow_errors=True,
    resources={"metadata": {"path": sys.argv[1]}},
).execute()

outputs = [output for cell in notebook.cells for output in cell.outputs]
error = next(output for output in outputs if output.output_type == "error")
print(
    json.dumps(
        {
            "counts": [cell.execution_count for cell in notebook.cells],
            "outputs": [output.output_type for output in outputs],
            "language": notebook.metadata.language_info.name,
            "error": [error.ename, error.evalue],
        }
    )
)
