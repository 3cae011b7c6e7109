"""TypeScript of the pages in the colors of their editor: marked at build time by the editor's own grammar.

Pygments reads TypeScript by regular expressions, and takes each value after a colon for a type.
"""
from pathlib import Path

from sphinx.highlighting import PygmentsBridge

from .node_lines import NodeLines

LANGUAGES = {"typescript", "ts", "javascript", "js"}
SERVER = Path(__file__).parents[3] / "scripts/site/highlight.mjs"


class LezerBridge(PygmentsBridge):
    """Sphinx's highlighter, with another one for the languages that the editor knows."""

    def __init__(self, stylename):
        super().__init__("html", stylename)
        self.lezer = NodeLines(SERVER, "--lines")

    def get_style(self, stylename):
        return stylename if isinstance(stylename, type) else super().get_style(stylename)

    def highlight_block(self, source, lang, *args, **kwargs):
        if lang not in LANGUAGES:
            return super().highlight_block(source, lang, *args, **kwargs)
        marked = self.lezer.ask(code=source.rstrip("\n"))["html"]
        return f'<div class="highlight"><pre>{marked}\n</pre></div>\n'


def replace_highlighter(app):
    if hasattr(app.builder, "highlighter"):
        style = app.builder.highlighter.formatter_args["style"]
        app.builder.highlighter = LezerBridge(style)


def close(app, exception):
    if isinstance(getattr(app.builder, "highlighter", None), LezerBridge):
        app.builder.highlighter.lezer.close()


def setup(app):
    app.connect("builder-inited", replace_highlighter)
    app.connect("build-finished", close)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
