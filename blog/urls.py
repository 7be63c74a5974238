"""Every address of the site, most exact first."""

from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from blog import feeds, sitemaps
from blog.comments import feeds as comment_feeds
from blog.comments.blocking import unless_blocked
from blog.views import archives, articles, editor, legacy, likes, media, passwords, search, site
from blog.views.converters import FeedKind, Month, TwoDigits, Year

register_converter(FeedKind, "feed")
register_converter(Month, "month")
register_converter(TwoDigits, "two")
register_converter(Year, "year")

handler400 = "blog.views.errors.bad_request"
handler403 = "blog.views.errors.not_allowed"
handler404 = "blog.views.errors.not_found"
handler500 = "blog.views.errors.server_error"

own = [
    path("", archives.Home.as_view(), name="home"),
    path("page/<int:page>/", archives.Home.as_view()),
    path("like/<int:number>/", unless_blocked(likes.like), name="article-like"),
    path("likes/<int:number>/", likes.people, name="article-likes"),
    path("unlock/<slug:kind>/<int:number>/", passwords.unlock, name="unlock"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.section, name="sitemap-section"),
    path("robots.txt", site.robots),
    path("favicon.ico", site.favicon, {"name": "favicon.ico"}),
    path("favicon.svg", site.favicon, {"name": "favicon.svg"}),
    path("search/", search.show_results, {"words": ""}),
    path("search/<path:words>/<feed:kind>/", feeds.results),
    path("search/<path:words>/page/<int:page>/", search.show_results),
    path("search/<path:words>/", search.show_results, name="search-words"),
    path("feed/", feeds.site, name="feed-site"),
    path("atom/", feeds.site, {"kind": "atom"}),
    path("rss/", feeds.site),
    path("<feed:kind>/", feeds.site),
    path("comments/feed/", comment_feeds.site, name="feed-comments"),
    path("comments/<feed:kind>/", comment_feeds.site),
]

editing = [
    path("admin/editor/preview/", editor.preview, name="editor-preview"),
    path("admin/editor/upload/", editor.upload, name="editor-upload"),
    path("media/<path:path>", media.media, name="media"),
]

archive_urls = [
    path("<year:year>/", archives.Period.as_view(), name="archive-year"),
    path("<year:year>/<month:month>/", archives.Period.as_view(), name="archive-month"),
    path("<year:year>/<month:month>/<two:day>/", archives.Period.as_view(), name="archive-day"),
    path("<year:year>/page/<int:page>/", archives.Period.as_view()),
    path("<year:year>/<month:month>/page/<int:page>/", archives.Period.as_view()),
    path("<year:year>/<month:month>/<two:day>/page/<int:page>/", archives.Period.as_view()),
    path("<year:year>/<feed:kind>/", feeds.period),
    path("<year:year>/<month:month>/<feed:kind>/", feeds.period),
    path("<year:year>/<month:month>/<two:day>/<feed:kind>/", feeds.period),
    path("category/<path:path>/<feed:kind>/", feeds.category, name="feed-category"),
    path("category/<path:path>/page/<int:page>/", archives.OfCategory.as_view()),
    path("category/<path:path>/", archives.OfCategory.as_view(), name="archive-category"),
    path("tag/<str:slug>/<feed:kind>/", feeds.tag, name="feed-tag"),
    path("tag/<str:slug>/page/<int:page>/", archives.OfTag.as_view()),
    path("tag/<str:slug>/", archives.OfTag.as_view(), name="archive-tag"),
    path("author/<str:nicename>/<feed:kind>/", feeds.author, name="feed-author"),
    path("author/<str:nicename>/page/<int:page>/", archives.ByAuthor.as_view()),
    path("author/<str:nicename>/", archives.ByAuthor.as_view(), name="archive-author"),
]

wordpress = [
    re_path(r"^(?:wp-login\.php|login/?)$", legacy.to_login),
    re_path(r"^(?:wp-admin(?:/.*)?|admin|dashboard/?)$", legacy.to_admin),
    re_path(r"^(?:wp-sitemap[a-z0-9-]*\.xml|sitemap_index\.xml)$", legacy.to_sitemap),
    re_path(r"^(?:wp-rss2?\.php|wp-feed\.php|wp-rdf\.php|feed/rdf/?)$", legacy.to_feed, {"path": "/feed/"}),
    re_path(r"^wp-atom\.php$", legacy.to_feed, {"path": "/feed/atom/"}),
    re_path(r"^wp-commentsrss2\.php$", legacy.to_feed, {"path": "/comments/feed/"}),
    re_path(r"^index\.php/?$", legacy.to_front),
    re_path(r"^wp-trackback\.php$", legacy.trackback),
    re_path(r"^(?:xmlrpc|wp-cron)\.php$", legacy.gone),
]

ghost = [
    path("tag/<str:slug>/rss/", feeds.tag, {"kind": "rss"}),
    path("author/<str:nicename>/rss/", feeds.author, {"kind": "rss"}),
    re_path(
        r"^content/images/(?=size/|format/)(?:size/[^/]+/)?(?:format/[^/]+/)?(?P<path>.+)$",
        legacy.to_picture,
    ),
]

urlpatterns = [
    *editing,
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("blog.comments.urls")),
    path("", include("blog.subscriptions.urls")),
    *own,
    *archive_urls,
    *wordpress,
    *ghost,
    path("<path:path>", articles.article_or_page, {"comment_feed": comment_feeds.of_item}, name="anything"),
]
