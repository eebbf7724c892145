"""One module for each thing a person asks for; the only place where rooms meet."""
