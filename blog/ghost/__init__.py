"""Ghost's export (JSON), reading. Imports no Django.

``reader`` fulfils ``blog.importing.reading.Reader``. Below it: ``splitter`` finds the rows of the tables
without parsing them; ``survey`` reads the small tables that all posts share; ``posts``, ``comments`` and
``pictures`` make records; ``lexical`` and ``mobiledoc`` make HTML of texts that have none. Source of the
format: Ghost, "Migrating to Ghost" (developer guide), its database's schema, and the exports themselves.
"""

from blog.ghost.reader import GhostReader

__all__ = ["GhostReader"]
