"""Moving in and out, as the commands and the admin offer it: who reads which file, and what is written."""
