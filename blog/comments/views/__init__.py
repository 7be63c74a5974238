"""Addresses of the conversation: posting, links of mails, likes, permalinks."""
