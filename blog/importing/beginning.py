"""What a run begins with: its source, and the people, terms and settings of the old blog."""

from blog.importing.head.people import write_people
from blog.importing.head.settings import take_over_settings
from blog.importing.head.terms import write_categories, write_tags
from blog.importing.job import Job
from blog.importing.ledger import Ledger
from blog.importing.models import ImportRun, Source
from blog.importing.numbers import Numbers
from blog.importing.options import Options
from blog.importing.reading import Survey
from blog.importing.records import Site
from blog.importing.report import Report
from blog.importing.texts.redirects import OldPath, write_redirects


def begin_job(run: ImportRun, system: str, site: Site, not_own: frozenset[int]) -> Job:
    """Return the job of a run, with a report of its own."""
    source, _is_new = Source.objects.get_or_create(system=system, address=Source.key_of(site.address))
    numbers = Numbers(is_trial=run.is_trial)
    ledger = Ledger(source, numbers)
    return Job(run, Options.from_json(run.options), site, source, Report(), numbers, ledger, not_own)


def write_site(job: Job, survey: Survey, *, is_first: bool) -> None:
    """Write people and terms, and settings by the first call of a run; in a transaction of the caller's."""
    write_people(job, job.site.people)
    write_categories(job, job.site.categories)
    write_tags(job, job.site.tags)
    if is_first:
        for oddity in survey.oddities:
            job.report.tell(oddity)
        take_over_settings(job)
        write_redirects(job, [OldPath(old, new_path=new) for old, new in job.site.redirects])
