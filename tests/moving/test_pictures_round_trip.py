"""Pictures and files that move out and in again lie where they lay, and texts show them."""

from io import BytesIO
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from blog.models import Article, File, Image, Redirect
from tests import factories
from tests.moving.test_round_trip import FORMATS, Undone, export, take_in

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(colour: str) -> BytesIO:
    buffer = BytesIO()
    Pillow.new("RGB", (900, 8), colour).save(buffer, "PNG")
    return buffer


def make() -> None:
    """Make an article with a picture uploaded here, one that came with an import, and a document."""
    alice = factories.make_author("alice")
    own = Image.objects.store(picture("navy"), uploaded_by=alice, alt="The sea", title="Sea")
    Image.objects.store(picture("red"), uploaded_by=None, original_path="2019/05/red.png", wordpress_id=44)
    paper = File.objects.make(ContentFile(PDF), "paper.pdf", original_path="2019/05/paper.pdf", title="Paper")
    paper.save()
    Redirect.objects.create(old_path="/lost/", new_path="/found/")
    factories.make_article(
        alice,
        featured_image=own,
        body=f"![The sea]({own.get_absolute_url()})\n\n![](/wp-content/uploads/2019/05/red.png)\n\n"
        "[Paper](/wp-content/uploads/2019/05/paper.pdf)",
    )


def state() -> Any:
    article = Article.objects.get()
    return {
        "images": sorted(
            (str(one.file.name), one.original_path, one.alt, one.title, one.width, len(one.renditions))
            for one in Image.objects.all()
        ),
        "files": [(str(one.file.name), one.original_path, one.title, one.size) for one in File.objects.all()],
        "featured": article.featured_image and str(article.featured_image.file.name),
        "body_html": article.body_html,
        "redirects": list(
            Redirect.objects.filter(article=None, page=None).values_list("old_path", "new_path")
        ),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("format_name", FORMATS)
def test_pictures_come_back_to_their_places(format_name: str, tmp_path: Path) -> None:
    with Undone():
        make()
        before = state()
        paths = export(format_name, tmp_path)
        copytree(settings.MEDIA_ROOT, tmp_path / "old")
    rmtree(settings.MEDIA_ROOT)
    media = tmp_path / "old" if format_name == "wordpress" else paths[0]
    with Undone():
        take_in(format_name, paths, media=str(media))
        assert state() == before
        assert Path(Image.objects.all()[0].file.path).is_file()
