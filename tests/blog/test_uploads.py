"""Which stored file a path below WordPress's uploads means."""

import unicodedata

import pytest
from django.test import Client
from django.utils.http import urlencode

from blog.models import File, Image, uploads

pytestmark = pytest.mark.django_db

WIDTHS = (400, 800, 1200, 1600)
UPLOADS = "/wp-content/uploads/2019/05/"
BIG = "/media/pictures/big.jpg"


def make_image(path: str, name: str = "big") -> Image:
    renditions = [{"file": f"pictures/{name}-{w}.webp", "width": w, "height": w * 3 // 4} for w in WIDTHS]
    return Image.objects.create(
        file=f"pictures/{name}.jpg", width=2000, height=1500, renditions=renditions, original_path=path
    )


def answer(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.get("Location", "")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("x.jpg", BIG),
        ("x-300x200.jpg", "/media/pictures/big-400.webp"),
        ("x-400x300.jpg", "/media/pictures/big-400.webp"),
        ("x-401x300.jpg", "/media/pictures/big-800.webp"),
        ("x-1024x768.jpg", "/media/pictures/big-1200.webp"),
        ("x-2048x1536.jpg", BIG),
        ("x-scaled.jpg", BIG),
        ("x-rotated.jpg", BIG),
        ("x-e1557912345678.jpg", BIG),
        ("x-e1557912345.jpg", BIG),
        ("x-e1557912345678-300x200.jpg", "/media/pictures/big-400.webp"),
        ("x.JPG", BIG),
        ("x-300x200.JPG", "/media/pictures/big-400.webp"),
        ("x.jpg?w=1024", "/media/pictures/big-1200.webp"),
        ("x.jpg?w=1024&h=500&crop=1", "/media/pictures/big-1200.webp"),
        ("x.jpg?resize=300%2C200", "/media/pictures/big-400.webp"),
        ("x.jpg?resize=300,200&ssl=1", "/media/pictures/big-400.webp"),
        ("x.jpg?fit=760%2C500", "/media/pictures/big-800.webp"),
        ("x-300x200.jpg?w=1000", "/media/pictures/big-1200.webp"),
        ("x.jpg?w=", BIG),
        ("x.jpg?w=-5", BIG),
        ("x.jpg?w=99999999999999999999", BIG),
        ("x.jpg?w=٣٠٠", BIG),
        ("x.jpg?ssl=1", BIG),
        (".//x.jpg", BIG),
    ],
)
def test_every_form_of_a_picture_leads_to_the_nearest_size(
    client: Client, address: str, leads_to: str
) -> None:
    make_image("2019/05/x.jpg")
    assert answer(client, UPLOADS + address) == (301, leads_to)


@pytest.mark.parametrize(
    "stored", ["x-scaled.jpg", "x-rotated.jpg", "x-e1557912345678.jpg", "X.JPG", "x.JPG"]
)
def test_first_name_leads_to_what_wordpress_made_of_it(client: Client, stored: str) -> None:
    make_image(f"2019/05/{stored}")
    name = "X" if stored.startswith("X") else "x"
    assert answer(client, f"{UPLOADS}{name}.jpg") == (301, BIG)
    assert answer(client, f"{UPLOADS}{name}-300x200.jpg") == (301, "/media/pictures/big-400.webp")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_with_accents_are_found_however_they_are_composed(client: Client, form: str) -> None:
    make_image(uploads.stored(unicodedata.normalize("NFD", "2019/05/Straße-café.jpg")))
    path = unicodedata.normalize(form, "Straße-café-300x200.jpg")  # type: ignore[arg-type]
    quoted = urlencode({"": path})[1:]
    assert answer(client, UPLOADS + quoted) == (301, "/media/pictures/big-400.webp")


def test_picture_whose_own_name_looks_like_a_size_is_itself(client: Client) -> None:
    make_image("2019/05/x.jpg", "big")
    make_image("2019/05/x-300x200.jpg", "own")
    assert answer(client, UPLOADS + "x-300x200.jpg")[1].startswith("/media/pictures/own")


def test_name_with_a_percent_sign_is_found(client: Client) -> None:
    make_image("2019/05/100%.jpg")
    assert answer(client, UPLOADS + "100%25.jpg") == (301, BIG)


def test_file_that_is_no_picture_leads_to_it(client: Client) -> None:
    File.objects.create(file="files/ab/abc.pdf", original_path="2019/05/report.pdf")
    assert answer(client, UPLOADS + "report.pdf") == (301, "/media/files/ab/abc.pdf")
    assert answer(client, UPLOADS + "report.pdf?x=1") == (301, "/media/files/ab/abc.pdf")


@pytest.mark.parametrize(
    "address",
    [
        "y.jpg",
        "x.png",
        "",
        "x",
        "x-300x.jpg",
        "%00",
        "x" * 900 + ".jpg",
        "-".join(["1x1"] * 150) + ".jpg",
        "%ff%fe.jpg",
        "x-e1.jpg",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    make_image("2019/05/x.jpg")
    assert answer(client, UPLOADS + address)[0] in {400, 404}


def test_many_paths_are_found_with_few_questions(django_assert_num_queries: object) -> None:
    make_image("2019/05/x.jpg")
    make_image("2019/05/y-e1557912345678.jpg", "edited")
    paths = [f"/wp-content/uploads/2019/05/{name}" for name in ("x-1x1.jpg", "y.jpg", "z.jpg", "x.jpg?w=3")]
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = Image.objects.find_uploads(paths)
    assert [path in found for path in paths] == [True, True, False, True]


def test_renderer_knows_pictures_by_their_old_address() -> None:
    make_image("2019/05/x.jpg")
    sizes = Image.objects.find_renditions("/wp-content/uploads/2019/05/x-300x200.jpg")
    assert [size.width for size in sizes] == [*WIDTHS, 2000]
    assert Image.objects.find_renditions("/wp-content/uploads/2019/05/none.jpg") == []


def test_attachment_number_leads_to_the_file(client: Client) -> None:
    File.objects.create(file="files/ab/abc.pdf", wordpress_id=88)
    assert answer(client, "/?attachment_id=88") == (301, "/media/files/ab/abc.pdf")
