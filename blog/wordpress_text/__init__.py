"""What WordPress makes of the text of a post when it shows it: paragraphs, blocks, shortcodes. Pure."""
