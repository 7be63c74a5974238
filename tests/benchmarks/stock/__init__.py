"""A small site with django-comments-xtd as its documentation installs it; nothing of ours is in it."""
