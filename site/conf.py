"""The static site: stored notebooks and API pages to HTML. Nothing is executed, nothing is asked of the network.

scripts/site.mjs lays out the source folder (notebooks, landing page, API pages, vendored scripts) and calls Sphinx.
"""
import pathlib
import sys

# The package and its .dist-info lie here: myst-nb finds the figure renderer through that entry point.
sys.path.insert(0, str(pathlib.Path(__file__).parent / "_ext"))

project = "Deep Learning in TypeScript"
author = "The authors of Deep Learning in TypeScript"
copyright = f"2026, {author}"
language = "en"
extensions = ["myst_nb", "sphinx_copybutton", "course_site"]
extensions += [f"course_site.{part}" for part in ("head", "katex_static", "lezer_code", "glossary", "sections")]
exclude_patterns = ["**.ipynb_checkpoints"]
html_sourcelink_suffix = ""

# Notebooks: the stored outputs, as they are.
nb_execution_mode = "off"
nb_custom_formats = {".ipynb": ["course_site.read_notebook", {}, False]}
nb_merge_streams = True
nb_render_markdown_format = "myst"
nb_code_prompt_show, nb_code_prompt_hide = "Show {type}", "Hide {type}"
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "attrs_inline"]
myst_heading_anchors = 4
suppress_warnings = ["mystnb.unknown_mime_type"]

html_theme = "sphinx_book_theme"
html_title = project
html_favicon = "_static/favicon.svg"
# Relative paths would be looked up beside this file; scripts, fonts and pictures are laid out in the source folder.
html_static_path = [str(pathlib.Path(__file__).parent / "_build" / "source" / "_static")]
html_css_files = ["fonts/fonts.css", "palette.css", "type.css", "code.css", "course.css", "cells.css", "search.css"]
html_css_files += [("print.css", {"media": "print"})]
html_js_files = [("course.js", {"defer": "defer"})]
templates_path = ["_templates"]
html_additional_pages = {"search": "search.html"}  # Sphinx's own is switched off in course_site.sections
html_context = {"default_mode": "auto"}
html_show_sphinx = False
html_use_index = False  # it would be empty: the glossary and the list of all functions are the index
html_theme_options = {
    "article_header_start": ["toggle-primary-sidebar.html", "bar-title.html"],
    "navbar_persistent": [],  # the theme would put a second search bar on each page
    "use_download_button": True,
    "use_fullscreen_button": False,
    "use_repository_button": False,
    "show_toc_level": 2,
    "show_navbar_depth": 1,
    "home_page_in_toc": True,
    "footer_content_items": ["copyright.html"],
}
