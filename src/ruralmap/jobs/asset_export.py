"""`assets export`: the registry of assets handed out to be edited (下发资产台账)."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import head_of
from ruralmap.assets.chronicle import Export
from ruralmap.assets.marks import WHOLE_COUNTY
from ruralmap.assets.parts import UNKNOWN, split_by_township, whole_county
from ruralmap.assets.tables import KEPT
from ruralmap.errors import ConservationError, UsageError
from ruralmap.files.atomic import replacing
from ruralmap.files.workbook import workbook_bytes
from ruralmap.jobs.asset_export_book import Sending, part_sheets
from ruralmap.jobs.asset_layer import write_asset_layer
from ruralmap.jobs.asset_template import fill_asset_template
from ruralmap.jobs.locking import sole_writer
from ruralmap.jobs.outputs import chosen_path, refuse_workspace_inputs
from ruralmap.jobs.products import product_path
from ruralmap.jobs.upkeep import require_undisturbed
from ruralmap.registry.history import hand_out, read_chronicle
from ruralmap.registry.kept import read_homes, read_points, read_state, read_townships
from ruralmap.registry.store import reading, writing
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ruralmap.assets.changes import State
    from ruralmap.assets.parts import Part
    from ruralmap.jobs.author import Author
    from ruralmap.workspace import Workspace

DEFAULT_TABLES: Final = ("assets",)
LAYER_ENDING: Final = ".gpkg"
_FILE: Final = "{part}_资产台账_{month}.xlsx"  # place, product, period, as all finished products


@dataclass(frozen=True, eq=False)
class Exported:
    """What was handed out (下发结果): where it stands, and one line a part."""

    path: Path
    exports: Sequence[Export]

    def as_json(self) -> dict[str, object]:
        """
        Say what was handed out.

        Returns
        -------
        record
            What JSON can say.
        """
        length = {one.length for one in self.exports}
        return {
            "chain_length": max(length, default=0),
            "rows": sum(one.rows for one in self.exports),
            "parts": [
                {"part": one.part, "name": one.name, "file": one.file, "rows": one.rows}
                for one in self.exports
            ],
        }


@dataclass(frozen=True, eq=False)
class _Registry:
    """The registry as an export needs it: what is being sent, townships, and what was handed out before."""

    sending: Sending
    townships: Mapping[str, str]
    homes: Mapping[str, str]
    before: Sequence[Export]


def export_assets(
    workspace: Workspace,
    author: Author,
    *,
    out: Path | None = None,
    split: bool = False,
    tables: Sequence[str] = DEFAULT_TABLES,
    lang: Language = "zh",
) -> Exported:
    """
    Hand the registry out: to the whole county, or a workbook for each township.

    The files are made aside; that they are handed out is written into the registry before they are renamed
    into place. If the process dies between, a township is listed as having been sent what it never got, and
    the next export sends it: no file is about of which the registry knows nothing.

    Parameters
    ----------
    workspace
        The county's folder.
    author
        Who hands it out.
    out
        The workbook, or the folder of the workbooks; a place of its own unless given.
    split
        Whether each township gets a workbook of its own.
    tables
        The kept tables that are wanted.
    lang
        The language of the instructions.

    Returns
    -------
    exported
        What was handed out.

    Raises
    ------
    UsageError
        If there is no such table, or the place will not do.
    RegistryError
        If there is no registry, or it was edited behind its back.
    OutputError
        If a file is locked or the disk is full.
    """
    if unknown := [name for name in tables if name not in KEPT]:
        message = say_both("asset_rounds.fault.tables", found="、".join(unknown), known="、".join(KEPT))
        raise UsageError(message)
    endings = (".xlsx", LAYER_ENDING)
    place = _folder(workspace, out) if split else chosen_path(workspace, out, "assets_export", endings)
    if place.suffix.lower() == LAYER_ENDING and tuple(tables) != DEFAULT_TABLES:
        raise UsageError(say_both("asset_rounds.fault.layer_tables", path=place))
    registry = _read(workspace, author)
    parts = _parts(registry, tables, split=split)
    moment = author.at
    with ExitStack() as stack:
        exports = []
        for part in parts:
            name = part_name(part.code, registry.townships)
            path = place / _file_name(workspace, part, parts, registry.townships) if split else place
            refuse_workspace_inputs(path, workspace)
            aside = stack.enter_context(replacing(path))
            _fill(aside, registry, part, _shown(name, part, lang), lang=lang)
            exports.append(
                Export(*registry.sending.head, part.code, name, path.name, part.rows, moment, author.by)
            )
        _note(workspace, registry, exports)
    return Exported(place, exports)


def _fill(aside: Path, registry: _Registry, part: Part, name: str, *, lang: Language) -> None:
    """Write the file of a part: a workbook, or a layer for QGIS."""
    sending = registry.sending
    if aside.suffix.lower() == LAYER_ENDING:
        with reading(sending.workspace.registry) as connection:
            points = read_points(connection)
        write_asset_layer(aside, sending, part, points)
    elif (template := sending.workspace.assets.template) and tuple(part.keys) == DEFAULT_TABLES:
        place = sending.workspace.path(template)
        aside.write_bytes(fill_asset_template(place, sending, part, name, lang=lang))
    else:
        aside.write_bytes(workbook_bytes(part_sheets(sending, part, name, lang=lang)))


def part_name(code: str, townships: Mapping[str, str]) -> str:
    """
    Say what a part is called, in Chinese as on files.

    Parameters
    ----------
    code
        The code of its township, or one of the two that stand for all and for none.
    townships
        Names by code.

    Returns
    -------
    name
        The name of the township; the code itself if it has none.
    """
    special = {WHOLE_COUNTY: say("asset_rounds.county"), UNKNOWN: say("asset_rounds.unknown_township")}
    return special.get(code) or townships.get(code, code)


def _shown(name: str, part: Part, lang: Language) -> str:
    """Name a part in the language of the instructions."""
    special = {WHOLE_COUNTY: "county", UNKNOWN: "unknown_township"}
    return say(f"asset_rounds.{special[part.code]}", lang) if part.code in special else name


def _folder(workspace: Workspace, out: Path | None) -> Path:
    """Say into which folder the workbooks of the townships go."""
    place = out or product_path(workspace, "assets_parts")
    if place.is_file() or (out is not None and out.suffix):
        raise UsageError(say_both("asset_rounds.fault.split_file", path=place))
    return place


def _read(workspace: Workspace, author: Author) -> _Registry:
    """Read the registry as it stands, unless somebody edited it behind its back."""
    with reading(workspace.registry) as connection:
        known, found = read_chronicle(connection), read_state(connection)
        townships, homes = read_townships(connection), read_homes(connection)
    require_undisturbed(workspace, known, found)
    sending = Sending(workspace, head_of(known.events), found, author.by)
    return _Registry(sending, townships, homes, known.exports)


def _parts(registry: _Registry, tables: Sequence[str], *, split: bool) -> list[Part]:
    """Part the records; all of them are in some part."""
    state = registry.sending.state
    if not split:
        return [whole_county(state, tables)]
    parts = split_by_township(state, tables, linked=registry.homes, names=registry.townships)
    _require_all(state, tables, parts)
    return parts


def _require_all(state: State, tables: Sequence[str], parts: Sequence[Part]) -> None:
    """Refuse parts that lack a record: a fault of ours."""
    there, sent = sum(len(state.get(table, {})) for table in tables), sum(part.rows for part in parts)
    if sent != there:
        message = f"rows went missing: {there} records, {sent} in the parts of the export"
        raise ConservationError(message)


def _file_name(workspace: Workspace, part: Part, parts: Sequence[Part], townships: Mapping[str, str]) -> str:
    """Name the file of a part; of two townships of one name each has its code."""
    name = part_name(part.code, townships)
    shared = sum(part_name(one.code, townships) == name for one in parts) > 1
    month = workspace.county.as_of[:7].replace("-", "")
    return _FILE.format(part=f"{name}{part.code}" if shared else name, month=month)


def _note(workspace: Workspace, registry: _Registry, exports: Sequence[Export]) -> None:
    """Write down what is handed out; the same file of the same state once, however often it is made."""
    known = {(one.length, one.part, one.file) for one in registry.before}
    if new := [one for one in exports if (one.length, one.part, one.file) not in known]:
        with sole_writer(workspace), writing(workspace.registry) as connection:
            hand_out(connection, new)
