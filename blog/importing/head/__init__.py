"""What a file says before its texts: people, categories, tags, and the settings of the site."""
