"""
Who is where, who comes first, what was built, where the money went (县域巩固脱贫成果地理工具).

    import ruralmap as rm
    workspace = rm.open_workspace("county")
    rm.zones(workspace)
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ruralmap.version import VERSION

__version__ = VERSION

__all__ = ["asset_map", "fund_map", "link", "open_workspace", "priority_map", "zones"]

if TYPE_CHECKING:
    from ruralmap.api import asset_map, fund_map, link, open_workspace, priority_map, zones


class _Package(ModuleType):
    """The package itself: `link` is the public function, though a room has the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        # Importing `ruralmap.link.points` makes Python bind the room here; it is found by its path anyway.
        if name not in __all__ or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load the geospatial stack when the first function is asked for, not for every `ruralmap --help`."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from ruralmap import api  # noqa: PLC0415

    globals().update({offered: getattr(api, offered) for offered in __all__})
    return globals()[name]
