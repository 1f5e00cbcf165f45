"""Web pages, whole or in fragments, to their main text."""

from __future__ import annotations

import re

from .encoding import decode
from .error import ReportError

# Elements whose text no reader of the page sees, or that lead elsewhere.
_DROPPED = frozenset(
    "script style noscript template head nav footer iframe object svg canvas select button textarea "
    "rt rp -comment".split()
)
# Elements that neither begin nor end a line.
_INLINE = frozenset(
    "a abbr acronym b basefont bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p q rb ruby "
    "s samp small span strike strong sub sup time tt u ucaps var wbr input -text".split()
)
_CONTAINERS = frozenset("article body center div form main section table td".split())
_CLOSE_THEMSELVES = frozenset(
    "a p li dt dd td th tr tbody thead tfoot option optgroup colgroup rt rp head body html "
    "area base br col embed hr img input link meta param source track wbr".split()
)
_FORMATTING = re.compile(r"</?(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?:\s[^<>]*)?>", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:\[\s*)?(?:<\?xml[^<>]*>\s*)?<(?:!doctype html|(?:html|head|body|div|p|span|table|meta|h[1-6]|br)\b[^<>]*>)",
    re.I,
)
_LINE_TAGS = re.compile(r"</p>|</div>|<br\s*/?>", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENDS_SENTENCE = re.compile("[。；！？;!?]")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n\s*(?=[{_WIDE}])")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"[ \t]*\n[ \t\n]*")
_MAIN = 0.98  # the main element holds all sentences of the page but for stray ones
_MOST = 200_000  # tags: pages with a report have some thousands
_DEEPEST = 5_000  # pages nest some dozens deep; parsing time grows with the square of the depth


def is_html(text: str, suffix: str = "") -> bool:
    """Whether a text is a web page or a piece of one: by the file's suffix, its first tag or many line tags.

    >>> is_html("<div><p>各位代表:</p>"), is_html("增长8%<br>")
    (True, False)
    """
    if suffix in {".htm", ".html", ".xhtml", ".shtml"} or _LOOKS_LIKE_HTML.match(text):
        return "<" in text
    return len(_LINE_TAGS.findall(text)) >= 10


def html_text(html: str, file: object) -> str:
    """The main text of a page, one line per paragraph, list item or table row; the page's title first."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise ReportError(
            f"{file}: is a web page, and the package selectolax is not installed. Expected the extra `documents`. "
            "Run: pip install 'reportkit[documents]'."
        ) from None
    # Formatting tags say nothing of the text, and left open they let a page grow without bound.
    html = _FORMATTING.sub("", html)
    tags = _TAG.findall(html)
    if len(tags) > _MOST or (depth := _depth(tags)) > _DEEPEST:
        how = f"with {len(tags):,} tags" if len(tags) > _MOST else f"nested {depth:,} elements deep"
        raise ReportError(
            f"{file}: is a web page {how}. Expected at most {_MOST:,} tags, {_DEEPEST:,} deep. "
            "Save the report's text as .txt or .docx."
        )
    page = LexborHTMLParser(html)
    text = _text(_main(page.body)) if page.body else ""
    title = _title(page)
    return f"{title}\n{text}" if title and _bare(title) not in _bare(text[:2000]) else text


def _depth(tags: list[tuple[str, str]]) -> int:
    depth = deepest = 0
    for close, tag in tags:
        if tag.lower() not in _CLOSE_THEMSELVES:
            depth = max(0, depth + (-1 if close else 1))
            deepest = max(deepest, depth)
    return deepest


def _steps(top):
    """Walk the tree below `top` without recursion: (node, entering) before and after what it holds."""
    node = top
    while True:
        yield node, True
        child = None if _dropped(node) else node.child
        if child is not None:
            node = child
            continue
        yield node, False
        while node.mem_id != top.mem_id and node.next is None:
            node = node.parent
            yield node, False
        if node.mem_id == top.mem_id:
            return
        node = node.next


def _dropped(node) -> bool:
    if node.tag in _DROPPED:
        return True
    if node.tag == "-text":
        return False
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _main(body):
    """The smallest element that holds nearly all sentences of the page outside links."""
    inside, links, order = [0], 0, []
    for node, entering in _steps(body):
        if entering:
            inside.append(0)
            links += node.tag == "a"
            if node.tag == "-text" and not links and _ENDS_SENTENCE.search(text := node.text_content or ""):
                inside[-1] = len(text)
        else:
            links -= node.tag == "a"
            weight = inside.pop()
            inside[-1] += weight
            order.append((node, weight))
    enough = max(1, _MAIN * inside[0])
    return next((node for node, weight in order if weight >= enough and node.tag in _CONTAINERS), body)


def _text(top) -> str:
    parts, kept, raised = [], 0, 0
    for node, entering in _steps(top):
        tag = node.tag
        if tag == "-text":
            if entering:
                text = node.text_content or ""
                if raised and text.strip().isdecimal():
                    text = text.translate(_SUPERSCRIPT)
                parts.append(text if kept else _BLANK.sub(" ", _WRAP.sub("", text)))
        elif tag == "br":
            parts.append("\n" if entering else "")
        elif tag in ("td", "th"):
            parts.append("" if entering else "\t")
        elif tag not in _INLINE and tag not in _DROPPED:
            parts.append("\n")
        kept += (tag == "pre") * (1 if entering else -1)
        raised += (tag == "sup") * (1 if entering else -1)
    return _BREAKS.sub("\n", "".join(parts)).strip("\n\t ")


def _title(page) -> str:
    for css in ('meta[name="ArticleTitle" i]', "h1", "title"):
        node = page.css_first(css)
        title = node and (node.attributes.get("content") if css[0] == "m" else node.text())
        if title and title.strip():
            return " ".join(title.split())
    return ""


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def archived_page(data: bytes, file: object) -> str:
    """The page in a web archive (.mht); empty if `data` is none."""
    if not re.match(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", data[:4000], re.I):
        return ""
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "text/plain"):
            return decode(part.get_payload(decode=True), file)
    return ""
