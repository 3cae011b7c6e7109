"""Formulas with less to load: KaTeX's measures as shared classes, MathML without looks, fonts with the letters in use.

A chapter full of mathematics repeats the same few hundred inline styles thousands of times. The fonts stay whole beside
their cut copies: a cell that runs in a page may draw any formula.
"""
import json
import re
from collections import Counter
from html import unescape

from fontTools import subset

DRAWN = '<span class="katex-html" aria-hidden="true">'
SPAN = re.compile(r"<span\b|</span>")
STYLED = re.compile(r'<span(?: class="([^"]*)")? style="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
SPOKEN = re.compile(r"<math\b[^>]*>.*?</math>", re.S)
LOOKS = re.compile(r' (?!mathvariant="(?!normal))[\w-]+="[^"]*"')
FREQUENT = 30  # a rule for less would weigh more than it saves
SPACE = 0x20  # a browser loads the font that has it for the height of its lines
NO_WIDTH = 0x200B  # stands between parts of a formula
FACE = re.compile(r"@font-face\{[^}]*\}")
RANGE = re.compile(r";?unicode-range:[^;}]*")
OLD = re.compile(r',url\([^)]*\) format\("(?:woff|truetype)"\)')  # formats that no browser of today asks for
LARGE = "Main-Regular Main-Bold Main-Italic Math-Italic Math-BoldItalic AMS-Regular".split()
# The size of every index and exponent, in a shorter class.
SMALL, SMALLER = 'class="katex-sizing reset-size6 size3 mtight"', 'class="kx"'
SMALL_RULE = ".katex .kx{font-size:.7em}"

INLINE, ENDS, PART = '<span class="math">', "</span></span>", '<span class="katex-base">'
BEFORE = re.compile(r"[(\[“‘]*$")
AFTER = re.compile(r"[^\s<&\-–—/]{0,8}[\-–/]?")  # up to a place where a line may break


def parts(html):
    """Begin and end of each drawn formula."""
    start = html.find(DRAWN)
    while start >= 0:
        depth, end = 0, len(html)
        for tag in SPAN.finditer(html, start):
            depth += -1 if tag[0] == "</span>" else 1
            if depth == 0:
                end = tag.end()
                break
        yield start, end
        start = html.find(DRAWN, end)


def keep_together(html):
    """The page with each inline formula kept to the sign before or after it: browsers would break a line between them."""
    pieces, at = [], 0
    for start, end in parts(html):
        begin = html.rfind(INLINE, at, start)
        if begin < 0 or html.count("<math", begin, start) != 1 or not html.startswith(ENDS, end):
            continue  # in a line of its own
        before = BEFORE.search(html[max(at, begin - 3):begin])[0]
        after = AFTER.match(html, end + len(ENDS))
        if before or after[0]:
            first, *more = html[begin:after.end()].split(PART)
            formula = PART.join([first, "<wbr>".join([more[0], *(PART + part for part in more[1:])])]) if more else first
            pieces += [html[at:begin - len(before)], f'<span class="kept">{before}{formula}</span>']
            at = after.end()
    return "".join([*pieces, html[at:]])


def name_styles(pages, names):
    """Adds to `names`, which maps styles to classes, the styles that are frequent on these pages."""
    drawn = (html[start:end] for html in pages for start, end in parts(html))
    counts = Counter(style for formula in drawn for _, style in STYLED.findall(formula))
    for style, count in counts.most_common():
        if count >= FREQUENT:
            names.setdefault(style, f"k{len(names)}")


def with_classes(formula, names):
    def named(match):
        name = names.get(match[2])
        if name is None:
            return match[0]
        return f'<span class="{match[1]} {name}"' if match[1] else f'<span class="{name}"'

    return STYLED.sub(named, formula.replace(SMALL, SMALLER))


def share_styles(html, names):
    """The page with classes in the place of the named inline styles of its formulas, and with plain MathML."""
    pieces, at = [], 0
    for start, end in parts(html):
        pieces += [html[at:start], with_classes(html[start:end], names)]
        at = end
    html = "".join([*pieces, html[at:]])
    return SPOKEN.sub(lambda math: LOOKS.sub("", math[0]).replace("<mstyle>", "").replace("</mstyle>", ""), html)


def letters_in(html):
    """Every letter of the page's formulas: those drawn, and those of MathML, for which a browser loads the font, too."""
    texts = [html[start:end] for start, end in parts(html)] + SPOKEN.findall(html)
    return {letter for text in texts for letter in unescape(TAG.sub("", text))}


def ranges(letters):
    """CSS for a set of code points: U+41-43,U+3b1."""
    spans = []
    for code in sorted(letters):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{low:x}" if low == high else f"U+{low:x}-{high:x}" for low, high in spans)


def others(letters):
    """All code points but these, as ranges."""
    bounds = [-1, *sorted(letters), 0x110000]
    gaps = [(low + 1, high - 1) for low, high in zip(bounds, bounds[1:]) if high - low > 1]
    return ",".join(f"U+{low:x}-{high:x}" for low, high in gaps)


def cut_face(face, letters, fonts):
    """A rule that loads a copy of the font with these letters only."""
    name = re.search(r"fonts/([\w-]+)\.woff2", face)[1]
    options = subset.Options(flavor="woff2", layout_features=["*"])
    font = subset.load_font(str(fonts / f"{name}.woff2"), options)
    for table in font["cmap"].tables:
        table.cmap[NO_WIDTH] = "space"
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    (fonts / "used").mkdir(exist_ok=True)
    subset.save_font(font, str(fonts / "used" / f"{name}.woff2"), options)
    source = f'src:url(vendor/katex/fonts/used/{name}.woff2) format("woff2");unicode-range:{ranges(letters)}'
    return re.sub(r"src:[^;}]*", lambda _: source, face)


def write_sheet(static, names, pages):
    """formulas.css: the shared styles, and the cut fonts; the whole ones keep all other letters."""
    letters = {SPACE} | {ord(letter) for page in pages for letter in letters_in(page)}
    sheet, fonts = static / "vendor/katex/katex.min.css", static / "vendor/katex/fonts"
    css = OLD.sub("", RANGE.sub("", sheet.read_text("utf-8")))
    cut = []
    for face in FACE.findall(css):
        if any(f"KaTeX_{name}.woff2" in face for name in LARGE):
            cut.append(cut_face(face, letters, fonts))
            css = css.replace(face, f"{face[:-1]};unicode-range:{others(letters)}}}")
    sheet.write_text(css, "utf-8")
    # Inline styles are stronger than any rule; so are these.
    rules = [f".{name}{{{style.rstrip(';').replace(';', '!important;')}!important}}" for style, name in names.items()]
    (static / "formulas.css").write_text("".join([*cut, SMALL_RULE, *rules]), "utf-8")


def known_names(file):
    return json.loads(file.read_text("utf-8")) if file.exists() else {}
