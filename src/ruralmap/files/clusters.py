"""Methods of finding clusters on disk (聚集区方法): the shipped ones by their id, an office's own by path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.files.policies import find_document
from ruralmap.schema.clusters import parse_clusters

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.schema.clusters import ClusterMethod

CLUSTERS_FOLDER: Final = "clusters"


def read_clusters(id_or_path: str | Path) -> ClusterMethod:
    """
    Read a method: a shipped one by its id, or a file.

    Parameters
    ----------
    id_or_path
        An id such as `low-income`, or the path of a TOML file.

    Returns
    -------
    method
        The method.

    Raises
    ------
    PolicyError
        If there is no such method, it is not TOML, its id is not its file's name, or it says anything that
        the tool does not know: all mistakes are listed with their place and remedy.
    """
    return find_document(id_or_path, CLUSTERS_FOLDER, parse_clusters)
