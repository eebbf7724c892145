"""ruralmap.toml to a frozen Workspace: which county, which files, which policy, where products go."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ruralmap.errors import CrsError, PolicyError, UsageError
from ruralmap.geo.candidates import read_candidate
from ruralmap.geo.crs import require_step_to_degrees
from ruralmap.schema.money import FEN_PER_WAN, FEN_PER_YUAN
from ruralmap.schema.projects import Relation  # noqa: TC001 - pydantic reads it
from ruralmap.schema.tables import LAYERS, SHAPES, TABLES
from ruralmap.words.bilingual import say_both

FILE_NAME: Final = "ruralmap.toml"
SERVER_SCHEME: Final = "postgresql+psycopg"  # as SQLAlchemy names the driver
# To what an office rounds the amounts of its reports; what is exact to the fen is rounded to nothing.
Rounding = Literal["0", "1元", "0.01万元"]
ROUNDING_FEN: Final[dict[Rounding, int]] = {"0": 0, "1元": FEN_PER_YUAN, "0.01万元": FEN_PER_WAN // 100}


class _Strict(BaseModel):
    """An unknown key is an error, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_day(text: str) -> bool:
    """
    Tell a day of the calendar, written as ISO text, from anything else (2024-02-31, 2024/9/30).

    Parameters
    ----------
    text
        What was written.

    Returns
    -------
    is_day
        Whether it is a day.
    """
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _require_day(text: str) -> str:
    """Refuse what is no day of the calendar; pydantic tells where it stands."""
    if not is_day(text):
        message = "not a day of the calendar, written like 2024-09-30"
        raise ValueError(message)
    return text


class County(_Strict):
    """The county (县) whose folder this is."""

    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    name: str
    prefecture_code: Annotated[str, Field(pattern=r"^\d{6}$")]
    prefecture: str
    as_of: Annotated[str, AfterValidator(_require_day)]
    simulated: bool = False
    crs: Annotated[str, Field(pattern=r"^EPSG:\d+$")]


class LayerSource(_Strict):
    """A vector file; encoding and CRS are stated where it does not say them, a layer where it has several."""

    path: str
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None


def _is_server(place: str) -> bool:
    """Tell a server's URL from a path."""
    return "://" in place


def _require_place(place: str) -> str:
    """Refuse a server of another kind, and a password that everybody who has the folder could read."""
    if _is_server(place):
        url = urlsplit(place)
        if url.scheme != SERVER_SCHEME:
            raise ValueError(say_both("workspace.registry_scheme", scheme=url.scheme, known=SERVER_SCHEME))
        if url.password is not None or "password" in parse_qs(url.query, keep_blank_values=True):
            raise ValueError(say_both("workspace.registry_password"))
    return place


class Output(_Strict):
    """
    Where products go.

    `registry` is a GeoPackage of the workspace, or a PostGIS database: postgresql+psycopg://user@host/database.
    """

    directory: str = "maps"
    registry: Annotated[str, AfterValidator(_require_place)] = "assets/registry.gpkg"
    adopted: str = "adopted"


class PolicyChoice(_Strict):
    """The policy that `zones` evaluates unless told otherwise: a shipped id, or a file of the workspace."""

    id: str


class FundChoice(_Strict):
    """
    How money is read and told (资金): which rates, to what reports are rounded, which villages of a project.

    `rates` is a shipped id or a file of the workspace. `rounding` states that amounts are rounded, so that a
    sum may miss its whole by as much; it is never assumed. `relation` says to whose villages money flows.
    """

    rates: Annotated[str, Field(min_length=1)] = "monthly"
    rounding: Rounding = "0"
    relation: Relation = "建设地"

    @property
    def rounding_fen(self) -> int:
        """The unit of rounding in fen; 0 where every sum must be exact."""
        return ROUNDING_FEN[self.rounding]


class AssetChoice(_Strict):
    """How assets are handed out (资产): in which workbook of the county's own, if it has one."""

    template: Annotated[str, Field(pattern=r"\.xlsx$")] | None = None


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


FileList = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]


def _as_sources(value: object) -> object:
    """Take a path, a source or a list of either as a list of sources."""
    listed = value if isinstance(value, list) else [value]
    return [{"path": one} if isinstance(one, str) else one for one in listed]


SourceList = Annotated[tuple[LayerSource, ...], BeforeValidator(_as_sources), Field(min_length=1)]


class _File(_Strict):
    """The whole of ruralmap.toml."""

    county: County
    layers: dict[str, LayerSource]
    tables: dict[str, FileList] = {}
    shapes: dict[str, SourceList] = {}
    output: Output = Output()
    policy: PolicyChoice = PolicyChoice(id="yunnan-county-2022-2025")
    funds: FundChoice = FundChoice()
    assets: AssetChoice = AssetChoice()
    crs: dict[str, str] = {}


