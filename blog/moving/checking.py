"""``--check-urls``: the proof of addresses by itself, for a blog that was imported before."""

import os
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from blog.importing.models import Phase, Source
from blog.importing.options import Progress
from blog.importing.proof.addresses import addresses_in
from blog.importing.proof.findings import prove
from blog.importing.report import Report
from blog.models import SiteSettings
from blog.moving.readers import open_reader


class NotImportedError(Exception):
    """The site of the files was never imported here; the text says so."""


def check_addresses(system: str, paths: Sequence[Path], progress: Progress) -> Report:
    """Ask for every old address of the files; raises UnreadableFileError and NotImportedError."""
    reader = open_reader(system, paths)
    site = reader.survey().site
    source = Source.objects.filter(system=system, address=Source.key_of(site.address)).first()
    if source is None:
        raise NotImportedError(
            _("Nothing was imported from %s yet: import it first, without --check-urls.")
            % (site.address or system)
        )
    zone = ZoneInfo(site.time_zone) if site.time_zone else SiteSettings.current().zone
    proof = prove(
        addresses_in(reader, site, zone, timezone.now()),
        source.pk,
        processes=os.cpu_count() or 1,
        progress=lambda asked: progress(Phase.ADDRESSES, asked, 0, {}),
    )
    return Report(proof=proof.as_json())
