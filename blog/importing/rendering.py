"""The HTML of many texts at once."""

from collections.abc import Sequence

from blog.importing.drafts import Draft


def render(drafts: Sequence[Draft]) -> None:
    """Set ``body_html`` of the items."""
    for draft in drafts:
        draft.item.render()
