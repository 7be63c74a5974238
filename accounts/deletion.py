"""The end of an account: what stands in its way, and what goes with it."""

from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import personal_data
from accounts.models import User
from accounts.sessions import keys_of


def obstacles_of(person: User) -> list[str]:
    """Return sentences that say why the account cannot be deleted yet, and what to do about it."""
    found = [
        _("You are the author of %(things)s here. Give them to somebody else or delete them first.")
        % {"things": str(relation.related_model._meta.verbose_name_plural)}
        for relation in User._meta.related_objects
        if relation.on_delete is models.PROTECT and _has_rows(relation, person)
    ]
    owners = User.objects.filter(is_superuser=True, is_active=True)
    if person.is_superuser and not owners.exclude(pk=person.pk).exists():
        found.append(_("You are the only owner of this blog. Make somebody else an owner first."))
    return found


def delete_account(person: User, *, keep_comments: bool) -> bool:
    """Delete the account with everything in it; return False when something stands in the way.

    Two requests at once are one: the second finds nobody.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update().filter(pk=person.pk).first()
        if locked is None:
            return True
        if obstacles_of(locked):
            return False
        personal_data.erase_all(locked, keep_texts=keep_comments)
        Session.objects.filter(session_key__in=keys_of(locked)).delete()
        if locked.avatar:
            _delete_after_commit(locked.avatar.storage, str(locked.avatar.name))
        locked.delete()
    return True


def _has_rows(relation: models.ForeignObjectRel, person: User) -> bool:
    rows = relation.related_model._base_manager.filter(**{relation.field.name: person})
    return rows.exists()


def _delete_after_commit(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))
