"""Sphinx side of the course: notebooks as the site shows them, and a lighter theme."""
import json
import re
from pathlib import Path

import nbformat

# "> **Note.** text" reads well in JupyterLab and on GitHub; on the site it becomes an admonition.
KINDS = {"note": "note", "watch out": "warning", "common error": "warning", "tip": "tip", "warning": "warning"}
QUOTE = re.compile(r"^> \*\*([^*\n]+?)\*\*[ \t]*(.*(?:\n>.*)*)", re.M)
CHECK = re.compile(r"exercise\('(\d\d\.\d+)'\)\.check")


def admonition(match):
    """A block quote that begins with a bold word of KINDS; every other one stays as it is."""
    title = match[1]
    kind = next((KINDS[word] for word in KINDS if title.lower().startswith(word)), None)
    if kind is None:
        return match[0]
    body = re.sub(r"^> ?", "", match[2], flags=re.M).strip("\n")
    return f":::::{{admonition}} {title.rstrip('.:')}\n:class: {kind}\n{body}\n:::::\n"


def folded(summary, body):
    """Markdown that is hidden until asked for, without a script."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def help_cell(exercise):
    """Hints and solution of one exercise, folded: what .hint() and .solution() show in JupyterLab."""
    parts = [folded(f"Hint {number}", hint) for number, hint in enumerate(exercise["hints"], 1)]
    parts.append(folded("Solution", f"```typescript\n{exercise['solution'].strip()}\n```"))
    return nbformat.v4.new_markdown_cell("\n\n".join(parts))


def exercises():
    """Hints and solutions by exercise, as scripts/site.mjs wrote them beside the notebooks."""
    file = Path(read_notebook.source) / "exercises.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def read_notebook(text):
    """A stored notebook, with admonitions and with the folded help that JupyterLab gives on request."""
    notebook = nbformat.reads(text, as_version=4)
    known, cells = exercises(), []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = QUOTE.sub(admonition, cell.source)
        cells.append(cell)
        found = CHECK.search(cell.source) if cell.cell_type == "code" else None
        if found and found[1] in known:
            cells.append(help_cell(known[found[1]]))
    notebook.cells = cells
    return notebook


read_notebook.source = "."


def drop_icon_script(app, exception):
    """The theme loads 1.5 MB of icon script on each page; the fonts that it also loads draw the same icons."""
    if exception or app.builder.name != "html":
        return
    pattern = re.compile(r'<(?:script|link)[^>]*scripts/fontawesome\.js[^>]*>(?:</script>)?\s*')
    for page in Path(app.outdir).rglob("*.html"):
        before = page.read_text("utf-8")
        after = pattern.sub("", before)
        # The theme's search button has an icon only; a name for screen readers.
        after = after.replace('<button class="btn search-button-field', '<button aria-label="Search" class="btn search-button-field')
        if after != before:
            page.write_text(after, "utf-8")
    (Path(app.outdir) / "_static/scripts/fontawesome.js").unlink(missing_ok=True)


def setup(app):
    read_notebook.source = app.srcdir
    app.connect("build-finished", drop_icon_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
