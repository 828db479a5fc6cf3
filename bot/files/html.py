"""
Text of HTML pages, by the tree that a browser would build.

selectolax (Lexbor) parses: the HTML5 algorithm exactly, actively kept, MIT, one small wheel without dependencies.
html5lib is exact too, but slow and unkept; lxml repairs pages by rules of its own; trafilatura guesses what counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from bot.errors import DocumentError
from bot.files import content
from bot.files.content import Content
from bot.files.lines import Lines, shifted

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DATES = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="dcterms.issued" i]',
    'meta[name="dc.date.issued" i]',
    'meta[name="dc.date" i]',
    'meta[name="date" i]',
)

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "ol", "optgroup", "option",
    "p", "plaintext", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul", "xmp",
))
_KEEPING_BREAKS = frozenset(("pre", "listing", "plaintext", "xmp"))
_CELLS = frozenset(("td", "th"))
# Not shown, not words, or controls; `noscript` is for those who see no scripts, `rt` repeats in other letters.
_NO_TEXT = frozenset((
    "annotation", "annotation-xml", "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input",
    "nav", "noembed", "noframes", "noscript", "object", "rp", "rt", "script", "search", "select", "style", "svg",
    "template", "textarea", "title", "video",
))
# fmt: on
_NO_TEXT_ROLES = frozenset(("navigation", "menu", "menubar", "search"))
_UNSEEN = re.compile(r"(?i)(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))")


def read(page: str) -> Content:
    """
    Read the text that a page shows: its main part where it marks one, else all but navigation and hidden parts.

    What only a style sheet hides can't be told, and is text.

    :raises DocumentError: if it shows no text.
    :raises MemoryError: if its tree takes more memory than there is.
    """
    try:
        tree = LexborHTMLParser(page)
    except SelectolaxError as error:  # every text is HTML of some kind: only memory can be lacking
        raise MemoryError from error
    lines = _text(tree)
    if not lines:
        raise DocumentError("no_page_text")
    html = tree.css_first("html")
    language = html.attributes.get("lang") if html else None
    return Content(lines, _title(tree), _date(tree), content.language(language))


def _text(tree: LexborHTMLParser) -> list[str]:
    for main in tree.css("main, [role=main]"):
        lines = [] if _is_hidden(main) else _lines(main)
        if lines:
            return lines
    return _lines(tree.body) if tree.body else []


def _lines(root: LexborNode) -> list[str]:
    """Walk a tree without recursion, since a page may nest as deep as it is long."""
    lines = Lines()
    kept_breaks = 0
    to_do = [(root, False)]
    while to_do:
        node, is_end = to_do.pop()
        if node.is_text_node:
            _add(lines, _words(node), kept_breaks > 0)
            continue
        if not node.is_element_node or (not is_end and _is_hidden(node)):
            continue
        kept_breaks += (node.tag in _KEEPING_BREAKS) * (-1 if is_end else 1)
        if is_end:
            _close(lines, node.tag)
            continue
        _open(lines, node.tag)
        to_do.append((node, True))
        child = node.last_child
        while child:
            to_do.append((child, False))
            child = child.prev
    return lines.finish()


def _words(node: LexborNode) -> str:
    words, parent = node.text_content or "", node.parent
    if parent and parent.tag == "a":  # a note's mark
        parent = parent.parent
    return shifted(words, parent.tag == "sup") if parent and parent.tag in ("sup", "sub") else words


def _add(lines: Lines, words: str, keeps_breaks: bool) -> None:
    first, *others = words.splitlines() if keeps_breaks and words else [words]
    lines.add(first)
    for line in others:
        lines.end()
        lines.add(line)
    if others and words.endswith("\n"):
        lines.end()


def _open(lines: Lines, tag: str | None) -> None:
    if tag == "tr":
        lines.open_row()
    elif tag in _CELLS:
        lines.open_cell()
    elif tag in _BLOCKS:
        lines.end()
    elif tag == "q":
        lines.add("“")  # a browser shows these marks, and without them quoted words would pass for the page's own


def _close(lines: Lines, tag: str | None) -> None:
    if tag == "tr":
        lines.close_row()
    elif tag in _CELLS:
        lines.close_cell()
    elif tag in _BLOCKS:
        lines.end()
    elif tag == "q":
        lines.add("”")


def _is_hidden(node: LexborNode) -> bool:
    if node.tag in _NO_TEXT:
        return True
    attributes = node.attributes
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return True
    if node.tag == "dialog" and "open" not in attributes:
        return True
    role = (attributes.get("role") or "").lower()
    return role in _NO_TEXT_ROLES or _UNSEEN.search(attributes.get("style") or "") is not None


def _title(tree: LexborHTMLParser) -> str | None:
    """Prefer the title given for sharing, which has no site's name in it; then a heading that the title begins with."""
    shared = tree.css_first('meta[property="og:title"]')
    whole = tree.css_first("head > title")
    title = content.title(whole.text() if whole else None)
    heads = [words for head in tree.css("h1") if (words := " ".join(_lines(head)))]
    if not title and len(heads) == 1:
        return content.title(heads[0])
    head = next((head for head in heads if title and title.casefold().startswith(head.casefold())), None)
    return content.title(shared.attributes.get("content") if shared else None) or content.title(head) or title


def _date(tree: LexborHTMLParser) -> str | None:
    found = (tree.css_first(selector) for selector in DATES)
    stated = (content.date(meta.attributes.get("content")) for meta in found if meta)
    return next(filter(None, stated), None)
