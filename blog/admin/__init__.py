"""The admin: where the blog is written and looked after. A module for each kind of thing."""

import allauth.socialaccount.admin  # noqa: F401 - registered before it can be taken out
import django.contrib.sites.admin  # noqa: F401 - the same
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin
from django.contrib.sites.models import Site

from blog.admin import articles, mail, media, pages, people, redirects, site, taxonomy

__all__ = ["articles", "mail", "media", "pages", "people", "redirects", "site", "taxonomy"]

# What the variables of the environment decide, or nobody may read, is no business of the admin.
for model in (Site, SocialApp, SocialToken):
    admin.site.unregister(model)
