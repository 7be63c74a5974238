"""Where WordPress.com is asked."""

from accounts.login_services import SERVICES
from accounts.providers.base import ServiceAdapter


class WordPressComAdapter(ServiceAdapter):
    """Plain OAuth 2.0: code by POST, profile with the token as bearer."""

    provider_id = "wordpress_com"
    service = SERVICES["wordpress_com"]
