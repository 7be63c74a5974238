"""People: owners, authors and signed-in readers are all one ``User``."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.files.base import File
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from blog import markdown


class User(AbstractUser):
    """A person with an account. What an author shows under each article is the *promo block*."""

    display_name = models.CharField(_("display name"), max_length=245, blank=True)
    nicename = models.SlugField(
        _("address part"), max_length=60, unique=True, help_text=_("The last part of /author/…/.")
    )
    bio = models.TextField(_("about you"), blank=True, max_length=5000)
    website = models.URLField(_("website"), blank=True, max_length=200)
    avatar = models.ImageField(_("picture"), upload_to="avatars/", blank=True)
    keeps_initials = models.BooleanField(default=False, db_default=False, editable=False)
    picture_asked_for = models.CharField(  # the digest of the address that was fetched, or tried
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    promo = models.TextField(
        _("promo block"),
        blank=True,
        max_length=10_000,
        help_text=_("Markdown, shown under each of your articles. E-mail addresses are protected."),
    )
    promo_html = models.TextField(blank=True, editable=False)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    def __str__(self) -> str:
        return self.display_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Render the promo block and make the address part before storing."""
        self.promo_html = markdown.render_promo(self.promo)
        if not self.nicename:
            self.nicename = self._free_nicename()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the author's archive."""
        return reverse("archive-author", args=[self.nicename])

    def get_full_name(self) -> str:
        """Return the name that readers see."""
        return str(self)

    @property
    def is_author(self) -> bool:
        """Whether this person may write articles."""
        return self.has_perm("blog.add_article")

    @property
    def works_here(self) -> bool:
        """Whether this person may change the blog, and so logs in by password or passkey only."""
        return self.is_staff or self.is_superuser or self.is_author

    def change_picture(self, picture: File[bytes] | None) -> None:
        """Show another picture, or from now on the initials; the old file goes once that is certain."""
        with transaction.atomic():
            old = type(self).objects.select_for_update().get(pk=self.pk).avatar
            self.avatar = picture or ""
            self.keeps_initials = picture is None
            self.save(update_fields=["avatar", "keeps_initials"])
            if old:
                transaction.on_commit(partial(old.storage.delete, str(old.name)))

    @property
    def lacks_picture(self) -> bool:
        """Whether a picture from elsewhere is welcome: there is none, and the person has not wanted that."""
        return not self.avatar and not self.keeps_initials

    def _free_nicename(self) -> str:
        stem = slugify(self.username)[:50] or "person"
        taken = set(type(self).objects.filter(nicename__startswith=stem).values_list("nicename", flat=True))
        return markdown.free_slug(stem, taken)
