"""Formulas drawn by KaTeX at build time, through one Node process: pages carry no formula script.

TeX that KaTeX cannot read is a build warning with the place of the formula.
"""
import json
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

log = logging.getLogger(__name__)

# One JSON line in, one JSON line out.
SERVER = """
const katex = require(process.argv[1]);
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { tex, displayMode } = JSON.parse(line);
  const render = (throwOnError) => katex.renderToString(tex, { displayMode, throwOnError, strict: false });
  try {
    console.log(JSON.stringify({ html: render(true) }));
  } catch (error) {
    console.log(JSON.stringify({ html: render(false), error: error.message }));
  }
});
"""


class Katex:
    """The Node process, started at the first formula; what it rendered once is kept."""

    def __init__(self, library):
        self.library, self.process, self.known = library, None, {}

    def render(self, tex, display, node):
        key = (tex, display)
        if key not in self.known:
            if self.process is None:
                command = ["node", "-e", SERVER, str(self.library)]
                pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
                self.process = subprocess.Popen(command, text=True, encoding="utf-8", **pipes)
            self.process.stdin.write(json.dumps({"tex": tex, "displayMode": display}) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
            if "error" in answer:
                log.warning("KaTeX: %s", answer["error"], location=node, type="katex")
            self.known[key] = answer["html"]
        return self.known[key]

    def close(self):
        if self.process:
            self.process.terminate()


def of(translator):
    return translator.builder.app.katex


def visit_inline(translator, node):
    html = of(translator).render(node.astext(), False, node)
    translator.body.append(f'<span class="math notranslate">{html}</span>')
    raise nodes.SkipNode


def visit_block(translator, node):
    tex = node.astext().strip()
    if "\\\\" in tex and "\\begin" not in tex:  # several lines without an environment, as Sphinx allows
        tex = f"\\begin{{split}}{tex}\\end{{split}}"
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate", tabindex="0"))
    if node.get("number"):
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})</span>')
    translator.body.append(of(translator).render(tex, True, node) + "</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.katex = Katex(Path(app.srcdir) / "_static/vendor/katex/katex.min.js")
    app.add_html_math_renderer("katex_static", (visit_inline, None), (visit_block, None))
    app.config.html_math_renderer = "katex_static"
    app.add_css_file("vendor/katex/katex.min.css")
    app.connect("build-finished", lambda app, exception: app.katex.close())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
