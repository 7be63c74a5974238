"""The admin: where the blog is written and looked after. A module for each kind of thing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blog.admin import articles, mail, media, pages, people, redirects, site, taxonomy

__all__ = ["articles", "mail", "media", "pages", "people", "redirects", "site", "taxonomy"]

admin.site.site_header = _("Broadside")
admin.site.site_title = _("Broadside")
admin.site.index_title = _("Your blog")
admin.site.enable_nav_sidebar = True
