"""Hugo's shortcodes, made plain Markdown. Pure."""

import re
from collections.abc import Callable, Mapping

from blog.markdown_files.reading.liquid import fenced

TOKEN = re.compile(
    r"(?P<fence>^(?P<mark>`{3,}|~{3,}).*?^(?P=mark)[`~]*[ \t]*$)"
    r"|\{\{[<%]/\*.*?\*/[>%]\}\}"
    r"|\{\{[<%]\s*highlight\s+(?P<language>[\w+#-]*)[^>%]*[>%]\}\}\n?(?P<code>.*?)\{\{[<%]\s*/highlight\s*[>%]\}\}"
    r"|\{\{[<%]\s*(?P<name>[\w./-]+)\s*(?P<arguments>[^{}]*?)/?\s*[>%]\}\}",
    re.DOTALL | re.MULTILINE,
)
ARGUMENT = re.compile(r"(?:(\w+)\s*=\s*)?(?:\"([^\"]*)\"|`([^`]*)`|([^\s\"`]+))")
PLACES = {  # an address with a place for what the shortcode names
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}/{}",
    "instagram": "https://www.instagram.com/p/{}/",
}


def plain(body: str, links: Mapping[str, str], tell: Callable[[str, str], None]) -> str:
    """Return the text with pictures, code and links as Markdown; what is not known stays, and is told.

    ``links`` holds the address of each text by its file's name.
    """

    def replace(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return fenced(found["code"], found["language"])
        if found["fence"] or not found["name"]:
            return found[0]
        made = _make(found["name"], found["arguments"], links)
        if made is None:
            tell("shortcode", f"{found[0][:60]} is not known; it stays in the text.")
        return found[0] if made is None else made

    return TOKEN.sub(replace, body)


def _make(name: str, arguments: str, links: Mapping[str, str]) -> str | None:
    found = ARGUMENT.findall(arguments)
    named = {key: a or b or c for key, a, b, c in found if key}
    plain = [a or b or c for key, a, b, c in found if not key]
    if name == "figure" and (source := named.get("src")):
        caption = named.get("caption") or named.get("title") or ""
        title = f' "{caption.replace('"', "'")}"' if caption else ""
        picture = f"![{named.get('alt') or caption}]({source}{title})"
        return f"[{picture}]({named['link']})" if named.get("link") else picture
    if name in {"ref", "relref"} and (plain or named.get("path")):
        return _address((plain or [named["path"]])[0], links)
    if name in PLACES and len(plain) >= PLACES[name].count("{}"):
        return f"<{PLACES[name].format(*plain)}>"
    if name == "youtube" and named.get("id"):
        return f"<{PLACES[name].format(named['id'])}>"
    return None


def _address(target: str, links: Mapping[str, str]) -> str | None:
    path, mark, anchor = target.partition("#")
    if not path:
        return target
    wanted = path.removeprefix("/").removesuffix(".md").removesuffix("/index").rstrip("/")
    for name, link in links.items():
        own = name.removeprefix("content/").removesuffix(".md").removesuffix("/index")
        if own == wanted or own.endswith(f"/{wanted}"):
            return link + mark + anchor
    return None
