"""What was imported from where, and the runs of imports."""

from blog.importing.models.imported import Imported, Source
from blog.importing.models.run import ImportRun, Phase, RunState

__all__ = ["ImportRun", "Imported", "Phase", "RunState", "Source"]
