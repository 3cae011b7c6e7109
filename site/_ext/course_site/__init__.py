"""Sphinx side of the course: notebooks as the site shows them, and a lighter theme."""
import json
import re
from pathlib import Path

import nbformat

from .formulas import keep_together, known_names, name_styles, share_styles, write_sheet
from .icons import cut_icons
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
    links += [f'<a href="{demo["page"]}.html">Live: {demo["title"]}</a>' for demo in chapter["demos"]]
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


SAID = re.compile(r"(\*\*Exercise \d\d[a-z]?\.\d+\.)[^\n]*\n+")


def without_second_heading(cell, before):
    """An exercise that shows itself repeats the heading that the text above has: once is enough on a page."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        found = SAID.match(data.get("text/markdown", ""))
        if found and found[1] in before:
            data["text/markdown"] = data["text/markdown"][found.end():]


def read_notebook(text):
    """A stored notebook, with admonitions and with the folded help that JupyterLab gives on request."""
    notebook = nbformat.reads(text, as_version=4)
    known, cells = beside("exercises.json", {}), []
    for number, cell in enumerate(notebook.cells):
        without_second_heading(cell, notebook.cells[number - 1].source if number else "")
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
SPHINX_SEARCH = ("searchtools", "language_data", "sphinx_highlight")
SEARCH_SCRIPTS = re.compile(rf'<script src="[^"]*(?:{"|".join(SPHINX_SEARCH)}|searchindex)\.js[^"]*"></script>\s*')
PLAIN = re.compile(r'<span class="(?:w|p|nx|pre)">([^<]*)</span>')
EXERCISE = re.compile(r"<p>(<strong>Exercise (?:(?!</?p>).)*</strong>)\s*((?:(?!</p>).)*)</p>", re.S)
SEARCH_NAME = re.compile(r'(<button class="btn search-button-field[^>]*?) aria-label="Search"')
PICTURE = re.compile(r"<img (?![^>]*loading=)")
NEEDLESS = re.compile(r'(?<= class=")docutils (?=literal)|(?<=put|ell) docutils container(?=")| notranslate(?=")')
ROW = re.compile(r'(?<=<tr|<th) class="(?:row-odd|row-even|head)"')
SHORT_CELL = re.compile(r'(?:(?<=<td>)[✓✗○◇−\d][^<]{1,15}|(?<=<th scope="col">)[^<]{1,12})(?=</t[dh]>)')
CELL, TAG = re.compile(r"<td>(.*?)</td>", re.S), re.compile(r"<[^>]*>")
LONG = 28  # letters of a cell that is not to become a column of single words
AS_WRITTEN = re.compile(r"(<(pre|script|textarea)\b.*?</\2>)", re.S)
INDENTATION = re.compile(r"\n\s+")


def without_indentation(html):
    """The theme's templates indent what no reader of the page sees."""
    pieces = AS_WRITTEN.split(html)  # text, whole element, its name, text, …
    return "".join(INDENTATION.sub("\n", piece) if i % 3 == 0 else piece for i, piece in enumerate(pieces) if i % 3 < 2)


def with_length(cell):
    is_long = '<span class="math' not in cell[1] and len(TAG.sub("", cell[1])) >= LONG
    return f'<td class="long">{cell[1]}</td>' if is_long else cell[0]


def lighten(html, page, figures):
    """One page with less to load before it can be read. Figures go into scripts of their own, run when needed."""
    def move(match):
        key = f"{page}-{len(moved)}"
        moved.append(key)
        (figures / f"{key}.js").write_text(f'(window.dltsFigures ??= {{}})["{key}"] = {match[2]};\n', "utf-8")
        return f'<span class="figure-json" hidden data-height="{match[1]}" data-key="{key}"></span>'

    moved = []
    html = ICON_SCRIPT.sub("", html)  # 1.5 MB; the fonts that the theme also loads draw the same icons
    html = SEARCH_SCRIPTS.sub("", html)  # Sphinx's search, in whose place ours is
    html = FIGURE.sub(move, html)
    html = PLAIN.sub(r"\1", html)  # spaces, brackets, names and parts of inline code have no look of their own
    html = EXERCISE.sub(r'<p class="exercise-title">\1 <span class="exercise-level">\2</span></p>', html)
    html = PICTURE.sub('<img loading="lazy" ', html)
    # A number and its unit, the ends of a range, a verdict: in one line.
    html = SHORT_CELL.sub(lambda cell: cell[0].replace(" ", "\u00a0"), html)
    html = CELL.sub(with_length, html)
    html = without_indentation(ROW.sub("", NEEDLESS.sub("", html)))
    # The button that reads "Search Ctrl+K" is named by what it reads.
    return SEARCH_NAME.sub(r"\1", html)


