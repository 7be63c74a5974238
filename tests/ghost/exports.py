"""Exports of a Ghost blog, made on the spot."""

import json
from pathlib import Path
from typing import Any

from blog.ghost import GhostReader
from blog.importing.records import Bundle, Text

HERE = "__GHOST_URL__"
ANNA = {"id": "u1", "name": "Anna Author", "slug": "anna", "email": "anna@harbour.example", "bio": "Sails"}
BEN = {"id": "u2", "name": "Ben", "slug": "ben", "email": "ben@harbour.example"}
SEA = {"id": "t1", "name": "Sea", "slug": "sea", "description": "Salt water", "visibility": "public"}
INTERNAL = {"id": "t2", "name": "#import", "slug": "hash-import", "visibility": "internal"}
SETTINGS = [
    {"key": "title", "value": "Harbour Notes"},
    {"key": "description", "value": "What the tide brings"},
    {"key": "timezone", "value": "Europe/Berlin"},
]


def post(number: int, **fields: Any) -> dict[str, Any]:
    """Make a row of a public post."""
    return {
        "id": f"p{number}",
        "uuid": f"00000000-0000-4000-8000-{number:012}",
        "title": f"Tide {number}",
        "slug": f"tide-{number}",
        "mobiledoc": None,
        "lexical": '{"root":{"children":[]}}',
        "html": f"<p>What the tide brought, {number}.</p>",
        "feature_image": None,
        "featured": 0,
        "type": "post",
        "status": "published",
        "visibility": "public",
        "created_at": "2019-05-01T10:00:00.000Z",
        "updated_at": "2019-05-20T10:00:00.000Z",
        "published_at": f"2019-05-{1 + number % 28:02}T12:00:00.000Z",
        "custom_excerpt": None,
        "canonical_url": None,
    } | fields


def export(posts: list[dict[str, Any]], **tables: Any) -> dict[str, Any]:
    """Return an export as Ghost 5 writes it: the tables by their names."""
    data: dict[str, Any] = {
        "posts": posts,
        "posts_authors": [
            {"id": f"a{each['id']}", "post_id": each["id"], "author_id": "u1", "sort_order": 0}
            for each in posts
        ],
        "posts_tags": [
            {"id": f"t{each['id']}", "post_id": each["id"], "tag_id": "t1", "sort_order": 0} for each in posts
        ],
        "settings": SETTINGS,
        "tags": [SEA, INTERNAL],
        "users": [ANNA, BEN],
    }
    meta = {"exported_on": 1700000000000, "version": "5.75.0"}
    return {"db": [{"meta": meta, "data": dict(sorted((data | tables).items()))}]}


def write(path: Path, posts: list[dict[str, Any]], **tables: Any) -> Path:
    path.write_text(json.dumps(export(posts, **tables)), encoding="utf-8")
    return path


def bundles_of(path: Path) -> list[Bundle]:
    return [bundle for item in GhostReader([path]).texts() for bundle in item.bundles()]


def text_of(folder: Path, **fields: Any) -> tuple[Text, dict[str, str]]:
    """Return the one post of an export, and what was odd about it, by code."""
    (bundle,) = bundles_of(write(folder / "one.json", [post(1, **fields)]))
    assert bundle.text
    return bundle.text, {oddity.code: oddity.detail for oddity in bundle.oddities}
