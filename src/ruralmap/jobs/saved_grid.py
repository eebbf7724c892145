"""The point index of a file of polygons (面文件的格网索引): opened where it lies beside it, else built."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.errors import OutputError
from ruralmap.files.grid_files import digest_shapes, grid_path, open_grid, save_grid
from ruralmap.link.grid import Grid, build_grid

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.link_polygons import PolygonLayer

# Below, an index is built in less time than it takes to notice, and no file is left beside an office's layer.
_WORTH_SAVING: Final = 500_000


def grid_beside(path: Path, layer: PolygonLayer) -> Grid:
    """
    Open the index that lies beside a file, or build it; save it where that pays.

    Parameters
    ----------
    path
        The file of polygons.
    layer
        What was read of it.

    Returns
    -------
    grid
        The index. Where it cannot be saved (a folder that may only be read), it is built each time.
    """
    shapes = np.asarray(layer.shapes)
    if shapely.get_num_coordinates(shapes).sum() < _WORTH_SAVING:
        return build_grid(shapes)
    digest = digest_shapes(shapes)
    saved = open_grid(grid_path(path), digest=digest)
    if saved is not None:
        return saved
    grid = build_grid(shapes)
    with suppress(OutputError):
        save_grid(grid_path(path), grid, digest=digest)
    return grid
