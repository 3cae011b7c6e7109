"""Sphinx side of the course: notebooks as the site shows them, and a lighter theme."""
import json
import re
from pathlib import Path

import nbformat

from .lighter_css import lighter, names_in_use

# "> **Note.** text" reads well in JupyterLab and on GitHub; on the site it becomes an admonition.
KINDS = {"note": "note", "watch out": "warning", "common error": "warning", "tip": "tip", "warning": "warning"}
QUOTE = re.compile(r"^> \*\*([^*\n]+?)\*\*[ \t]*(.*(?:\n>.*)*)", re.M)
CHECK = re.compile(r"exercise\('(\d\d[a-z]?\.\d+)'\)\.check")


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


def beside(name, default):
    """What scripts/site.mjs wrote beside the notebooks: exercises with hints and solutions, facts about chapters."""
    file = Path(read_notebook.source) / name
    return json.loads(file.read_text("utf-8")) if file.exists() else default


TITLE = re.compile(r"^# (\d\d) .*$", re.M)


def chapter_bar(chapter):
    """What a reader wants to know before the first sentence: minutes, the notebook, how to run it, the live demo."""
    notebook = f"{chapter['slug']}.ipynb"
    links = [f'<a href="_sources/{notebook}" download>Download the notebook</a>']
    links += [f'<a href="demos/{demo["name"]}.html">Live: {demo["title"]}</a>' for demo in chapter["demos"]]
    minutes = f"{chapter['readMinutes']} min to read · {chapter['runMinutes']} min to run"
    return (
        f'<div class="chapter-bar"><span class="chapter-time">{minutes}</span>{"".join(links)}'
        '<details class="chapter-open"><summary>Open in JupyterLab</summary>'
        f"<p>In the course's folder run <code>npm start -- notebooks/{notebook}</code>. The first run sets up "
        "everything. A notebook that you downloaded belongs into the folder <code>notebooks</code>, because it looks "
        "for the library beside it.</p></details></div>"
    )


def with_bar(source):
    """The first cell of a chapter, with the bar below its title."""
    found = TITLE.search(source)
    chapter = next((each for each in beside("chapters.json", []) if found and each["id"] == found[1]), None)
    if chapter is None:
        return source
    return f"{source[:found.end()]}\n\n{chapter_bar(chapter)}\n{source[found.end():]}"


CHAPTER_LINK = re.compile(r"\[([^\]]+)\]\((\d\d-[a-z-]+)\.ipynb(?:#[^)]*)?\)")


def without_missing_chapters(source):
    """A link to a chapter that is still in preparation becomes plain text."""
    there = {each["slug"] for each in beside("chapters.json", [])}
    return CHAPTER_LINK.sub(lambda link: link[0] if link[2] in there else link[1], source)


def with_data_page(text):
    """The README of the data folder is the page of data sets on the site."""
    return text.replace("](../data/README.md", "](appendix/data-sets.md")


def read_notebook(text):
    """A stored notebook, with admonitions and with the folded help that JupyterLab gives on request."""
    notebook = nbformat.reads(text, as_version=4)
    known, cells = beside("exercises.json", {}), []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            cell.source = without_missing_chapters(QUOTE.sub(admonition, with_data_page(cell.source)))
        if number == 0:
            cell.source = with_bar(cell.source)
        cells.append(cell)
        found = CHECK.search(cell.source) if cell.cell_type == "code" else None
        if found and found[1] in known:
            cells.append(help_cell(known[found[1]]))
    notebook.cells = cells
    return notebook


read_notebook.source = "."


ICON_SCRIPT = re.compile(r'<(?:script|link)[^>]*scripts/fontawesome\.js[^>]*>(?:</script>)?\s*')
FIGURE = re.compile(r'<script type="application/json" class="figure-json" data-height="(\d+)">(.*?)</script>', re.S)
SEARCH_SCRIPTS = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>\s*')
PLAIN = re.compile(r'<span class="(?:w|p|nx)">([^<]*)</span>')
SEARCH_NAME = re.compile(r'(<button class="btn search-button-field[^>]*?) aria-label="Search"')
PICTURE = re.compile(r"<img (?![^>]*loading=)")


def lighten(html, page, figures):
    """One page with less to load before it can be read. Figures go into scripts of their own, run when needed."""
    def move(match):
        key = f"{page}-{len(moved)}"
        moved.append(key)
        (figures / f"{key}.js").write_text(f'(window.dltsFigures ??= {{}})["{key}"] = {match[2]};\n', "utf-8")
        return f'<span class="figure-json" hidden data-height="{match[1]}" data-key="{key}"></span>'

    moved = []
    html = ICON_SCRIPT.sub("", html)  # 1.5 MB; the fonts that the theme also loads draw the same icons
    if page != "search":
        html = SEARCH_SCRIPTS.sub("", html)  # the index of the whole site
    html = FIGURE.sub(move, html)
    html = PLAIN.sub(r"\1", html)  # spaces, brackets and names have no color of their own
    html = PICTURE.sub('<img loading="lazy" ', html)
    # The button that reads "Search Ctrl+K" is named by what it reads.
    return SEARCH_NAME.sub(r"\1", html)


STYLES = ("styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css", "mystnb.*.css", "basic.css")


def style_sheets(out):
    return [sheet for pattern in STYLES for sheet in out.glob(f"_static/{pattern}")]


def forget_styles(app):
    """Before the build: what an earlier one made lighter is to be copied afresh, for other pages may need more."""
    for sheet in style_sheets(Path(app.outdir)):
        sheet.unlink()


def lighten_styles(out):
    """The theme's style sheets without what this site cannot use."""
    scripts = [*out.glob("_static/*.js"), *out.glob("_static/scripts/*.js"), *out.glob("_static/demos/*.js")]
    small = [each for each in scripts if each.name != "fontawesome.js" and not each.name.startswith("model-")]
    known = names_in_use(out.rglob("*.html"), small)
    for sheet in style_sheets(out):
        sheet.write_text(lighter(sheet.read_text("utf-8"), known), "utf-8")


def finish(app, exception):
    """After the build: lighter pages, and nothing left that no page loads."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    figures = out / "_static" / "figures"
    figures.mkdir(exist_ok=True)
    for page in out.rglob("*.html"):
        before = page.read_text("utf-8")
        after = lighten(before, page.relative_to(out).with_suffix("").as_posix().replace("/", "-"), figures)
        if after != before:
            page.write_text(after, "utf-8")
    lighten_styles(out)
    for unused in [*out.glob("_static/**/*.map"), out / "_static/scripts/fontawesome.js"]:
        unused.unlink(missing_ok=True)


def setup(app):
    read_notebook.source = app.srcdir
    app.connect("builder-inited", forget_styles)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
