"""The files that came back (回收的文件): which there are, and what each holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.files.sheets import TEXT_ENDINGS, read_sheets
from ruralmap.jobs.asset_choice_sheet import read_choices
from ruralmap.jobs.asset_layer import read_asset_layer
from ruralmap.jobs.asset_sheets import SheetRows, read_sheet
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ruralmap.assets.choices import Choice
    from ruralmap.assets.rows import Row

_LAYER_ENDING: Final = ".gpkg"
ENDINGS: Final = frozenset({".xlsx", ".xls", ".ods", _LAYER_ENDING}) | TEXT_ENDINGS
_OFFICE_MARKS: Final = ("~$", ".")  # what an office program leaves beside an open workbook, and hidden files


@dataclass(frozen=True, eq=False)
class ReturnedFile:
    """
    A file that came back (回收的文件).

    `name` is who said what is in it: the file's name, with its folder where two would be called the same. A
    workbook of conflicts has `choices` and no rows.
    """

    name: str
    sha256: str
    sheets: Sequence[SheetRows] = ()
    choices: Sequence[Choice] = ()

    @property
    def rows(self) -> list[Row]:
        """The rows of all sheets."""
        return [row for sheet in self.sheets for row in sheet.rows]


def list_files(places: Iterable[Path]) -> tuple[dict[str, Path], list[str]]:
    """
    List the files that were given, and those in folders.

    Parameters
    ----------
    places
        Files and folders.

    Returns
    -------
    files
        Path by name, in the order of the names.
    passed_over
        Names of files in folders that are no workbook and no CSV.

    Raises
    ------
    UsageError
        If one does not exist or is of another kind, or there is none.
    """
    found: dict[Path, Path] = {}
    passed_over = []
    for place in places:
        if place.is_file() and place.suffix.lower() in ENDINGS:
            found[place.resolve()] = place
        elif place.is_dir():
            for path in sorted(place.rglob("*")):
                if path.is_file() and not path.name.startswith(_OFFICE_MARKS):
                    if path.suffix.lower() in ENDINGS:
                        found[path.resolve()] = path
                    else:
                        passed_over.append(path.name)
        else:
            raise UsageError(
                say_both("asset_rounds.fault.no_file", path=place, endings=" ".join(sorted(ENDINGS)))
            )
    if not found:
        names = "、".join(str(place) for place in places)
        raise UsageError(say_both("asset_rounds.fault.no_files", places=names))
    return dict(sorted(_named(list(found.values())))), passed_over


def read_file(name: str, path: Path) -> ReturnedFile:
    """
    Read a file that came back.

    Parameters
    ----------
    name
        What it is called.
    path
        Where it stands.

    Returns
    -------
    file
        Its rows, or its choices.

    Raises
    ------
    LayerError
        If it is damaged or encrypted.
    SurroundingsError
        If it cannot be opened.
    """
    is_layer = path.suffix.lower() == _LAYER_ENDING
    sheets = [read_asset_layer(path)] if is_layer else read_sheets(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    choices = read_choices(sheets, name)
    if choices is not None:
        return ReturnedFile(name, digest, choices=choices)
    return ReturnedFile(name, digest, sheets=[read_sheet(sheet, name) for sheet in sheets])


def _named(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Call each file by its name, with its folder where two have one name, else by its whole path."""
    short = Counter(path.name for path in paths)
    longer = Counter(f"{path.parent.name}/{path.name}" for path in paths)
    for path in paths:
        name, with_folder = path.name, f"{path.parent.name}/{path.name}"
        if short[name] == 1:
            yield name, path
        else:
            yield (with_folder if longer[with_folder] == 1 else path.as_posix()), path
