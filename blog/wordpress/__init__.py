"""WordPress's export files, both ways."""
