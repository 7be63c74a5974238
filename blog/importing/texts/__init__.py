"""Articles and pages: which copy counts, where it stands, and its row."""
