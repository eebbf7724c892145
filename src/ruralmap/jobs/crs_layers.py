"""The evidence on coordinate systems of a workspace's layers (各图层坐标系证据): each against the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from ruralmap.errors import CrsError, InputError, SurroundingsError
from ruralmap.files.features import Features, Wanted
from ruralmap.files.reading import read_features
from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.geo.coverage import outline_of
from ruralmap.geo.crs import require_step_to_degrees
from ruralmap.link.crs_layers import judge_layer
from ruralmap.schema.division import county_of, township_of
from ruralmap.schema.tables import LAYERS
from ruralmap.words.bilingual import message_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd

    from ruralmap.geo.candidates import Candidate
    from ruralmap.link.crs_layers import LayerVerdict
    from ruralmap.workspace import Workspace

Shapes = NDArray[np.object_]
# What each layer is compared with, the first that could be read; and the unit above that its codes name.
_COMPARED_WITH: Final = {
    "county": ("villages", "townships"),
    "townships": ("county", "villages"),
    "villages": ("county", "townships"),
}
_ABOVE: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "townships": ("county", county_of),
    "villages": ("townships", township_of),
}


@dataclass(frozen=True, eq=False)
class LayerEvidence:
    """
    What is to be thought of a layer's coordinates.

    `read_as` is how the layer is read today, None where nobody says; `against` names the layer it was
    compared with, empty where there was none. `refusal` says why its coordinate system cannot be used at all.
    """

    table: str
    file: str
    read_as: Candidate | None
    against: str
    vertices: NDArray[np.float64]
    verdict: LayerVerdict | None
    refusal: str = ""

    @property
    def is_acceptable(self) -> bool:
        """Whether a line in ruralmap.toml would have the layer read as proposed, which it is not yet."""
        proposal = self.verdict.proposal if self.verdict else None
        return proposal is not None and proposal != self.read_as


def judge_layers(workspace: Workspace, layers: Mapping[str, gpd.GeoDataFrame]) -> list[LayerEvidence]:
    """
    Judge the coordinates of every layer that can be opened.

    Parameters
    ----------
    workspace
        The county's folder.
    layers
        The layers that could be read as they are stated, in CGCS2000 degrees.

    Returns
    -------
    evidence
        In the order of layers. One that cannot be opened at all is left out: reading it says why.
    """
    found = []
    for name in LAYERS:
        source = workspace.layers[name]
        try:
            features = read_features(Wanted(workspace.path(source.path), source.encoding, source.layer))
        except (InputError, SurroundingsError):
            continue
        found.append(_judge(name, features, workspace=workspace, layers=layers))
    return found


def _judge(
    name: str, features: Features, *, workspace: Workspace, layers: Mapping[str, gpd.GeoDataFrame]
) -> LayerEvidence:
    """Judge one layer against the first of the others that could be read."""
    source = workspace.layers[name]
    vertices = shapely.get_coordinates(features.shapes)
    others = [other for other in _COMPARED_WITH[name] if other in layers and not layers[other].empty]
    against = others[0] if others else ""
    try:
        named = source.crs or features.crs
        stated = None if named is None else read_candidate(named)
        if stated:
            require_step_to_degrees(stated.crs)
    except CrsError as fault:
        return LayerEvidence(name, source.path, None, against, vertices, None, message_of(fault))
    outline = outline_of(np.asarray(layers[against].geometry)) if against else None
    verdict = judge_layer(
        features.shapes,
        _parents(name, features, layers),
        outline=outline,
        candidates=() if outline is None else candidates_near(*map(float, shapely.bounds(outline)[::2])),
        stated=stated,
    )
    return LayerEvidence(name, source.path, stated, against, vertices, verdict)


def _parents(name: str, features: Features, layers: Mapping[str, gpd.GeoDataFrame]) -> Shapes:
    """Find the unit above that each feature's code names, where both layers could be read."""
    parents = np.full(len(features.shapes), None, dtype=object)
    above, upper = _ABOVE.get(name, ("", county_of))
    if name not in layers or above not in layers:
        return parents
    columns = {layer: LAYERS[layer].columns[0].name for layer in (name, above)}
    shapes = layers[above].set_index(columns[above]).geometry
    own = layers[name]
    places = own["source_row"].to_numpy(dtype=np.int64) - features.first_row
    codes = [upper(code) for code in own[columns[name]]]
    parents[places] = np.asarray(shapes.reindex(codes))
    return parents
