"""How our own archive is laid out: what both its writer and its reader go by. Knows no Django."""

from hashlib import blake2b

FORMAT = "broadside-markdown"
VERSION = 1

README = "README.md"
SITE = "site.json"  # the blog, and redirects that lead to no text
PEOPLE = "people.json"
TERMS = "terms.json"  # categories and tags
LIBRARY = "library.json"  # what is known of the files in MEDIA
FOLLOWERS = "followers.csv"
ARTICLES = "articles/"
PAGES = "pages/"
MEDIA = "media/"  # the media folder
BESIDE = ".json"  # instead of .md: what the front matter cannot say, and the comments, one a line
COMMENTS = '"comments": ['  # ends the line before the first of them


def digest(body: str) -> str:
    """Return what tells whether a text is the one that its exact form was kept for."""
    return blake2b(body.strip("\n").encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
