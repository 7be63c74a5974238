"""How much may be sent to which address, before anything of Django sees it."""

from io import BytesIO
from typing import Any

import pytest

from blog.serving.bodies import BodyReader, Refusal

MEGABYTE = 2**20


def environ(path: str, size: int, *, chunked: bool = False) -> dict[str, Any]:
    size_or_chunks = {"HTTP_TRANSFER_ENCODING": "chunked"} if chunked else {"CONTENT_LENGTH": str(size)}
    return {"PATH_INFO": path, "wsgi.input": BytesIO(b"x" * size)} | size_or_chunks


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/wp-comments-post.php", MEGABYTE),
        ("/admin/editor/upload/", 25 * MEGABYTE),
        ("/accounts/profile/", 25 * MEGABYTE),
    ],
)
def test_address_takes_as_much_as_it_needs(path: str, size: int, chunked: bool) -> None:
    with BodyReader(1).read(environ(path, size, chunked=chunked)) as body:
        assert len(body.read()) == size
    with pytest.raises(Refusal, match="more than can be sent at once") as caught:
        BodyReader(1).read(environ(path, size + 1, chunked=chunked))
    assert caught.value.status.startswith("413")
