"""The HTML of many texts, whose pictures are looked up together."""

import re
from collections.abc import Iterable, Sequence

from django.conf import settings

from blog.importing.drafts import Draft
from blog.markdown import Rendition
from blog.models import Content, Image, uploads

# What ends an address in HTML, Markdown and shortcodes; a slash in the JSON of a block may be escaped.
_ADDRESS = r"""[^\s"'<>)\]\\,?#]+"""


class Renderer:
    """Renders the bodies of a portion of texts without asking the database for each picture."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        named = {address for draft in drafts for address in pictures_in(draft.item.body)}
        self._found = _find_pictures(named) if named else {}

    def render(self, item: Content) -> None:
        """Set ``body_html``."""
        item.render(find_image=self._find)

    def _find(self, address: str) -> list[Rendition]:
        bare = address.partition("?")[0].partition("#")[0]
        return self._found.get(bare, [])


def pictures_in(body: str) -> set[str]:
    """Return what looks like addresses of files of ours in a text, without query and fragment."""
    if uploads.FOLDER not in body and settings.MEDIA_URL not in body:
        return set()
    return set(_pattern().findall(body))


def _pattern() -> re.Pattern[str]:
    begins = "|".join(map(re.escape, (uploads.FOLDER, settings.MEDIA_URL)))
    return re.compile(rf"(?:{begins}){_ADDRESS}")


def _find_pictures(addresses: Iterable[str]) -> dict[str, list[Rendition]]:
    """Return the sizes of the pictures with those addresses, in three questions."""
    moved = [address for address in addresses if address.startswith(uploads.FOLDER)]
    own = {address.removeprefix(settings.MEDIA_URL): address for address in addresses if address not in moved}
    found = {address: image.all_renditions() for address, image in Image.objects.find_uploads(moved).items()}
    for image in Image.objects.filter(file__in=own):
        found[own[str(image.file.name)]] = image.all_renditions()
    return found
