"""Where a service has a person's picture, in the size in which the blog keeps it."""

import pytest
from allauth.socialaccount.models import SocialAccount

from accounts.service_pictures import address_of


@pytest.mark.parametrize(
    ("provider", "told", "asked"),
    [
        (
            "google",
            "https://lh3.googleusercontent.com/a/x=s96-c",
            "https://lh3.googleusercontent.com/a/x=s256-c",
        ),
        (
            "twitter_oauth2",
            "https://pbs.twimg.com/p/1/a_normal.jpg",
            "https://pbs.twimg.com/p/1/a_400x400.jpg",
        ),
        ("twitter_oauth2", "https://abs.twimg.com/sticky/default_profile_images/default_normal.png", ""),
        (
            "facebook",
            "https://platform-lookaside.fbsbx.com/x?y=z",
            "https://platform-lookaside.fbsbx.com/x?y=z",
        ),
        (
            "wordpress_com",
            "https://0.gravatar.com/avatar/0a1b?s=96&d=identicon",
            "https://0.gravatar.com/avatar/0a1b?s=256&d=404&r=g",
        ),
        ("another", "https://example.org/a.png", ""),
    ],
)
def test_larger_picture_is_asked_for(provider: str, told: str, asked: str) -> None:
    keys = ("picture", "avatar_URL", "profile_image_url")
    account = SocialAccount(provider=provider, extra_data=dict.fromkeys(keys, told))
    assert address_of(account) == asked
