"""Who may write and like here no more."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockKind(models.TextChoices):
    """What a block is about."""

    ACCOUNT = "account", _("Account")  # value: the account's number
    EMAIL = "email", _("E-mail address")
    DOMAIN = "domain", _("Domain of e-mail or website")
    ADDRESS = "address", _("IP address or network")


class Block(models.Model):
    """One account, e-mail address, domain or network whose comments and likes are not taken."""

    kind = models.CharField(_("kind"), max_length=7, choices=BlockKind.choices)
    value = models.CharField(_("value"), max_length=254)
    note = models.CharField(_("why"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="block_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"
