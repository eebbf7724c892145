"""Alembic's way in: run the scripts on the connection that a build holds, in its transaction."""

from __future__ import annotations

from alembic import context

from ruralmap.registry.server_schema import SCHEMA

context.configure(connection=context.config.attributes["connection"], version_table_schema=SCHEMA)
context.run_migrations()
