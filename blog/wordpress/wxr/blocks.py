"""Puts WordPress's reusable blocks into the texts that name them."""

import re
from collections.abc import Mapping

from blog.wordpress.wxr.context import Telling

REFERENCE = re.compile(r'<!-- wp:block \{[^{}]{0,500}?"ref":([0-9]{1,18})[^{}]{0,500}\} /-->')
DEEPEST = 5  # blocks within blocks
MOST_ADDED = 2 * 1024 * 1024  # characters in one text


def put_blocks(body: str, blocks: Mapping[str, str], tell: Telling, subject: str) -> str:
    """Return the body with each ``<!-- wp:block {"ref":N} /-->`` replaced by the block's content.

    A reference stays, told, where its block is in no file, or where blocks hold each other.
    """
    added = 0

    def put(reference: re.Match[str]) -> str:
        nonlocal added
        content = blocks.get(reference[1], "")
        added += len(content)
        return content if content and added <= MOST_ADDED else reference[0]

    if "<!-- wp:block {" not in body:
        return body
    for _ in range(DEEPEST):
        before = added
        body = REFERENCE.sub(put, body)
        if added == before or added > MOST_ADDED:
            break
    for number in sorted(set(REFERENCE.findall(body))):
        tell("missing-block", subject, f"The reusable block {number} could not be put in its place.")
    return body
