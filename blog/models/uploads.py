"""Names of files below WordPress's uploads: which stored file a path means. Knows no database.

Source of the forms: ``wp_get_attachment_image_src``, ``wp_unique_filename``, the editor of pictures
(``-e`` and a time in milliseconds), ``big_image_size_threshold`` (``-scaled``), and Photon's parameters.
"""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

FOLDER = "/wp-content/uploads/"
LONGEST = 500  # characters; the columns hold no more
NAME = re.compile(r"(?P<stem>.+?)(?P<end>\.[A-Za-z0-9]{2,5})", re.DOTALL)
SIZED = re.compile(r"(?P<stem>.+)-(?P<width>[0-9]{1,5})x[0-9]{1,5}", re.DOTALL)
EDITED = re.compile(r"(?P<stem>.+)-e[0-9]{10,13}", re.DOTALL)
EDITED_PATH = r"-e[0-9]{10,13}[.]"  # the same for PostgreSQL
MADE_BY_WORDPRESS = ("-scaled", "-rotated")
HOST = re.compile(r"^(?:https?:)?//[^/]*/")
NUMBER = re.compile(r"[0-9]{1,5}")
# Photon's and WordPress.com's parameters that begin with a width.
WIDTHS = ("w", "resize", "fit", "width", "crop_w")


def normal(path: str) -> str:
    """Return what stands below the uploads: decoded, composed (NFC), without controls; may be empty."""
    bare = unquote(HOST.sub("/", path, count=1).partition("?")[0].partition("#")[0])
    return stored(bare[bare.find(FOLDER) + len(FOLDER) :] if FOLDER in bare else bare)


def stored(path: str) -> str:
    """Return a decoded path below the uploads as ``original_path`` keeps it."""
    plain = "".join(letter for letter in unicodedata.normalize("NFC", path) if letter.isprintable())
    parts = [part for part in plain.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "/".join(parts)


def original(name: str) -> str:
    """Return the normal name of the file that a size was made of; the name itself when it is none."""
    found = NAME.fullmatch(name)
    sized = SIZED.fullmatch(found["stem"]) if found else None
    return sized["stem"] + found["end"] if found and sized else name


def forms(name: str) -> list[str]:
    """Return the normal names under which the file may be stored, the likeliest first."""
    found = NAME.fullmatch(name)
    if not found:
        return [name]
    stems = [found["stem"]]
    if sized := SIZED.fullmatch(found["stem"]):
        stems.append(sized["stem"])
    stems += [edited["stem"] for stem in stems if (edited := EDITED.fullmatch(stem))]
    for made in MADE_BY_WORDPRESS:
        stems += [stem.removesuffix(made) for stem in stems if stem.endswith(made)]
    stems += [stem + made for stem in stems for made in MADE_BY_WORDPRESS if not stem.endswith(made)]
    ends = dict.fromkeys([found["end"], found["end"].lower(), found["end"].upper()])
    return list(dict.fromkeys(stem + end for stem in stems for end in ends))


def unedited(name: str) -> str:
    """Return the name without the mark of an edit: the same for a picture and its edits."""
    found = NAME.fullmatch(name)
    if not found:
        return name
    edited = EDITED.fullmatch(found["stem"])
    return (edited["stem"] if edited else found["stem"]) + found["end"].lower()


def wanted_width(name: str, query: Mapping[str, str]) -> int:
    """Return the width in pixels that the name or the query asks for; 0: as wide as it is."""
    for key in WIDTHS:
        if number := NUMBER.match(query.get(key, "")):
            return int(number[0])
    found = NAME.fullmatch(name)
    sized = SIZED.fullmatch(found["stem"]) if found else None
    return int(sized["width"]) if sized else 0
