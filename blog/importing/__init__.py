"""Writes what readers of other blogs' files found, once each, whatever happens in between.

A reader (``blog.wordpress`` and its neighbours) turns a file into the records of ``records``, piece by piece;
``reading`` says what a reader offers. The writer stores the records by the thousand.
"""
