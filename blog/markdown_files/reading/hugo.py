"""Hugo's folders: ``content/SECTION/slug.md`` or ``content/SECTION/slug/index.md``, ``static``, bundles.

Source of the rules: Hugo's documentation, "URL management", "Page bundles", "Front matter".
"""

import re
from pathlib import PurePosixPath
from typing import Any

from blog.importing.records import TextKind
from blog.markdown import slug_from
from blog.markdown_files.reading import shortcodes
from blog.markdown_files.reading.heads import Head, Tell
from blog.markdown_files.reading.layouts import TEXTS
from blog.markdown_files.reading.static_sites import DATED, Place, StaticSite, moment_of

ARTICLES = frozenset(("post", "posts", "blog", "blogs", "article", "articles", "news", "writing", "entry"))
CONTENT = "content/"


class Hugo(StaticSite):
    """A site of Hugo's."""

    configs = (
        *("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"),
        *("config.toml", "config.yaml", "config.yml", "config.json"),
        *("config/_default/hugo.toml", "config/_default/config.toml", "config/_default/hugo.yaml"),
    )

    def find_address(self) -> str:
        """Return ``baseURL``."""
        return self.setting("baseURL", "baseurl", "BaseURL")

    def find_names(self) -> list[str]:
        """Return all contents but the lists that stand for sections."""
        names = [name for name in self.tree.sizes if name.startswith(CONTENT) and name.endswith(TEXTS)]
        return [name for name in names if not PurePosixPath(name).name.startswith("_index.")]

    def public_path(self, name: str) -> str:
        """Return where it was: what lies in ``static`` at the top, resources beside their page."""
        for folder in ("static/", "assets/", CONTENT):
            if name.startswith(folder):
                return f"/{name.removeprefix(folder)}"
        return f"/{name}"

    def place(self, name: str, head: Head) -> Place:
        """Return an article for what is dated in a section, else a page."""
        path = PurePosixPath(name.removeprefix(CONTENT))
        path = path.parent if path.stem == "index" and len(path.parts) > 1 else path.with_suffix("")
        dated = DATED.fullmatch(path.name)
        moment = head.moment("publishDate", "date") or moment_of(dated, self.zone)
        section = path.parts[0] if len(path.parts) > 1 else ""
        is_article = bool(section) and (moment is not None or section in self._article_sections())
        slug = head.text("slug") or path.name
        kind = TextKind.ARTICLE if is_article else TextKind.PAGE
        own = dated["slug"] if dated and not head.text("slug") else slug
        return Place(
            kind, own, self._path(path, section, slug, moment, head), moment, moment is None and is_article
        )

    def plain(self, body: str, tell: Tell) -> str:
        """Return the text without shortcodes."""
        return shortcodes.plain(body, self.links, tell)

    def _article_sections(self) -> frozenset[str]:
        parameters = self.config.get("params")
        main = parameters.get("mainSections") if isinstance(parameters, dict) else None
        return ARTICLES | {each for each in main or [] if isinstance(each, str)}

    def _path(self, path: PurePosixPath, section: str, slug: str, moment: Any, head: Head) -> str:
        if url := head.text("url"):
            return url if url.startswith("/") else f"/{url}"
        if pattern := self._pattern(section):
            return _fill(pattern, path, slug, moment.astimezone(self.zone) if moment else None, head)
        folder = "" if str(path.parent) == "." else f"{path.parent}/"
        return f"/{folder}{slug}".lower().replace(" ", "-") + "/"

    def _pattern(self, section: str) -> str:
        patterns = self.config.get("permalinks")
        if isinstance(patterns, dict) and isinstance(patterns.get("page"), dict):
            patterns = patterns["page"]
        found = patterns.get(section) if isinstance(patterns, dict) and section else None
        return found if isinstance(found, str) else ""


def _fill(pattern: str, path: PurePosixPath, slug: str, moment: Any, head: Head) -> str:
    title = slug_from(head.text("title")) or slug
    values = {
        "section": path.parts[0],
        "sections": str(path.parent),
        "title": title,
        "slug": head.text("slug") or title,
        "filename": path.name,
        "contentbasename": path.name,
        "slugorfilename": slug,
        "slugorcontentbasename": slug,
    }
    if moment:
        values |= {"year": f"{moment:%Y}", "month": f"{moment:%m}", "day": f"{moment:%d}"}
        values |= {"monthname": f"{moment:%B}".lower(), "yearday": str(moment.timetuple().tm_yday)}
    filled = re.sub(r":([a-z]+)(?:\[[^\]]*\])?", lambda found: values.get(found[1], ""), pattern)
    return re.sub(r"/{2,}", "/", f"/{filled}/")
