"""Addresses of people. Included at the root."""

from allauth.socialaccount import views as social_views
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.urls import include, path

from accounts.providers.facebook import FacebookAdapter
from accounts.providers.google import GoogleAdapter
from accounts.providers.twitter import TwitterAdapter
from accounts.stand_in.views import stand_in
from accounts.views import logins, own_data, profile
from accounts.wordpress_com.adapter import WordPressComAdapter

ADAPTERS = (WordPressComAdapter, GoogleAdapter, TwitterAdapter, FacebookAdapter)

urlpatterns = [
    path("accounts/connect/done/", logins.social_done, name="social-done"),
    path("accounts/connect/<slug:service_key>/", logins.social_start, name="social-start"),
    path("accounts/profile/", profile.profile, name="account-profile"),
    path("accounts/sessions/", own_data.sessions, name="account-sessions"),
    path("accounts/my-data/", own_data.export, name="account-export"),
    path("accounts/delete/", own_data.delete, name="account-delete"),
    path("accounts/avatar/<str:letters>-<int:hue>.svg", profile.avatar, name="avatar"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/webauthn/add/", logins.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/services/", profile.services, name="socialaccount_connections"),
    path("accounts/services/signup/", social_views.signup, name="socialaccount_signup"),
    path("stand-in/<slug:service_key>/<path:path>", stand_in, name="stand-in"),
]

# The two addresses that allauth wants for each service; the second one is registered with the service.
for adapter in ADAPTERS:
    provider_id = adapter.provider_id
    urlpatterns += [
        path(
            f"accounts/{provider_id}/login/",
            logins.social_start,
            {"service_key": adapter.service.key},
            name=f"{provider_id}_login",
        ),
        path(
            f"accounts/{provider_id}/login/callback/",
            OAuth2CallbackView.adapter_view(adapter),
            name=f"{provider_id}_callback",
        ),
    ]
