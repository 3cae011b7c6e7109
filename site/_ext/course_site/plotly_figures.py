"""Plotly outputs on the site: the stored PNG with its alternative text, and the JSON that site/theme draws.

The picture is all that is needed without JavaScript and in print. Registered with myst-nb by entry point.
"""
import json

from docutils import nodes
from myst_nb.core.render import MimeData

MIME = "application/vnd.plotly.v1+json"
KEPT = ("data", "layout", "config", "frames")


def whole_output(renderer, data):
    """The output that a MIME value is a part of: myst-nb hands over one MIME type at a time."""
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    return next((output for output in outputs if output.get("data", {}).get(MIME) is data.content), {})


def picture(renderer, data, output, alt):
    """The PNG of the output as image nodes, or nothing when none was stored."""
    png = output.get("data", {}).get("image/png")
    if not png:
        return []
    mime = MimeData(
        "image/png", png, data.cell_metadata, output.get("metadata", {}), data.cell_index, data.output_index, data.line
    )
    images = renderer.render_image(mime)
    for image in images:
        image["alt"] = alt
        image["classes"].append("figure-picture")
    return images


class PlotlyFigures:
    mime_priority_overrides = [("html", MIME, 0), ("dirhtml", MIME, 0)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        if inline or data.mime_type != MIME:
            return None
        output = whole_output(renderer, data)
        figure = {key: data.content[key] for key in KEPT if key in data.content}
        layout = figure.get("layout", {})
        alt = layout.get("meta", {}).get("alt") or output.get("data", {}).get("text/plain", "Figure")
        alt = alt if isinstance(alt, str) else "".join(alt)
        box = nodes.container(classes=["figure-box"])
        box.extend(picture(renderer, data, output, alt))
        text = json.dumps(figure, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
        height = int(layout.get("height") or 420)
        script = f'<script type="application/json" class="figure-json" data-height="{height}">{text}</script>'
        box.append(nodes.raw("", script, format="html"))
        return [box]
