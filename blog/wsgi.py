"""The WSGI application: Django, with the static files in front of it."""

import os

from django.core.wsgi import get_wsgi_application

from blog.environment import refuse_clearly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")

with refuse_clearly():
    django = get_wsgi_application()

from blog.static_files import serve_static_files  # when the settings can be read
from blog.utf8 import Utf8Request

django.request_class = Utf8Request
application = serve_static_files(django)
