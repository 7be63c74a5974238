"""Addresses of following, included at the root."""

from django.urls import path

from blog.subscriptions.views import follow, links, mine, webhooks

urlpatterns = [
    path("subscriptions/", follow.follow, name="subscription-follow"),
    path("subscriptions/sent/", follow.sent, name="subscription-sent"),
    path("subscriptions/mine/", mine.mine, name="subscriptions-mine"),
    path("subscriptions/confirm/<str:token>/", links.confirm, name="subscription-confirm"),
    path("subscriptions/manage/<str:token>/", links.manage, name="subscription-manage"),
    path("subscriptions/unsubscribe/<str:token>/", links.unsubscribe, name="subscription-unsubscribe"),
    path("anymail/<slug:service>/tracking/", webhooks.take, name="mail-webhook"),
]
