"""The admin: where the blog is written and looked after. A module for each kind of thing."""

import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - the same
import django.contrib.sites.admin  # noqa: F401 - the same
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.sites.models import Site

from blog.admin import articles, files, mail, media, pages, people, redirects, site, taxonomy

__all__ = ["articles", "files", "mail", "media", "pages", "people", "redirects", "site", "taxonomy"]

# What the variables of the environment decide, or nobody may read, is no business of the admin.
for model in (Site, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)
