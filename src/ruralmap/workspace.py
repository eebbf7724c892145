"""ruralmap.toml to a frozen Workspace: which county, which files, which policy, where products go."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ruralmap.errors import PolicyError, UsageError
from ruralmap.schema.tables import LAYERS, TABLES

FILE_NAME: Final = "ruralmap.toml"


class _Strict(BaseModel):
    """An unknown key is an error, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _require_day(text: str) -> str:
    """Refuse what is no day of the calendar (2024-02-31); pydantic tells where it stands."""
    dt.date.fromisoformat(text)
    return text


class County(_Strict):
    """The county (县) whose folder this is."""

    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    name: str
    prefecture_code: Annotated[str, Field(pattern=r"^\d{6}$")]
    prefecture: str
    as_of: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_require_day)]
    simulated: bool = False
    crs: Annotated[str, Field(pattern=r"^EPSG:\d+$")]


class LayerSource(_Strict):
    """A vector file; encoding and CRS are stated where the file does not say them."""

    path: str
    encoding: str | None = None
    crs: str | None = None


class Output(_Strict):
    """Where products go."""

    directory: str = "maps"
    registry: str = "assets/registry.gpkg"


class PolicyChoice(_Strict):
    """The policy that `zones` evaluates unless told otherwise: a shipped id, or a file of the workspace."""

    id: str


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


FileList = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]


class _File(_Strict):
    """The whole of ruralmap.toml."""

    county: County
    layers: dict[str, LayerSource]
    tables: dict[str, FileList] = {}
    output: Output = Output()
    policy: PolicyChoice = PolicyChoice(id="yunnan-county-2022-2025")


class Workspace(_Strict):
    """A county's folder (工作区): read once at an edge, passed as an argument, never changed."""

    root: Path
    county: County
    layers: dict[str, LayerSource]
    tables: dict[str, tuple[str, ...]]
    output: Output
    policy: PolicyChoice

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
    def products(self) -> Path:
        """The folder of finished products."""
        return self.path(self.output.directory)

    @property
    def registry(self) -> Path:
        """The registry's GeoPackage."""
        return self.path(self.output.registry)


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
        If the folder has no ruralmap.toml.
    PolicyError
        If the file is not TOML, or has a key, layer or table that the tool does not know; all are named.
    """
    path = Path(root).resolve() / FILE_NAME
    if not path.is_file():
        message = (
            f"未找到工作区文件 {path}。请在工作区目录内运行，或用 -w 指定目录。"
            f" (No workspace file {path}: run inside a workspace, or name one with -w.)"
        )
        raise UsageError(message)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        if as_of:
            document.setdefault("county", {})["as_of"] = as_of
        file = _File.model_validate(document)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        message = f"{path}: {fault}"
        raise PolicyError(message) from fault
    except ValidationError as fault:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors())
        message = f"{path}: {problems}"
        raise PolicyError(message) from fault
    _require_known(path, file)
    return Workspace(root=path.parent, **{name: getattr(file, name) for name in _File.model_fields})


def _require_known(path: Path, file: _File) -> None:
    """Refuse a layer or table that has no entry in the data dictionary."""
    unknown = sorted((set(file.layers) - set(LAYERS)) | (set(file.tables) - set(TABLES)))
    missing = sorted(set(LAYERS) - set(file.layers))
    if unknown:
        message = f"{path}: unknown {', '.join(unknown)}; known are {', '.join([*LAYERS, *TABLES])}"
        raise PolicyError(message)
    if missing:
        message = f"{path}: [layers] must name {', '.join(missing)}"
        raise PolicyError(message)
