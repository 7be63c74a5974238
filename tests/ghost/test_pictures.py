"""Pictures and files of Ghost's texts: each is known once, and shown from where it is kept here."""

from pathlib import Path

from blog.ghost import GhostReader
from tests.ghost.exports import HERE, post, text_of, write

HTML = (
    f'<figure><img src="{HERE}/content/images/2020/05/a%20b.jpg" alt="A" sizes="x" '
    f'srcset="{HERE}/content/images/size/w600/2020/05/a%20b.jpg 600w"></figure>'
    f'<a href="{HERE}/content/files/2020/05/list.pdf">list</a>'
    '<img src="https://elsewhere.example/content/images/c.jpg"><img src="/content/images/2020/d.png">'
)


def test_each_is_an_attachment_once(tmp_path: Path) -> None:
    posts = [
        post(1, html=HTML),
        post(2, html=HTML, feature_image=f"{HERE}/content/images/f.jpg"),
    ]
    meta = [{"post_id": "p2", "feature_image_alt": "Fog", "feature_image_caption": "Thick"}]
    reader = GhostReader([write(tmp_path / "a.json", posts, posts_meta=meta)])
    items = list(reader.attachments())
    found = [bundle.attachment for item in items for bundle in item.bundles() if bundle.attachment]
    assert [each.key for each in found] == [
        "images/2020/05/a b.jpg", "files/2020/05/list.pdf", "images/2020/d.png", "images/f.jpg",
    ]  # fmt: skip
    assert found[0].path == "content/images/2020/05/a b.jpg"
    assert found[0].link == "/content/images/2020/05/a%20b.jpg"
    assert (found[3].alt, found[3].caption, found[0].alt) == ("Fog", "Thick", "")
    rest = [bundle.attachment for item in reader.attachments(items[1].end) for bundle in item.bundles()]
    assert rest == found[2:]


def test_bodies_show_them_where_they_are_here(tmp_path: Path) -> None:
    body = text_of(tmp_path, html=HTML)[0].body
    assert '<img src="/wp-content/uploads/content/images/2020/05/a%20b.jpg" alt="A">' in body
    assert '<a href="/wp-content/uploads/content/files/2020/05/list.pdf">' in body
    assert '<img src="/wp-content/uploads/content/images/2020/d.png">' in body
    assert "https://elsewhere.example/content/images/c.jpg" in body


def test_featured_picture_of_another_host_is_told(tmp_path: Path) -> None:
    text, odd = text_of(tmp_path, feature_image="https://images.example/x.jpg")
    assert text.featured == ""
    assert "https://images.example/x.jpg" in odd["picture-elsewhere"]
    text, odd = text_of(tmp_path, feature_image=f"{HERE}/content/images/size/w2000/f.jpg")
    assert (text.featured, odd) == ("images/f.jpg", {})
