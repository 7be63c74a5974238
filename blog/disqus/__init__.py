"""Disqus's export of comments (XML), reading. Imports no Django.

Source of the format: Disqus, "Comments Export", and its schemas disqus.xsd and internals.xsd.
"""

from blog.disqus.reader import DisqusReader

__all__ = ["DisqusReader"]
