"""The proof of addresses: each one of the old blog is asked for, and must show what it showed."""
