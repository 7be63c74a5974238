"""The picture that a login service has of a person: fetched once by the worker, and kept as our own file.

Readers never load it from the service. One that cannot be had leaves the drawn initials, and one that a
person has uploaded, or removed, is left alone.
"""

import hashlib
import logging
import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from accounts.avatars import make_avatar
from accounts.login_services import service_of
from accounts.models import User
from blog.fetching import FetchError, FetchFailedError, fetch
from blog.images import MEDIA_TYPES

MOST_BYTES = 2 * 2**20
TRIES = 3
PAUSE = timedelta(minutes=10)  # before the second try; six times as long before the third
# Where a profile has the address; what lies deeper is lifted there by the service's adapter.
KEYS = {
    "wordpress_com": "avatar_URL",
    "google": "picture",
    "twitter_oauth2": "profile_image_url",
    "facebook": "picture",
}
# Services name a small picture; with the second part in place of the first the address is a larger one's.
LARGER = {"google": ("=s96-c", "=s256-c"), "twitter_oauth2": ("_normal.", "_400x400.")}
GRAVATAR = re.compile(r"https://[a-z0-9.]+\.gravatar\.com/avatar/[0-9a-f]+")
GRAVATAR_QUERY = "s=256&d=404&r=g"  # pixels; no drawing in place of a missing picture; for everybody

log = logging.getLogger(__name__)


def ask_once(person: User, account: SocialAccount) -> None:
    """Let the worker fetch the picture at the service, unless that address has been asked for before."""
    if not (address := address_of(account)) or not person.lacks_picture:
        return
    digest = hashlib.sha256(address.encode()).hexdigest()
    with transaction.atomic():
        waiting = User.objects.filter(pk=person.pk, avatar="", keeps_initials=False)
        if waiting.exclude(picture_asked_for=digest).update(picture_asked_for=digest):
            fetch_picture.enqueue(account.pk)


def address_of(account: SocialAccount) -> str:
    """Return where the service has the person's picture; empty when it has none."""
    address = account.extra_data.get(KEYS.get(account.provider, ""), "")
    if not isinstance(address, str) or "/default_profile_images/" in address:
        return ""
    if small_and_large := LARGER.get(account.provider):
        return address.replace(*small_and_large, 1)
    gravatar = GRAVATAR.match(address)
    return f"{gravatar[0]}?{GRAVATAR_QUERY}" if gravatar else address


@task
def fetch_picture(account_pk: int, attempt: int = 1) -> None:
    """Fetch the picture of a connected account; when the service has a fault, try again a little later."""
    account = SocialAccount.objects.select_related("user").filter(pk=account_pk).first()
    service = service_of(account.provider) if account else None
    if account is None or service is None or not account.user.lacks_picture:
        return
    allow = {_origin(service.base_url)} if service.base_url else set()
    try:
        found = fetch(address_of(account), most_bytes=MOST_BYTES, types=MEDIA_TYPES, allow=allow)
        picture = make_avatar(BytesIO(found.data))
    except FetchFailedError as error:
        log.info("The picture of an account at %s cannot be had now: %s.", service.name, error)
        if attempt < TRIES:
            later = timezone.now() + PAUSE * 6 ** (attempt - 1)
            fetch_picture.using(run_after=later).enqueue(account_pk, attempt + 1)
    except (FetchError, ValidationError) as error:
        log.info("The picture of an account at %s was not taken: %s.", service.name, error)
    else:
        _keep(account.user, picture)


def _keep(person: User, picture: ContentFile[bytes]) -> None:
    """Show the picture, unless the person has decided otherwise in the meantime."""
    with transaction.atomic():
        locked = User.objects.select_for_update().filter(pk=person.pk).first()
        if locked and locked.lacks_picture:
            locked.change_picture(picture)


def _origin(base_url: str) -> str:
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
