"""The first use of each term on a chapter's page leads to its entry in the glossary.

scripts/site.mjs writes glossary.json from notebooks/appendix/glossary.md; the chapters themselves carry no links, so
that they read as plain text elsewhere. Never inside code, formulas, headings, links, tables, captions and outputs; in
the table of words at a chapter's end every term is linked.
"""
import json
import re
from pathlib import Path

from docutils import nodes

GLOSSARY = "appendix/glossary"
CHAPTER = re.compile(r"(\d\d[a-z]?)-")
WORDS = re.compile(r"\d+\. Words (to keep|you will meet)")
SKIPPED_SECTIONS = re.compile(r"\d+\. (Read next|Where to go from here)")
SKIPPED = (
    nodes.title,
    nodes.literal,
    nodes.literal_block,
    nodes.reference,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.caption,
    nodes.rubric,
    nodes.table,
)


def pattern_of(spelling):
    """The spelling and its plural; one in small letters may begin a sentence."""
    plural = "(?:es)?" if spelling.endswith("s") else "s?"
    if spelling != spelling.lower():
        return re.escape(spelling) + plural
    first = spelling[0]
    start = f"[{first}{first.upper()}]" if first.isalpha() else re.escape(first)
    return start + re.escape(spelling[1:]) + plural


class Terms:
    """The spellings to look for, longest first, in one pattern."""

    def __init__(self, terms):
        self.terms = sorted(terms, key=lambda term: -len(term["spelling"]))
        parts = [f"(?P<t{number}>{pattern_of(term['spelling'])})" for number, term in enumerate(self.terms)]
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])") if parts else None

    def find(self, text):
        """(start, end, term) of each term in the text."""
        if self.pattern:
            for match in self.pattern.finditer(text):
                yield match.start(), match.end(), self.terms[int(match.lastgroup[1:])]


def is_output(node):
    return isinstance(node, nodes.container) and {"cell_output", "cell_input"} & set(node["classes"])


def is_skipped(node):
    return isinstance(node, SKIPPED) or is_output(node)


def section_title(node):
    return node.next_node(nodes.title).astext() if isinstance(node, nodes.section) else ""


def texts(node):
    """The running text below a node, in reading order."""
    for child in list(node.children):
        if isinstance(child, nodes.Text):
            yield child
        elif not is_skipped(child) and not SKIPPED_SECTIONS.match(section_title(child)):
            yield from texts(child)


def first_column(section):
    """Texts of the terms in a table of words."""
    for row in section.findall(nodes.row):
        entry = row.next_node(nodes.entry)
        if entry is not None and not isinstance(row.parent, nodes.thead):
            yield from [text for text in entry.findall(nodes.Text) if not isinstance(text.parent, nodes.math)]


def link(text, term, address):
    attributes = {"refuri": f"{address}#{term['anchor']}", "internal": True, "classes": ["term"]}
    if term["says"]:
        attributes["reftitle"] = term["says"]
    return nodes.reference("", "", nodes.inline("", text), **attributes)


def replace(text_node, terms, seen, address):
    """The text with links at the terms that are not yet in `seen`, which grows."""
    text, parts, at = text_node.astext(), [], 0
    for start, end, term in terms.find(text):
        if term["anchor"] in seen:
            continue
        seen.add(term["anchor"])
        parts += [nodes.Text(text[at:start]), link(text[start:end], term, address)]
        at = end
    if parts:
        parts.append(nodes.Text(text[at:]))
        text_node.parent.replace(text_node, [part for part in parts if part.astext()])


def link_terms(app, doctree, docname):
    chapter = CHAPTER.match(docname)
    if chapter is None or GLOSSARY not in app.env.found_docs:
        return
    file = Path(app.srcdir) / "glossary.json"
    glossary = json.loads(file.read_text("utf-8")) if file.exists() else {"terms": [], "meansElse": {}}
    address = app.builder.get_relative_uri(docname, GLOSSARY)
    other = set(glossary["meansElse"].get(chapter[1], []))
    running = [term for term in glossary["terms"] if not term["common"] and term["spelling"] not in other]
    seen, terms = set(), Terms(running)
    for text in list(texts(doctree)):
        replace(text, terms, seen, address)
    seen, terms = set(), Terms(glossary["terms"])
    for section in doctree.findall(nodes.section):
        if WORDS.match(section_title(section)):
            for text in list(first_column(section)):
                replace(text, terms, seen, address)


def setup(app):
    app.connect("doctree-resolved", link_terms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
