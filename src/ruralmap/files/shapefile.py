"""A shapefile by its own headers (shp 文件头): its encoding, its records, and an index made again."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import CrsError, LayerError
from ruralmap.files.dbf import Attributes, read_attributes
from ruralmap.files.evidence import Evidence, Note
from ruralmap.files.shx import HEADER_BYTES, RECORD_HEADER, TYPE_BYTES, WORD, choose_index, index_bytes
from ruralmap.geo.crs import read_crs
from ruralmap.schema.encodings import (
    EVERY_BYTE,
    GB18030,
    EncodingScore,
    family_of,
    find_strays,
    read_text,
    score_encodings,
)
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SHAPEFILE: Final = ".shp"
_NULL_SHAPE: Final = 0


@dataclass(frozen=True)
class Shapefile:
    """
    What a shapefile's files say, before a driver has read anything.

    `encoding` is the one to read with, `family` Python's name of it, `scores` are all that were tried;
    `stated` is what the .cpg names, and `strays` are texts that only another encoding reads, with that one.
    `index` gives place and length in bytes of each record of `shapes`; `is_indexed` tells whether it is the
    .shx's. `system` is the text of a .prj that a driver stumbles over, empty where nobody can read it; None
    where a driver can.
    """

    path: Path
    attributes: Attributes
    shapes: bytes
    index: tuple[tuple[int, int], ...]
    is_indexed: bool
    encoding: str
    family: str
    scores: tuple[EncodingScore, ...]
    stated: str
    strays: Mapping[bytes, str]
    system: str | None

    def record(self, number: int) -> bytes | None:
        """
        Take the bytes of a record, as many as there are.

        Parameters
        ----------
        number
            The record, from 0.

        Returns
        -------
        record
            Its header and content; None for a record that is truly without geometry.
        """
        if number >= len(self.index):
            return b""
        start, length = self.index[number]
        record = self.shapes[start : start + RECORD_HEADER + length]
        kind = record[RECORD_HEADER : RECORD_HEADER + TYPE_BYTES]
        is_null = length == TYPE_BYTES and kind == _NULL_SHAPE.to_bytes(TYPE_BYTES, "little")
        return None if is_null else record

    def evidence(self) -> Evidence:
        """
        Say what the files hold.

        Returns
        -------
        evidence
            Records marked as deleted are no features.
        """
        # A count for which the file has not even a byte each is no count.
        records = min(self.attributes.records, len(self.attributes.content))
        known = max(records, len(self.index))
        numbers = [number for number in range(known) if not self.attributes.is_deleted(number)]
        return Evidence(
            numbers,
            self.record,
            lambda number: [cell.decode(EVERY_BYTE) for cell in self.attributes.cells(number)],
            tuple(self._notes(deleted=known - len(numbers))),
        )

    def read(self, cell: object) -> object:
        """
        Read a cell in its own encoding.

        Parameters
        ----------
        cell
            A text decoded as EVERY_BYTE, without the blanks around it, or whatever else a cell holds.

        Returns
        -------
        cell
            Bytes that are no character stay visible; of a name cut inside a character what is left stays.
        """
        if not isinstance(cell, str) or cell.isascii():
            return cell
        text = cell.encode(EVERY_BYTE)
        return text.decode(self.strays.get(text, self.family), "backslashreplace")

    def _notes(self, *, deleted: int) -> Iterator[Note]:
        """Remark on what is not as it should be."""
        stated = int.from_bytes(self.shapes[24:28], "big") * WORD
        if len(self.shapes) < stated:
            yield "layer_short", {"stated": stated, "read": len(self.shapes)}
        if self.attributes.held < self.attributes.records:
            yield "attributes_short", {"stated": self.attributes.records, "read": self.attributes.held}
        if not self.is_indexed:
            yield "index_rebuilt", {"read": len(self.index)}
        if deleted:
            yield "records_deleted", {"rows": deleted}
        records = {"dbf": self.attributes.records, "shp": len(self.index)}
        if records["dbf"] != records["shp"]:
            yield "records_differ", dict(records)


def examine_shapefile(path: Path, encoding: str | None = None, names: Iterable[str] = ()) -> Shapefile:
    """
    Read a shapefile's headers and records, and find the encoding that reads its text.

    Without a .cpg a driver takes Chinese text for Latin, and says nothing.

    Parameters
    ----------
    path
        The .shp.
    encoding
        The encoding that the workspace states; it is used whatever the text looks like.
    names
        Names of places nearby.

    Returns
    -------
    shapefile
        What was found.

    Raises
    ------
    LayerError
        If the .dbf is missing, or a header is damaged.
    """
    if companion(path, ".dbf") is None:
        raise LayerError(say_both("files.companion_missing", path=path, ending=".dbf"))
    shapes = path.read_bytes()
    try:
        attributes = read_attributes(_content(path, ".dbf"))
        if len(shapes) < HEADER_BYTES:
            message = f"{len(shapes)} < {HEADER_BYTES}"
            raise ValueError(message)  # noqa: TRY301 - both files' headers fail in the same way
    except ValueError as fault:
        raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    stated = _content(path, ".cpg").decode("ascii", errors="ignore").strip()
    texts, known = list(attributes.texts()), tuple(names)
    scores = score_encodings(texts, declared=[encoding or "", stated, attributes.ldid], names=known)
    chosen = _chosen(encoding, scores)
    index, is_indexed = choose_index(_content(path, ".shx"), shapes)
    return Shapefile(
        path,
        attributes,
        shapes,
        index=index,
        is_indexed=is_indexed,
        encoding=chosen,
        family=family_of(chosen),
        scores=scores,
        stated=stated,
        strays={} if encoding else find_strays(texts, chosen, names=known),
        system=_system(_content(path, ".prj")),
    )


def _chosen(given: str | None, scores: tuple[EncodingScore, ...]) -> str:
    """Take the stated encoding if it is one, else the best."""
    return given if given and family_of(given) else scores[0].encoding


@contextmanager
def readable_copy(shapefile: Shapefile) -> Iterator[Path]:
    """
    Give a path that a driver can open: the file itself, or a copy of it.

    The copy has an index made again, and no .prj that a driver stumbles over.

    Parameters
    ----------
    shapefile
        The shapefile; its own files are never written to.

    Yields
    ------
    path
        A .shp with all its companions.
    """
    if shapefile.is_indexed and shapefile.system is None:
        yield shapefile.path
        return
    with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
        copy = Path(folder) / "layer.shp"
        for ending in (".shp", ".dbf", *([".prj"] if shapefile.system is None else [])):
            source = companion(shapefile.path, ending)
            if source:
                shutil.copyfile(source, copy.with_suffix(ending))
        copy.with_suffix(".shx").write_bytes(index_bytes(shapefile.index, shapefile.shapes))
        yield copy


def companion(path: Path, ending: str) -> Path | None:
    """
    Find a companion file, whatever the case of its ending.

    Parameters
    ----------
    path
        The .shp.
    ending
        Such as `.dbf`.

    Returns
    -------
    companion
        None if there is none.
    """
    places = (path.with_suffix(ending), path.with_suffix(ending.upper()))
    return next((place for place in places if place.is_file()), None)


def _content(path: Path, ending: str) -> bytes:
    place = companion(path, ending)
    return place.read_bytes() if place else b""


def _system(content: bytes) -> str | None:
    """Read a .prj that is damaged, or that names its coordinate system in GBK as older programs do."""
    try:
        text = content.decode("utf-8")
        is_plain = True
    except UnicodeDecodeError:
        text = read_text(content, GB18030)
        is_plain = False
    try:
        read_crs(text)
    except CrsError:
        return "" if text.strip() else None
    return None if is_plain else text
