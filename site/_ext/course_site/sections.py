"""What the search finds: every section of every page, with its title, its text and its code.

Written to sections.json in the build folder; scripts/site/search.mjs makes the index of it. Also the short ids of the
reference, where a section is named by the function alone: `training.html#train`, `losses.html#huber`.
"""
import html
import json
import re
from pathlib import Path

from docutils import nodes

# Tags within a word or sentence leave nothing; all others part words. The head of a table says nothing about it.
INLINE = re.compile(r"</?(?:a|code|em|strong|wbr)\b[^>]*>")
TAG = re.compile(r"<(script|style|svg|thead|caption)\b.*?</\1>|<[^>]*>", re.S)
TEX_WORD = re.compile(r"\\[A-Za-z]+|[{}$&\\]")
SPACE = re.compile(r"\s+")
FUNCTION = re.compile(r"[A-Za-z_][\w.]*")
REFERENCE = "api/"


def is_output(node):
    return isinstance(node, nodes.container) and "cell_output" in node["classes"]


def plain(text):
    return SPACE.sub(" ", text).strip()


def raw_text(node, docname):
    """HTML of the reference and of folded parts as text; of other pages it holds figures and buttons."""
    return html.unescape(TAG.sub(" ", INLINE.sub("", node.astext()))) if docname.startswith(REFERENCE) else ""


def collect(node, docname, text, code):
    """Text and code below a node, without those of its sections."""
    for child in node.children:
        if isinstance(child, (nodes.section, nodes.title, nodes.image, nodes.comment, nodes.math_block)):
            continue
        if is_output(child) or "toctree-wrapper" in getattr(child, "get", lambda *_: [])("classes", []):
            continue
        if isinstance(child, nodes.raw):
            text.append(raw_text(child, docname))
        elif isinstance(child, nodes.literal_block):
            code.append(child.astext())
        elif isinstance(child, nodes.math):
            text.append(TEX_WORD.sub("", child.astext()))
        elif isinstance(child, nodes.Text):
            text.append(child.astext())
        else:
            collect(child, docname, text, code)
            if isinstance(child, (nodes.paragraph, nodes.entry, nodes.list_item, nodes.term, nodes.definition)):
                text.append(" ")


def sections_of(doctree, docname, page):
    """One record for each section, outermost first."""

    def visit(section, path):
        title = plain(section.next_node(nodes.title).astext())
        text, code = [], []
        collect(section, docname, text, code)
        inner = [child for child in section.children if isinstance(child, nodes.section)]
        yield {
            "page": page,
            "anchor": section["ids"][0] if path and section["ids"] else "",
            "path": " › ".join(path),
            "title": title,
            "text": plain("".join(text)),
            "code": plain(" ".join(code)),
        }
        for child in inner:
            yield from visit(child, [*path, title])

    for child in doctree.children:
        if isinstance(child, nodes.section):
            yield from visit(child, [])


def write_sections(app, exception):
    if exception or app.builder.name != "html":
        return
    records = [
        record
        for docname in sorted(app.env.found_docs)
        for record in sections_of(app.env.get_doctree(docname), docname, app.builder.get_target_uri(docname))
    ]
    file = Path(app.outdir).parent / "sections.json"
    file.write_text(json.dumps(records, ensure_ascii=False), "utf-8")


def name_sections(app, doctree):
    """Sections of functions are named by the function; Sphinx would write all in small letters."""
    if not app.env.docname.startswith(REFERENCE):
        return
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title).astext()
        if isinstance(section.parent, nodes.section) and FUNCTION.fullmatch(title) and section["ids"]:
            name = title.split(".", 1)[-1].replace(".", "-")
            section["ids"] = [name]


def without_own_search(app):
    """Sphinx's index is not made: it fetches pages, and knows neither sections nor misspellings."""
    app.builder.search = False


def setup(app):
    app.connect("builder-inited", without_own_search)
    app.connect("doctree-read", name_sections, priority=100)
    app.connect("build-finished", write_sections)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
