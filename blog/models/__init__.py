"""What the blog keeps: content, its taxonomy, media, likes, redirects, outgoing mail and the site's row."""

from blog.models.article import Article
from blog.models.content import BodyFormat, Content
from blog.models.file import File
from blog.models.like import Like
from blog.models.media import Image
from blog.models.outbox import OutgoingMail, SharedMail
from blog.models.page import Page
from blog.models.redirect import Redirect
from blog.models.site import SiteSettings
from blog.models.taxonomy import Category, Tag
from blog.models.visibility import ContentQuerySet, Status

__all__ = [
    "Article",
    "BodyFormat",
    "Category",
    "Content",
    "ContentQuerySet",
    "File",
    "Image",
    "Like",
    "OutgoingMail",
    "Page",
    "Redirect",
    "SharedMail",
    "SiteSettings",
    "Status",
    "Tag",
]
