"""How a picture with several sizes is written: the same for Markdown and for what was imported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

COLUMN = "(min-width: 42.5rem) 42.5rem, 100vw"  # the measure of tokens.css: 34rem of at most 1.25rem


@dataclass(frozen=True)
class Rendition:
    """One size of a picture: address, width and height in pixels."""

    url: str
    width: int
    height: int


type FindImage = Callable[[str], Sequence[Rendition]]


def size_attributes(renditions: Sequence[Rendition], sizes: str = COLUMN) -> dict[str, object]:
    """Return width and height of the widest size, and all of them to choose from."""
    if not renditions:
        return {}
    attributes: dict[str, object] = {"width": renditions[-1].width, "height": renditions[-1].height}
    if len(renditions) > 1:
        attributes["srcset"] = ", ".join(f"{size.url} {size.width}w" for size in renditions)
        attributes["sizes"] = sizes
    return attributes


def loading_attributes(*, is_first: bool) -> dict[str, object]:
    """Return how it is loaded: the first one is often what the reader waits for."""
    return {} if is_first else {"loading": "lazy", "decoding": "async"}
