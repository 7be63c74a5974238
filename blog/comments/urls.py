"""Addresses of the conversation, included at the root."""

from django.urls import path, re_path

from blog.comments.models.place import NUMBER
from blog.comments.views import account, decide, likes, links, live, mails, own, post, report

urlpatterns = [
    path("accounts/comments/", account.own_comments, name="account-comments"),
    path("wp-comments-post.php", post.post_comment, name="comment-post"),
    re_path(rf"^comments/{NUMBER}/\Z", links.permalink, name="comment-permalink"),
    re_path(rf"^comments/{NUMBER}/like/\Z", likes.like_comment, name="comment-like"),
    re_path(rf"^comments/{NUMBER}/likes/\Z", likes.people, name="comment-likes"),
    re_path(rf"^comments/{NUMBER}/report/\Z", report.report_comment, name="comment-report"),
    re_path(rf"^comments/{NUMBER}/edit/\Z", own.own, name="comment-own"),
    re_path(rf"^comments/live/(?P<kind>article|page)/{NUMBER}/\Z", live.live, name="comment-live"),
    path("comments/confirm/<str:token>/", links.confirm, name="comment-confirm"),
    path("comments/mute/<str:token>/", links.mute, name="comment-mute"),
    path("comments/mute-thread/<str:token>/", mails.mute_thread, name="comment-mute-thread"),
    path("comments/mails/<str:token>/", mails.all_mails, name="comment-mails"),
    re_path(
        r"^comments/(?P<word>approve|spam|trash)/(?P<token>[^/]+)/\Z", decide.decide, name="comment-decide"
    ),
    path("comments/manage/<str:token>/", own.manage, name="comment-manage"),
]
