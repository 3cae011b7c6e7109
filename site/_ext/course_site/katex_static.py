"""Formulas drawn by KaTeX at build time, through one Node process: pages carry no formula script.

TeX that KaTeX cannot read is a build warning with the place of the formula.
"""
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from .node_lines import NodeLines

log = logging.getLogger(__name__)

# The TeX that a formula was written in, which no reader of the page needs beside its MathML.
ANNOTATION = re.compile(r"<semantics>(.*?)<annotation [^>]*>[^<]*</annotation></semantics>", re.S)

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
    """Formulas as HTML."""

    def __init__(self, library):
        self.lines = NodeLines("-e", SERVER, library)

    def render(self, tex, display, node):
        answer = self.lines.ask(tex=tex, displayMode=display)
        if "error" in answer:
            log.warning("KaTeX: %s", answer["error"], location=node, type="katex")
        return ANNOTATION.sub(r"\1", answer["html"])


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
    app.add_css_file("formulas.css")
    app.connect("build-finished", lambda app, exception: app.katex.lines.close())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
