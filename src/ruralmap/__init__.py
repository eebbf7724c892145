"""
Who is where, who comes first, what was built, where the money went (县域巩固脱贫成果地理工具).

    import ruralmap as rm
    workspace = rm.open_workspace("county")
    rm.zones(workspace)
"""

from typing import TYPE_CHECKING, Any

from ruralmap.version import VERSION

__version__ = VERSION

__all__ = ["asset_map", "fund_map", "link", "open_workspace", "priority_map", "zones"]

if TYPE_CHECKING:
    from ruralmap.api import asset_map, fund_map, link, open_workspace, priority_map, zones


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load the geospatial stack when the first function is asked for, not for every `ruralmap --help`."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from ruralmap import api  # noqa: PLC0415

    # `link` is a function here and a room's name; importing the room has just set the module in its place.
    globals().update({offered: getattr(api, offered) for offered in __all__})
    return globals()[name]
