"""What Jekyll's templates leave in texts, made plain Markdown. Pure."""

import re
from collections.abc import Callable, Mapping

TOKEN = re.compile(
    r"(?P<fence>^(?P<mark>`{3,}|~{3,}).*?^(?P=mark)[`~]*[ \t]*$)"
    r"|\{%-?\s*highlight\s+(?P<language>[\w+#-]*)[^%]*%\}\n?(?P<code>.*?)\{%-?\s*endhighlight\s*-?%\}"
    r"|\{%-?\s*raw\s*-?%\}(?P<raw>.*?)\{%-?\s*endraw\s*-?%\}"
    r"|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}"
    r"|\{%-?\s*(?P<what>post_url|link)\s+(?P<target>[^%]+?)\s*-?%\}"
    r"|\{\{-?\s*site\.(?:baseurl|url)[^}]*\}\}"
    r"|\{\{-?\s*(?P<quote>[\"'])(?P<path>[^\"'{}]*)(?P=quote)\s*\|\s*(?:prepend:\s*site\.\w+\s*\|?\s*)*"
    r"(?:relative_url|absolute_url)?\s*-?\}\}"
    r"|^[*-] +TOC *\n(?=\{:)|[ \t]*\{:[^}\n]*\}[ \t]*$"
    r"|(?P<other>\{%.*?%\}|\{\{.*?\}\})",
    re.DOTALL | re.MULTILINE,
)
KEPT = ("fence", "raw", "path", "other")


def plain(body: str, links: Mapping[str, str], tell: Callable[[str, str], None]) -> str:
    """Return the text with code as fences and addresses as they were; what is not known stays, and is told.

    ``links`` holds the address of each text by its file's name.
    """

    def replace(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return fenced(found["code"], found["language"])
        if found["what"]:
            return _address(found["target"], links) or found[0]
        if found["other"]:
            tell("template", f"{found['other'][:60]} is a part of a template; it stays in the text.")
        return next((found[name] for name in KEPT if found[name] is not None), "")

    return TOKEN.sub(replace, body)


def fenced(code: str, language: str) -> str:
    """Return code between fences that are longer than any within."""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.strip('\n')}\n{fence}"


def _address(target: str, links: Mapping[str, str]) -> str:
    """Return the address of a text by its file's name, which ``post_url`` takes without folder and ending."""
    if target in links:
        return links[target]
    return next((link for name, link in links.items() if f"/{target}." in f"/{name}"), "")
