"""What the head of a page loads first, and what only some pages load."""
import json
from pathlib import Path

# By a script: a page that was opened from a folder may not preload a font, and the browser would say so in its console.
SCRIPT = (
    "<script>if(location.protocol!=='file:')for(const href of {files})document.head.append(Object.assign("
    "document.createElement('link'),{{rel:'preload',as:'font',type:'font/woff2',crossOrigin:'',href}}))</script>"
)


def fill_head(app, pagename, templatename, context, doctree):
    names = json.loads((Path(app.srcdir) / "fonts.json").read_text("utf-8"))
    files = [context["pathto"](f"_static/fonts/{name}", 1) for name in names]
    context["metatags"] = context.get("metatags", "") + SCRIPT.format(files=json.dumps(files))
    if 'class="demo' in context.get("body", ""):
        app.add_css_file("demos.css")
        app.add_css_file("steps.css")
    if pagename.startswith("api/"):
        app.add_css_file("reference.css")


def setup(app):
    app.connect("html-page-context", fill_head)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
