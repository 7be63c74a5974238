"""Pictures and files of the old blog: where they come from, and how they are kept."""
