"""What was imported from where, and the runs of imports."""

from blog.importing.models.imported import Imported, Source
from blog.importing.models.run import ImportRun, Phase, RunState
from blog.importing.models.wanted import WantedPicture

__all__ = ["ImportRun", "Imported", "Phase", "RunState", "Source", "WantedPicture"]
