"""PostgreSQL that runs beside the blog when no `DATABASE_URL` is set: nothing to install, nothing to start.

`client.ensure_running()` is the way in for Python, the Django backend `blog.embedded_postgres` for Django.
The first process that needs the database starts a small supervisor, which holds the server as its child;
every process that uses the database holds a shared lock, and the supervisor ends both when the last lock is
gone.
"""
