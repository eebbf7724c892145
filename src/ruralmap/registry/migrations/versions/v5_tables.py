"""The first schema on a server: the tables of version 5, and who may see which of their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import op

revision: Final = "5"
down_revision: Final = None


def upgrade() -> None:
    """Create all tables, then who may see what."""
    for name in ("v5_tables.sql", "v5_townships.sql"):
        script = Path(__file__).with_name(name).read_text(encoding="utf-8")
        op.get_bind().exec_driver_sql(script, execution_options={"no_parameters": True})
