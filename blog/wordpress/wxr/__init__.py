"""WordPress's export format (WXR), reading. Imports no Django.

``reader`` fulfils ``blog.importing.reading.Reader``. ``blog.importing.xml`` opens files and finds the
items; ``elements`` parses one; ``texts``, ``files`` and ``comments`` make records of it; ``head`` and
``survey`` read what all items share. Source of the format: WordPress,
``wp-admin/includes/export.php``.
"""

from blog.wordpress.wxr.reader import WxrReader

__all__ = ["WxrReader"]