STYLES = (
    "styles/pydata-sphinx-theme.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "basic.css",
    "pygments.css",
)
ICONS = "vendor/fontawesome/webfonts/*"


def style_sheets(out):
    return [sheet for pattern in STYLES for sheet in out.glob(f"_static/{pattern}")]


def forget_styles(app):
    """Before the build: what an earlier one made lighter is to be copied afresh, for other pages may need more."""
    out = Path(app.outdir)
    for each in [*style_sheets(out), *out.glob(f"_static/{ICONS}")]:
        each.unlink()


# What Bootstrap's script sets for the parts that the theme uses; it knows the names of many more.
SET_BY_BOOTSTRAP = set("active collapse collapsing disabled dropdown dropdown-menu dropdown-toggle fade hiding show showing "
                       "tooltip tooltip-arrow tooltip-inner bs-tooltip-auto bs-tooltip-bottom bs-tooltip-top".split())


# Parts that the theme has and this site has not: their names occur in the theme's own scripts.
ABSENT = set("alert bd-header-announcement jp-RenderedHTMLCommon list-group list-group-item nboutput nbinput output_area "
             "pst-button-link-to-stable-version version-switcher__button version-switcher__menu".split())
# Properties of an extension that is not installed, and movements of icons that stand still.
UNUSED = re.compile(r"--sd-[\w-]+:[^;}]*;?|@keyframes fa-[\w-]+\{(?:[^{}]*\{[^{}]*\})*\}")


def lighten_styles(out):
    """The theme's style sheets without what this site cannot use."""
    scripts = [*out.glob("_static/*.js"), *out.glob("_static/scripts/*.js"), *out.glob("_static/demos/*.js")]
    left_out = ("fontawesome.js", "bootstrap.js", "model-")
    small = [each for each in scripts if not each.name.startswith(left_out)]
    on_pages = names_in_use(out.rglob("*.html"), [])
    known = (on_pages | names_in_use([], small) | SET_BY_BOOTSTRAP) - ABSENT
    for sheet in style_sheets(out):
        # What Pygments marks is marked already: no script adds to it.
        names = on_pages if sheet.name == "pygments.css" else known
        sheet.write_text(lighter(UNUSED.sub("", sheet.read_text("utf-8")), names), "utf-8")


def finish(app, exception):
    """After the build: lighter pages, and nothing left that no page loads."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    figures = out / "_static" / "figures"
    figures.mkdir(exist_ok=True)
    memory = Path(app.doctreedir) / "formula-styles.json"  # pages that a later build leaves alone keep their classes
    names = known_names(memory)
    before = {page: page.read_text("utf-8") for page in out.rglob("*.html")}
    key_of = {page: page.relative_to(out).with_suffix("").as_posix().replace("/", "-") for page in before}
    after = {page: lighten(html, key_of[page], figures) for page, html in before.items()}
    name_styles(after.values(), names)
    for page, html in after.items():
        after[page] = share_styles(keep_together(html), names)
        if after[page] != before[page]:
            page.write_text(after[page], "utf-8")
    memory.write_text(json.dumps(names), "utf-8")
    write_sheet(out / "_static", names, after.values())
    lighten_styles(out)
    cut_icons(out.glob(f"_static/{ICONS}.woff2"), style_sheets(out))
    own_search = [out / "searchindex.js", *(out / "_static" / f"{name}.js" for name in SPHINX_SEARCH)]
    for unused in [*out.glob("_static/**/*.map"), out / "_static/scripts/fontawesome.js", *own_search]:
        unused.unlink(missing_ok=True)


def setup(app):
    read_notebook.source = app.srcdir
    app.connect("builder-inited", forget_styles)
    app.connect("build-finished", finish, priority=900)  # after the theme has written its own
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
