"""Which of a file's layers is meant (选图层): the one named, or the only one with the right shapes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import pyogrio
from pyogrio.errors import CRSError, DataLayerError, DataSourceError

from ruralmap.errors import LayerError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from ruralmap.files.evidence import Note
    from ruralmap.files.features import Wanted

# What the kind of a layer may say if it can hold the wanted shapes; some drivers do not tell.
_FITTING: Final = {
    "polygon": ("Polygon", "Surface"),
    "point": ("Point",),
    "span": ("LineString", "Curve", "Polygon", "Surface"),
}
_ANYTHING: Final = ("Unknown", "Geometry")
# How a driver gives up on a file whose header is damaged: without a layer it finds no first one (IndexError),
# a name that is no UTF-8 it cannot read, and over a message of such bytes it trips (UnboundLocal, System).
DRIVER_FAULTS: Final = (
    *(DataSourceError, DataLayerError, CRSError),
    *(IndexError, UnicodeDecodeError, UnboundLocalError, SystemError),
)


def choose_layer(wanted: Wanted) -> tuple[str, list[Note]]:
    """
    Choose a layer of a file.

    Parameters
    ----------
    wanted
        The file, and the layer's name or its kind of shape.

    Returns
    -------
    layer
        The layer's name.
    notes
        Says what was left out, where there was a choice.

    Raises
    ------
    LayerError
        If the file cannot be opened, has no layer, none of that name, or several that could be meant.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the reading itself hears them again
            listed = pyogrio.list_layers(wanted.path)
    except DRIVER_FAULTS as fault:
        raise LayerError(say_both("files.layer_unreadable", path=wanted.path, fault=fault)) from fault
    kinds = {str(name): str(kind or "") for name, kind in listed}
    fitting = [
        name
        for name, kind in kinds.items()
        if any(word in kind for word in (*_FITTING[wanted.kind], *_ANYTHING))
    ]
    return choose_name(wanted, list(kinds), fitting)


def choose_name(wanted: Wanted, names: list[str], fitting: list[str]) -> tuple[str, list[Note]]:
    """
    Choose among names.

    Parameters
    ----------
    wanted
        The file, and the name if one is given.
    names
        All layers of the file.
    fitting
        Those that may have the wanted shapes.

    Returns
    -------
    layer
        The chosen name.
    notes
        Says what was left out, where there was a choice.

    Raises
    ------
    LayerError
        If there is none of that name, or several could be meant.
    """
    listed = "、".join(names)
    if wanted.layer is not None:
        if wanted.layer not in names:
            message = say_both(
                "files.layer_unknown", path=wanted.path, layer=wanted.layer, layers=listed or "—"
            )
            raise LayerError(message)
        return wanted.layer, []
    if len(names) == 1:
        return names[0], []
    if len(fitting) != 1:
        raise LayerError(
            say_both("files.layers_several", path=wanted.path, count=len(names), layers=listed or "—")
        )
    others = "、".join(name for name in names if name != fitting[0])
    return fitting[0], [("layer_chosen", {"layer": fitting[0], "others": others})]
