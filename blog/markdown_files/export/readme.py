"""What the archive says of itself to who opens it."""

README = """\
# A blog as files

Everything of a blog made with Broadside. Any program that reads Markdown with YAML front matter can use it.

| | |
|---|---|
| `articles/YEAR/DATE-SLUG.md` | an article: front matter between two lines of `---`, then its text |
| `articles/undated/SLUG.md` | a draft that has no date yet |
| `pages/PATH.md` | a page; those below another lie in a folder with its name |
| `….json` beside each | its number, exact times, likes, old addresses and comments, one comment a line |
| `media/` | pictures and other files, where the blog had them below `/media/` |
| `library.json` | what is known of these: description, old path, whose they are |
| `people.json` | authors and readers with accounts; passwords are not in here |
| `terms.json` | categories and tags |
| `site.json` | title, tagline, time zone, form of the addresses; redirects |
| `followers.csv` | who follows by e-mail |

Front matter: `title`, `date` (on the clocks of the time zone in `site.json`), `slug`, `author`,
`categories`, `tags`, `excerpt`, `source`, `status` (published where it is not said; a date to come means
scheduled), `sticky`, `password`, `comments`. Texts that came from WordPress are HTML as WordPress keeps it,
which is Markdown too; the file beside them says `"body_format": "wordpress"`.

Keep this archive to yourself: it holds drafts, private texts, e-mail addresses, passwords of protected texts.

To put it back, import it in the administration of a blog. Single articles: `manage.py publish FILE.md`.
"""
