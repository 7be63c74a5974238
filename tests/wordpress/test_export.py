"""The file that WordPress takes: everything is in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from blog.comments.models import BlogComment, CommentLike, Kind, State
from blog.models import Article, BodyFormat, Image, Like, Page, Redirect, SiteSettings, Status
from blog.wordpress import own_fields
from tests import factories
from tests.wordpress.exported import SPACES, export, fields, text, the_item


class TestHead:
    def test_site_is_described(self, db: None, settings: object) -> None:
        SiteSettings(title="Tea & <Biscuits>", tagline="A cup", time_zone="Europe/Berlin").save()
        channel = export()
        assert text(channel, "title") == "Tea & <Biscuits>"
        assert text(channel, "wp:wxr_version") == "1.2"
        assert text(channel, "wp:base_blog_url") == "http://127.0.0.1:8000"
        assert text(channel, "own:time_zone") == "Europe/Berlin"

    def test_who_wrote_is_an_author_and_who_reads_is_not(self, alice: User, bob: User) -> None:
        factories.make_article(alice)
        channel = export()
        assert [text(one, "wp:author_login") for one in channel.findall("wp:author", SPACES)] == ["alice"]
        people = channel.findall("own:person", SPACES)
        assert [text(one, "wp:author_login") for one in people] == ["bob"]

    def test_categories_come_after_their_parents(self, db: None) -> None:
        sea = factories.make_category("Sea")
        factories.make_category("Boats", parent=sea)
        found = export().findall("wp:category", SPACES)
        told = [(text(one, "wp:category_nicename"), text(one, "wp:category_parent")) for one in found]
        assert told == [("sea", ""), ("boats", "sea")]

    def test_equal_slugs_below_different_parents_differ_in_the_file(self, db: None) -> None:
        sea, land = factories.make_category("Sea"), factories.make_category("Land")
        factories.make_category("News", parent=sea)
        factories.make_category("News", parent=land)
        found = export().findall("wp:category", SPACES)
        assert {text(one, "wp:category_nicename") for one in found} == {"sea", "land", "news", "sea-news"}
        more = [own_fields.load(fields(one, "termmeta").get(own_fields.MORE, "")) for one in found]
        assert {"slug": "news"}.items() <= more[-1].items()


class TestArticle:
    def test_text_is_html_with_the_markdown_beside_it(self, alice: User) -> None:
        body = "One\nline & *more*\n\n<!--more-->\n\nEnd ]]> here\n\n<!--nextpage-->\n\nLast"
        factories.make_article(alice, body=body)
        item = the_item(export())
        assert text(item, "content:encoded") == (
            "<p>One line &amp; <em>more</em></p>\n<!--more-->\n<p>End ]]&gt; here</p>\n\n\n"
            "<!--nextpage-->\n\n<p>Last</p>"
        )
        assert fields(item)[own_fields.MARKDOWN] == body
        more = own_fields.load(fields(item)[own_fields.MORE])
        assert more["format"] == "markdown"
        assert more["digest"] == own_fields.digest(text(item, "content:encoded"))

    def test_what_wordpress_wrote_comes_out_as_it_was(self, alice: User) -> None:
        body = "<!-- wp:paragraph -->\n<p>A ]]> b</p>\n<!-- /wp:paragraph -->\n\nPlain\ntext [gallery]"
        factories.make_article(alice, body=body, body_format=BodyFormat.WORDPRESS)
        item = the_item(export())
        assert text(item, "content:encoded") == body
        assert own_fields.MARKDOWN not in fields(item)

    def test_files_have_whole_addresses(self, alice: User, settings: Any) -> None:
        settings.BLOG_SITE_URL = "https://blog.example"
        body = '<img src="/wp-content/uploads/2019/05/a.jpg"> <a href="/2019/">x</a>'
        factories.make_article(alice, body=body, body_format=BodyFormat.WORDPRESS)
        item = the_item(export())
        assert 'src="https://blog.example/wp-content/uploads/2019/05/a.jpg"' in text(item, "content:encoded")
        assert "body" not in own_fields.load(fields(item)[own_fields.MORE])

    def test_source_that_xml_cannot_hold_is_kept(self, alice: User) -> None:
        factories.make_article(alice, body="a\r\nb\x01c")
        more = own_fields.load(fields(the_item(export()))[own_fields.MORE])
        assert more["body"] == "a\r\nb\x01c"

    def test_dates_are_local_and_in_utc(self, alice: User) -> None:
        SiteSettings(time_zone="Europe/Berlin").save()
        factories.make_article(alice)
        item = the_item(export())
        assert text(item, "wp:post_date") == "2019-05-15 14:00:00"
        assert text(item, "wp:post_date_gmt") == "2019-05-15 12:00:00"
        assert text(item, "pubDate") == "Wed, 15 May 2019 12:00:00 +0000"

    @pytest.mark.parametrize(
        ("values", "status"),
        [
            ({"status": Status.PUBLISHED}, "publish"),
            ({"status": Status.PUBLISHED, "published_at": timezone.now() + timedelta(days=9)}, "future"),
            ({"status": Status.DRAFT}, "draft"),
            ({"status": Status.PENDING}, "pending"),
            ({"status": Status.PRIVATE}, "private"),
        ],
    )
    def test_states_have_wordpress_words(self, alice: User, values: dict[str, object], status: str) -> None:
        factories.make_article(alice, **values)
        assert text(the_item(export()), "wp:status") == status

    def test_everything_beside_the_text_is_there(self, alice: User, bob: User) -> None:
        tag = factories.make_tag("Café")
        article = factories.make_article(
            alice, title="A < B", slug="grüße", password="geheim", is_sticky=True, tags=[tag],
            source_name="The Paper", source_url="https://paper.example/", comments_open=False,
            comments_close_after_days=7, excerpt="Short & sweet",
        )  # fmt: skip
        Like.objects.create(article=article, user=bob)
        Like.objects.create(article=article, visitor_key="k1")
        Redirect.objects.create(old_path="/2018/01/02/hello/", article=article)
        item = the_item(export())
        assert text(item, "title") == "A &lt; B"
        assert text(item, "wp:post_name") == "gr%c3%bc%c3%9fe"
        assert text(item, "link") == "http://127.0.0.1:8000/2019/05/15/gr%C3%BC%C3%9Fe/"
        assert text(item, "wp:post_password") == "geheim"
        assert text(item, "wp:is_sticky") == "1"
        assert text(item, "wp:comment_status") == "closed"
        assert text(item, "excerpt:encoded") == "Short &amp; sweet"
        assert [(one.get("domain"), one.get("nicename")) for one in item.findall("category")] == [
            ("post_tag", "cafe")
        ]
        told = fields(item)
        assert told[own_fields.SOURCE_NAME] == "The Paper"
        assert told["_wp_old_slug"] == "hello"
        more = own_fields.load(told[own_fields.MORE])
        assert more["likes"] == ["bob", "k1"]
        assert more["old_paths"] == ["/2018/01/02/hello/"]
        assert more["comments_close_after_days"] == 7

    def test_draft_without_a_date_says_so(self, alice: User) -> None:
        factories.make_article(alice, status=Status.DRAFT, published_at=None)
        assert text(the_item(export()), "wp:post_date_gmt") == "0000-00-00 00:00:00"


class TestPagesAndPictures:
    def test_page_has_the_number_of_its_parent(self, alice: User) -> None:
        above = factories.make_page(alice, title="Above")
        factories.make_page(alice, title="Below", parent=above, menu_order=3)
        first, second = export().findall("item")
        assert text(second, "wp:post_parent") == text(first, "wp:post_id")
        assert text(second, "wp:menu_order") == "3"
        assert text(second, "wp:post_type") == "page"

    def test_numbers_of_articles_pages_and_pictures_differ(self, alice: User) -> None:
        Article(pk=7, author=alice, title="A").save()
        Page(pk=7, author=alice, title="P").save()
        Image.objects.create(pk=7, file="pictures/aa/x.jpg", alt="A boat", width=1, height=1)
        Image.objects.create(
            wordpress_id=7, width=1, height=1, file="pictures/aa/y.jpg", original_path="2019/05/y.jpg"
        )
        items = export().findall("item")
        numbers = [text(item, "wp:post_id") for item in items]
        assert len(set(numbers)) == 4
        assert numbers.count("7") == 1
        moved_in = items[numbers.index("7")]  # what came from WordPress keeps its number
        assert text(moved_in, "wp:attachment_url").endswith("/y.jpg")
        assert own_fields.load(fields(items[0])[own_fields.MORE])["number"] == 7

    def test_numbers_stay_when_things_are_added(self, alice: User) -> None:
        factories.make_page(alice)
        before = text(the_item(export()), "wp:post_id")
        for _ in range(3):
            factories.make_article(alice)
        assert text(export().findall("item")[-1], "wp:post_id") == before

    def test_featured_picture_leads_to_its_item(self, alice: User) -> None:
        picture = Image.objects.create(
            width=1, height=1, file="pictures/aa/y.jpg", original_path="2019/05/y.jpg", alt="Sea"
        )
        factories.make_article(alice, featured_image=picture)
        article, item = export().findall("item")
        assert fields(article)["_thumbnail_id"] == text(item, "wp:post_id")
        assert text(item, "wp:attachment_url") == "http://127.0.0.1:8000/wp-content/uploads/2019/05/y.jpg"
        assert fields(item)["_wp_attached_file"] == "2019/05/y.jpg"
        assert fields(item)["_wp_attachment_image_alt"] == "Sea"


class TestComments:
    def test_comment_has_its_thread_state_and_source(self, alice: User, bob: User) -> None:
        article = factories.make_article(alice)
        first = factories.make_comment(
            article, comment="One\ntwo\n\nthree", user_url="https://gustav.example"
        )
        factories.make_comment(
            article, first, user=bob, state=State.SPAM, service="wordpress_com", picture="avatars/b.webp"
        )
        one, two = the_item(export()).findall("wp:comment", SPACES)
        assert text(one, "wp:comment_content") == "One\ntwo\n\nthree"
        assert fields(one, "commentmeta")[own_fields.MARKDOWN] == "One\ntwo\n\nthree"
        assert text(one, "wp:comment_author_url") == "https://gustav.example"
        assert text(one, "wp:comment_parent") == "0"
        assert text(two, "wp:comment_parent") == text(one, "wp:comment_id") == str(first.pk)
        assert text(two, "wp:comment_approved") == "spam"
        assert text(two, "wp:comment_user_id") == str(bob.pk)
        assert text(two, "wp:comment_author") == "Bob Reader"
        assert fields(two, "commentmeta")["hc_post_as"] == "wordpress"
        assert fields(two, "commentmeta")["hc_avatar"] == "http://127.0.0.1:8000/media/avatars/b.webp"

    def test_login_has_the_name_that_wordpress_knows(self, alice: User) -> None:
        factories.make_comment(factories.make_article(alice), service="twitter_oauth2")
        (one,) = the_item(export()).findall("wp:comment", SPACES)
        assert fields(one, "commentmeta")["hc_post_as"] == "twitter"

    def test_mentions_keep_their_kind(self, alice: User) -> None:
        factories.make_comment(factories.make_article(alice), kind=Kind.PINGBACK)
        (one,) = the_item(export()).findall("wp:comment", SPACES)
        assert text(one, "wp:comment_type") == "pingback"

    def test_reply_names_the_number_its_parent_has_in_the_file(self, alice: User) -> None:
        article = factories.make_article(alice)
        first = factories.make_comment(article, wordpress_id=4711)
        factories.make_comment(article, first)
        one, two = the_item(export()).findall("wp:comment", SPACES)
        assert text(one, "wp:comment_id") == text(two, "wp:comment_parent") == "4711"

    def test_each_item_has_its_own(self, alice: User) -> None:
        articles = [factories.make_article(alice, title=f"No {number}") for number in range(3)]
        page = factories.make_page(alice)
        for article in reversed(articles):
            factories.make_comment(article, comment=f"On {article.title}")
        on_page = BlogComment(page=page, author_name="G", comment="On the page", state=State.PUBLIC)
        on_page.save()
        like = CommentLike.objects.create(comment=on_page, visitor_key="k")
        BlogComment.objects.filter(pk=on_page.pk).update(like_count=1)
        told = {
            text(item, "title"): [
                text(one, "wp:comment_content") for one in item.findall("wp:comment", SPACES)
            ]
            for item in export().findall("item")
        }
        assert told == {f"No {n}": [f"On No {n}"] for n in range(3)} | {"About": ["On the page"]}
        more = fields(export().findall("item")[-1].findall("wp:comment", SPACES)[0], "commentmeta")
        assert own_fields.load(more[own_fields.MORE])["likes"] == [like.visitor_key]
