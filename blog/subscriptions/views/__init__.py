"""Pages of those who follow the blog."""
