"""Files are found in folders, zips and tars, however these are laid out."""

from pathlib import Path

import pytest

from tests.importing.archives import EACH, LIMIT, Make, read, refusal
from tests.importing.old_blog import attachment


@EACH
@pytest.mark.parametrize(
    "name",
    [
        "2019/05/x.jpg",
        "uploads/2019/05/x.jpg",
        "wp-content/uploads/2019/05/x.jpg",
        "backup/site/wp-content/uploads/2019/05/x.jpg",
        "media-export-123/2019/05/x.jpg",
        "x.jpg",
        "./2019/05/X.JPG",
        "all/of/them/x.jpg",
    ],
)
def test_file_is_found_wherever_the_uploads_begin(make: Make, tmp_path: Path, name: str) -> None:
    source = make(tmp_path, {name: b"the file"})
    source.check(attachment("2019/05/x.jpg"))
    assert read(source, "2019/05/x.jpg") == b"the file"
    source.close()


@EACH
def test_letters_are_found_however_they_are_composed(make: Make, tmp_path: Path) -> None:
    source = make(tmp_path, {"2019/05/Cafe\u0301.jpg": b"decomposed"})
    assert read(source, "2019/05/Caf\u00e9.jpg") == b"decomposed"
    assert read(source, "2019/05/Caf%C3%A9.jpg") == b"decomposed"
    source.close()


@EACH
def test_picture_before_or_after_wordpress_made_it_smaller_will_do(make: Make, tmp_path: Path) -> None:
    source = make(tmp_path, {"2019/05/a.jpg": b"a", "2019/05/b-scaled.jpg": b"b"})
    assert read(source, "2019/05/a-scaled.jpg") == b"a"
    assert read(source, "2019/05/b.jpg") == b"b"
    source.close()


@EACH
def test_same_name_of_another_month_is_another_file(make: Make, tmp_path: Path) -> None:
    source = make(tmp_path, {"2018/01/x.jpg": b"another", "2017/01/x.jpg": b"a third"})
    assert refusal(source, "2019/05/x.jpg") == "media-missing"


@EACH
def test_one_of_several_with_the_same_flat_name_is_not_guessed(make: Make, tmp_path: Path) -> None:
    source = make(tmp_path, {"a/x.jpg": b"one", "b/x.jpg": b"two"})
    assert refusal(source, "2019/05/x.jpg") == "media-missing"


@EACH
def test_file_above_the_limit_is_refused(make: Make, tmp_path: Path) -> None:
    assert refusal(make(tmp_path, {"x.jpg": b"x" * (LIMIT + 1)}), "x.jpg") == "media-too-large"


@EACH
def test_what_macos_puts_beside_is_no_file(make: Make, tmp_path: Path) -> None:
    files = {"__MACOSX/2019/05/._x.jpg": b"1", "__MACOSX/2019/05/x.jpg": b"2", "2019/05/._x.jpg": b"3"}
    assert refusal(make(tmp_path, files), "2019/05/x.jpg") == "media-missing"