class Workspace(_Strict):
    """A county's folder (工作区): read once at an edge, passed as an argument, never changed."""

    root: Path
    county: County
    layers: dict[str, LayerSource]
    tables: dict[str, tuple[str, ...]]
    shapes: dict[str, tuple[LayerSource, ...]] = {}
    output: Output
    policy: PolicyChoice
    funds: FundChoice = FundChoice()
    assets: AssetChoice = AssetChoice()
    crs: dict[str, str] = {}

    def path(self, relative: str) -> Path:
        """
        Resolve a path of the workspace file.

        Parameters
        ----------
        relative
            A path as ruralmap.toml writes it, relative to the workspace's root.

        Returns
        -------
        path
            The absolute path.
        """
        return self.root / relative

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every file that the workspace names, relative to its root: layers, tables and shapes."""
        named = [source.path for source in self.layers.values()]
        named += [path for paths in self.tables.values() for path in paths]
        named += [source.path for sources in self.shapes.values() for source in sources]
        return tuple(named)

    @property
    def products(self) -> Path:
        """The folder of finished products."""
        return self.path(self.output.directory)

    @property
    def registry(self) -> Path | str:
        """Where the registry stands: the path of its GeoPackage, or the URL of its server."""
        place = self.output.registry
        return place if _is_server(place) else self.path(place)

    @property
    def backups(self) -> Path:
        """The folder of the registry's backups: beside the GeoPackage, or where that would be."""
        place = self.registry
        beside = place if isinstance(place, Path) else self.path(str(Output.model_fields["registry"].default))
        return beside.parent / "backups"

    @property
    def adopted(self) -> Path:
        """The folder of adopted lists, and of all that they were made of."""
        return self.path(self.output.adopted)


def open_workspace(root: str | Path = ".", *, as_of: str | None = None) -> Workspace:
    """
    Read a workspace (打开工作区).

    Parameters
    ----------
    root
        The folder that holds ruralmap.toml.
    as_of
        The date to evaluate at, ISO text; the workspace's own date unless given, never the clock.

    Returns
    -------
    workspace
        The frozen workspace.

    Raises
    ------
    UsageError
        If the folder has no ruralmap.toml, or `as_of` is no day.
    PolicyError
        If the file is not TOML, or has a key, layer or table that the tool does not know; all are named.
    """
    path = Path(root).resolve() / FILE_NAME
    if not path.is_file():
        raise UsageError(say_both("workspace.not_found", path=path))
    if as_of is not None and not is_day(as_of):
        raise UsageError(say_both("workspace.as_of", as_of=as_of))
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        if as_of is not None:
            document.setdefault("county", {})["as_of"] = as_of
        file = _File.model_validate(document)
    except UnicodeDecodeError as fault:
        raise PolicyError(say_both("workspace.not_utf8", path=path)) from fault
    except tomllib.TOMLDecodeError as fault:
        raise PolicyError(say_both("workspace.not_toml", path=path, fault=fault)) from fault
    except ValidationError as fault:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors())
        raise PolicyError(say_both("workspace.invalid", path=path, problems=problems)) from fault
    _require_known(path, file)
    file = _with_crs(path, file)
    return Workspace(root=path.parent, **{name: getattr(file, name) for name in _File.model_fields})


def _require_known(path: Path, file: _File) -> None:
    """Refuse a layer or table that has no entry in the data dictionary."""
    unknown = sorted((set(file.layers) - set(LAYERS)) | (set(file.tables) - set(TABLES)))
    unknown += sorted(f"shapes.{name}" for name in set(file.shapes) - set(SHAPES))
    missing = sorted(set(LAYERS) - set(file.layers))
    if unknown:
        known = ", ".join([*LAYERS, *TABLES, *(f"shapes.{name}" for name in SHAPES)])
        raise PolicyError(say_both("workspace.unknown", path=path, unknown=", ".join(unknown), known=known))
    if missing:
        raise PolicyError(say_both("workspace.missing", path=path, missing=", ".join(missing)))


def _with_crs(path: Path, file: _File) -> _File:
    """Give each vector file the coordinate system accepted for it, and refuse what cannot be applied."""
    vectors = [*file.layers.values(), *(source for sources in file.shapes.values() for source in sources)]
    placed = {name for name, table in TABLES.items() if "lon" in table.names}
    listed = [source.path for source in vectors]
    listed += [one for name, files in file.tables.items() if name in placed for one in files]
    twice = [source.path for source in vectors if source.crs is not None and source.path in file.crs]
    for wrong, key in ((set(file.crs) - set(listed), "crs_no_file"), (set(twice), "crs_twice")):
        if wrong:
            raise PolicyError(say_both(f"workspace.{key}", path=path, files=", ".join(sorted(wrong))))
    for name, text in file.crs.items():
        try:
            require_step_to_degrees(read_candidate(text).crs)
        except CrsError as fault:
            raise PolicyError(say_both("workspace.crs_refused", path=path, file=name, fault=fault)) from fault

    def stated(source: LayerSource) -> LayerSource:
        return source.model_copy(update={"crs": file.crs.get(source.path, source.crs)})

    return file.model_copy(
        update={
            "layers": {name: stated(source) for name, source in file.layers.items()},
            "shapes": {name: tuple(map(stated, sources)) for name, sources in file.shapes.items()},
        }
    )
