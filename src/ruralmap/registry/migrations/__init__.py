"""The history of the registry's schema on a server, one script a version; Alembic runs them in order."""
