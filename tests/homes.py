"""The two homes of a registry, for one suite of tests."""

import shutil

from postgis_server import database_of
from ruralmap.registry.models import TABLES
from ruralmap.workspace import open_workspace


class GeoPackage:
    """The registry in the workspace's folder."""

    def settle(self, root):
        """Give a new workspace its registry's place."""

    def copy(self, root, to):
        """Copy a workspace with its registry."""
        shutil.copytree(root, to)
        return open_workspace(to)

    def forget(self, workspace):
        """Take the registry away."""
        workspace.registry.unlink()

    def damage(self, workspace):
        """Leave a registry that cannot be read."""
        content = workspace.registry.read_bytes()
        workspace.registry.write_bytes(b"SQLite format 3\0" + content[100:3000])

    def content(self, workspace):
        """Give all that the registry holds."""
        return workspace.registry.read_bytes()


class PostGIS:
    """The registry on a server, a database for each workspace."""

    def __init__(self, server):
        self.server = server

    def settle(self, root):
        self._write(root, self.server.url(self.server.make()))

    def copy(self, root, to):
        shutil.copytree(root, to)
        database = database_of(open_workspace(root).registry)
        self._write(to, self.server.url(self.server.make(database)), old=database)
        return open_workspace(to)

    def forget(self, workspace):
        with self.server.connect(database_of(workspace.registry)) as admin:
            admin.execute("DROP SCHEMA ruralmap CASCADE")

    def damage(self, workspace):
        """A later version's: to this one it is as good as damaged."""
        with self.server.connect(database_of(workspace.registry)) as admin:
            admin.execute("UPDATE ruralmap.alembic_version SET version_num = '999'")

    def content(self, workspace):
        with self.server.connect(database_of(workspace.registry)) as admin:
            return {
                name: admin.execute(f"SELECT * FROM ruralmap.{name} ORDER BY 1").fetchall()  # noqa: S608
                for name in [*TABLES, "alembic_version"]
            }

    def _write(self, root, url, old=None):
        path = root / "ruralmap.toml"
        said = path.read_text(encoding="utf-8")
        if old is not None:
            said = said.partition("\n[output]")[0]
        path.write_text(f'{said}\n[output]\nregistry = "{url}"\n', encoding="utf-8")
