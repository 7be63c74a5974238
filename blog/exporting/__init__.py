"""What every export needs, whatever its format: one moment of the blog, read in order and piece by piece."""

from blog.exporting.choices import EXCLUDABLE, Choices
from blog.exporting.numbers import Numbers
from blog.exporting.snapshot import snapshot

__all__ = ["EXCLUDABLE", "Choices", "Numbers", "snapshot"]
