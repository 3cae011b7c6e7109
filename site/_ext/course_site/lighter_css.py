"""Leaves out the theme's rules for classes that no page and no script of the site ever uses: two thirds of its style."""
import re

COMMENT = re.compile(r"/\*.*?\*/", re.S)
LICENSE = re.compile(r"/\*!.*?\*/", re.S)
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
FUNCTION = re.compile(r":(?:not|is|where|has)\([^()]*\)")
CLASSES = re.compile(r'\b(?:class|id)="([^"]*)"')
WORD = re.compile(r"[A-Za-z_][\w-]*")
GROUPS = ("@media", "@supports", "@layer", "@container")
# Braces, and what may hold some that do not count: quoted text, and url() without quotes.
TOKEN = re.compile(r"""[{}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\)""")


def blocks(css):
    """The rules of a style sheet, one after the other: (what stands before the brace, what stands inside)."""
    depth, start, opened = 0, 0, 0
    for token in TOKEN.finditer(css):
        if token[0] == "{":
            if depth == 0:
                opened = token.start()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened], css[opened + 1 : token.start()]
                start = token.end()


def reachable(selector, known):
    """Whether every class and id that the selector asks for, outside :is(), :not() and the like, may occur."""
    while FUNCTION.search(selector):
        selector = FUNCTION.sub("", selector)
    return all(name in known for name in NAME.findall(selector))


def lighter(css, known):
    """The style sheet without rules that cannot match; licenses stay."""
    kept = LICENSE.findall(css)
    for before, inside in blocks(COMMENT.sub("", css)):
        statements, _, head = before.rpartition(";")  # @charset, @import and @layer names end with a semicolon
        if statements:
            kept.append(f"{statements};")
        if head.strip().startswith(GROUPS):
            body = lighter(inside, known)
            kept += [f"{head}{{{body}}}"] if body else []
        elif head.strip().startswith("@"):
            kept.append(f"{head}{{{inside}}}")
        else:
            selectors = [each for each in split_selectors(head) if reachable(each, known)]
            kept += [f"{','.join(selectors)}{{{inside}}}"] if selectors else []
    return "".join(kept)


def split_selectors(head):
    """Selectors of a rule; commas inside parentheses do not part them."""
    depth, start = 0, 0
    for i, character in enumerate(head):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            yield head[start:i]
            start = i + 1
    yield head[start:]


def names_in_use(pages, scripts):
    """Classes and ids of all pages, and every word of the scripts that may set some."""
    known = set()
    for page in pages:
        for names in CLASSES.findall(page.read_text("utf-8")):
            known.update(names.split())
    for script in scripts:
        known.update(WORD.findall(script.read_text("utf-8")))
    return known
