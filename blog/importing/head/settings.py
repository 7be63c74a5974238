"""The blog's own row: title, tagline, time zone and permalinks are taken over by an empty blog."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from blog.importing.job import Job
from blog.importing.ledger import digest_of
from blog.importing.models import Imported
from blog.importing.records import Site
from blog.models import Article, SiteSettings, Status
from blog.models.site import validate_permalinks, validate_time_zone

NAMES = ("title", "tagline", "time_zone", "permalink_structure")
KEY = "settings"


def take_over_settings(job: Job) -> None:
    """Store what the file says of the site, unless the blog is in use already or was set up differently."""
    wanted = _wanted(job)
    row = job.ledger.find(["site"], [KEY]).get(("site", KEY)) or job.ledger.new("site", KEY, 1)
    site = SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)
    changed = {name: value for name, value in wanted.items() if getattr(site, name) != value}
    is_first = row.pk is None
    if not changed:
        job.report.count("settings", "unchanged")
    elif not is_first and bytes(row.written) != _digest(site):
        job.report.keep("settings", f"settings: {', '.join(changed)}")
    elif is_first and _is_in_use(job):
        told = "; ".join(f"{name} stays “{getattr(site, name)}”, not “{changed[name]}”" for name in changed)
        job.odd("settings-kept", "settings", f"The blog has articles of its own: {told}.")
        job.report.keep("settings", f"settings: {', '.join(changed)}")
    else:
        for name, value in changed.items():
            setattr(site, name, value)
        site.save()
        job.report.count("settings", "created" if is_first else "updated")
    if is_first or bytes(row.written) != _digest(site):
        # What is edited here later differs from this; what differed before is as if edited.
        row.written = _digest(site) if not _is_edited(wanted, site) else b""
        job.ledger.write([row])
    SiteSettings.forget()


def _is_edited(wanted: dict[str, Any], site: SiteSettings) -> bool:
    return any(getattr(site, name) != value for name, value in wanted.items())


def _is_in_use(job: Job) -> bool:
    """Whether an article is published that neither an import of this very blog nor the demo brought."""
    brought = Imported.objects.filter(kind="article", object_id=OuterRef("pk"), source=job.source)
    own = Article.objects.filter(status=Status.PUBLISHED).exclude(pk__in=job.not_own)
    return bool(own.filter(~Exists(brought)).exists())


def _wanted(job: Job) -> dict[str, Any]:
    """Return what the file says and a row here can hold; the rest is told."""
    site: Site = job.site
    found = {name: getattr(site, name) for name in NAMES if getattr(site, name)}
    for name, validate in (("time_zone", validate_time_zone), ("permalink_structure", validate_permalinks)):
        try:
            validate(found.get(name, "UTC" if name == "time_zone" else "/%postname%/"))
        except ValidationError as error:
            job.odd("setting-refused", f"settings: {name}", " ".join(error.messages))
            del found[name]
    return job.fit(SiteSettings, "settings", found)


def _digest(site: SiteSettings) -> bytes:
    return digest_of(getattr(site, name) for name in NAMES)
