"""Runs the blog: prepares database and files, then keeps web server and worker going until told to stop."""
