"""A shapefile by its own headers (shp 文件头): its encoding, its records, and an index made again."""

from __future__ import annotations

import shutil
import struct
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import LayerError
from ruralmap.files.dbf import Attributes, read_attributes
from ruralmap.files.evidence import Evidence, Note
from ruralmap.schema.encodings import (
    EncodingScore,
    family_of,
    read_text,
    score_encodings,
)
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHAPEFILE: Final = ".shp"
_HEADER_BYTES: Final = 100
_RECORD_HEADER: Final = 8
_NULL_SHAPE: Final = 0
_TYPE_BYTES: Final = 4
_WORD: Final = 2  # lengths and places are counted in words of two bytes


@dataclass(frozen=True)
class Shapefile:
    """
    What a shapefile's files say, before a driver has read anything.

    `encoding` is the one to read with, `scores` all that were tried; `stated` is what the .cpg names. `index`
    gives place and length in bytes of each record of `shapes`; `is_indexed` tells whether it is the .shx's.
    """

    path: Path
    attributes: Attributes
    shapes: bytes
    index: tuple[tuple[int, int], ...]
    is_indexed: bool
    encoding: str
    scores: tuple[EncodingScore, ...]
    stated: str

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
        record = self.shapes[start : start + _RECORD_HEADER + length]
        kind = record[_RECORD_HEADER : _RECORD_HEADER + _TYPE_BYTES]
        is_null = length == _TYPE_BYTES and kind == _NULL_SHAPE.to_bytes(_TYPE_BYTES, "little")
        return None if is_null else record

    def evidence(self) -> Evidence:
        """
        Say what the files hold.

        Returns
        -------
        evidence
            Records marked as deleted are no features.
        """
        known = max(self.attributes.records, len(self.index))
        numbers = [number for number in range(known) if not self.attributes.is_deleted(number)]
        return Evidence(
            numbers,
            self.record,
            lambda number: self.attributes.cells(number, self.encoding),
            tuple(self._notes(deleted=known - len(numbers))),
        )

    def _notes(self, *, deleted: int) -> Iterator[Note]:
        """Remark on what is not as it should be."""
        stated = int.from_bytes(self.shapes[24:28], "big") * _WORD
        if len(self.shapes) < stated:
            yield "layer_short", {"stated": stated, "read": len(self.shapes)}
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
        if len(shapes) < _HEADER_BYTES:
            message = f"{len(shapes)} < {_HEADER_BYTES}"
            raise ValueError(message)  # noqa: TRY301 - both files' headers fail in the same way
    except ValueError as fault:
        raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    stated = _content(path, ".cpg").decode("ascii", errors="ignore").strip()
    scores = score_encodings(
        list(attributes.texts()), declared=[encoding or "", stated, attributes.ldid], names=names
    )
    index = _read_index(_content(path, ".shx"))
    return Shapefile(
        path,
        attributes,
        shapes,
        index=_walk(shapes) if index is None else index,
        is_indexed=index is not None,
        encoding=_chosen(encoding, scores),
        scores=scores,
        stated=stated,
    )


def _chosen(given: str | None, scores: tuple[EncodingScore, ...]) -> str:
    """Take the stated encoding if it is one, else the best."""
    return given if given and family_of(given) else scores[0].encoding


def has_cut_names(shapefile: Shapefile) -> bool:
    """
    Tell whether a field name was cut inside its last character.

    A name has ten bytes; QGIS and GDAL cut a Chinese name in UTF-8 there, and cannot read it again.

    Parameters
    ----------
    shapefile
        The shapefile.

    Returns
    -------
    cut
        Whether a driver would stumble over a name.
    """
    family = family_of(shapefile.encoding)
    return any(
        read_text(name, family) != name.decode(family, "ignore") for name, _, _ in shapefile.attributes.fields
    )


@contextmanager
def readable_copy(shapefile: Shapefile) -> Iterator[Path]:
    """
    Give a path that a driver can open: the file itself, or a copy with an index made again.

    Parameters
    ----------
    shapefile
        The shapefile; its own files are never written to.

    Yields
    ------
    path
        A .shp with all its companions.
    """
    if shapefile.is_indexed:
        yield shapefile.path
        return
    with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
        copy = Path(folder) / "layer.shp"
        for ending in (".shp", ".dbf", ".prj", ".cpg"):
            source = companion(shapefile.path, ending)
            if source:
                shutil.copyfile(source, copy.with_suffix(ending))
        copy.with_suffix(".shx").write_bytes(_index_bytes(shapefile))
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


def _read_index(content: bytes) -> tuple[tuple[int, int], ...] | None:
    """Read a .shx: place and length of each record; None if it is missing or shorter than it says."""
    if len(content) < _HEADER_BYTES or int.from_bytes(content[24:28], "big") * _WORD != len(content):
        return None
    pairs = struct.iter_unpack(">ii", content[_HEADER_BYTES : len(content) - len(content) % 8 + 4])
    return tuple((start * _WORD, length * _WORD) for start, length in pairs)


def _walk(shapes: bytes) -> tuple[tuple[int, int], ...]:
    """Go from record to record of a .shp by their lengths, as far as these lead."""
    places: list[tuple[int, int]] = []
    at = _HEADER_BYTES
    while at + _RECORD_HEADER + _TYPE_BYTES <= len(shapes):
        number, words = struct.unpack(">ii", shapes[at : at + _RECORD_HEADER])
        if number != len(places) + 1 or words * _WORD < _TYPE_BYTES:
            break
        places.append((at, words * _WORD))
        at += _RECORD_HEADER + words * _WORD
    return tuple(places)


def _index_bytes(shapefile: Shapefile) -> bytes:
    """Make the .shx of a .shp."""
    words = (_HEADER_BYTES + _RECORD_HEADER * len(shapefile.index)) // _WORD
    header = shapefile.shapes[:24] + words.to_bytes(4, "big") + shapefile.shapes[28:_HEADER_BYTES]
    records = (struct.pack(">ii", start // _WORD, length // _WORD) for start, length in shapefile.index)
    return header + b"".join(records)
