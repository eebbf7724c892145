"""What a shapefile's own headers say (shp 文件头): how many features, how long, in which encoding."""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.errors import LayerError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UTF8: Final = "UTF-8"
_CHINESE: Final = "GB18030"
_FIELD_BYTES: Final = 32
_FIELDS_END: Final = 0x0D
_TEXT_FIELD: Final = ord("C")


@dataclass(frozen=True)
class ShapefileFacts:
    """
    What the headers say, before a driver has read anything.

    `features` is the number of records; `truncated` tells that the geometry file is shorter than its header
    says; `undecodable` counts the texts that the encoding cannot read; `stated` is what the .cpg names.
    """

    encoding: str
    features: int
    truncated: bool
    undecodable: int
    stated: str


def examine_shapefile(path: Path, encoding: str | None = None) -> ShapefileFacts:
    """
    Read a shapefile's headers, and find the encoding that can read its text.

    Without a .cpg a driver takes Chinese text for Latin, and says nothing.

    Parameters
    ----------
    path
        The .shp.
    encoding
        The encoding that the workspace states; it is used whatever the text looks like.

    Returns
    -------
    facts
        What was found.

    Raises
    ------
    LayerError
        If the .dbf or .shx is missing, or a header is damaged.
    """
    for ending in (".dbf", ".shx"):
        if _companion(path, ending) is None:
            raise LayerError(say_both("files.companion_missing", path=path, ending=ending))
    table, shapes = _content(path, ".dbf"), path.read_bytes()
    try:
        features = int(struct.unpack("<I", table[4:8])[0])
        length = int(struct.unpack(">i", shapes[24:28])[0]) * 2
        texts = list(_texts(table))
    except (struct.error, IndexError) as fault:
        raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    stated = _content(path, ".cpg").decode("ascii", errors="ignore").strip()
    chosen = encoding or _encoding_of(texts, stated)
    return ShapefileFacts(chosen, features, len(shapes) < length, _faults(texts, chosen), stated)


def has_cut_names(path: Path, encoding: str) -> bool:
    """
    Tell whether a shapefile has a field name that was cut inside its last character.

    A name has ten bytes; QGIS and GDAL cut a Chinese name in UTF-8 there, and cannot read it again.

    Parameters
    ----------
    path
        The .shp.
    encoding
        Its text's encoding.

    Returns
    -------
    cut
        Whether a driver would stumble over a name.
    """
    return any(
        read_text(name, encoding) != name.decode(_family(encoding) or _UTF8, "ignore")
        for name in _names(_content(path, ".dbf"))
    )


def read_text(text: bytes, encoding: str) -> str:
    r"""
    Decode a text that may be damaged.

    Parameters
    ----------
    text
        The bytes.
    encoding
        Their encoding.

    Returns
    -------
    text
        Bytes that are no character stay visible as `\xe7`, so that two damaged names stay different.
    """
    return text.decode(_family(encoding) or _UTF8, "backslashreplace")


def _names(table: bytes) -> Iterator[bytes]:
    """Walk over a .dbf's field names."""
    at = _FIELD_BYTES
    while table[at] != _FIELDS_END:
        yield table[at : at + 11].split(b"\0")[0]
        at += _FIELD_BYTES


def _companion(path: Path, ending: str) -> Path | None:
    """Find a companion file, whatever the case of its ending."""
    places = (path.with_suffix(ending), path.with_suffix(ending.upper()))
    return next((place for place in places if place.is_file()), None)


def _content(path: Path, ending: str) -> bytes:
    place = _companion(path, ending)
    return place.read_bytes() if place else b""


def _texts(table: bytes) -> Iterator[bytes]:
    """Walk over a .dbf's field names and text values, those with other than ASCII letters."""
    header, record = struct.unpack("<HH", table[8:12])
    fields = []
    at, start = _FIELD_BYTES, 1
    while table[at] != _FIELDS_END:
        name, kind, width = table[at : at + 11].split(b"\0")[0], table[at + 11], table[at + 16]
        # A name is cut at ten bytes, perhaps inside its last character.
        yield name[:9] if len(name) > 9 else name  # noqa: PLR2004 - see above
        if kind == _TEXT_FIELD:
            fields.append((start, start + width))
        at, start = at + _FIELD_BYTES, start + width
    for place in range(header, len(table) - record + 1, record):
        for first, last in fields:
            text = table[place + first : place + last].strip(b" \0")
            if not text.isascii():
                yield text


def is_same_encoding(one: str, other: str) -> bool:
    """
    Tell whether two names mean the same encoding, as far as Chinese text goes.

    Parameters
    ----------
    one
        A name, such as a .cpg holds: `936`, `GBK`, `UTF-8`.
    other
        Another.

    Returns
    -------
    same
        GBK counts as the part of GB18030 that it is.
    """
    return _family(one) == _family(other)


def _family(name: str) -> str:
    """Give the one name of an encoding, empty if Python knows none."""
    named = {"936": "gb18030", "ansi 936": "gb18030", "65001": "utf-8"}.get(name.strip().lower(), name)
    try:
        known = codecs.lookup(named).name
    except LookupError:
        return ""
    return "gb18030" if known in {"gbk", "gb2312"} else known


def _encoding_of(texts: list[bytes], stated: str) -> str:
    """Choose the encoding that reads most texts: the .cpg's, UTF-8, GB18030, in this order."""
    candidates = [name for name in (_family(stated), _UTF8, _CHINESE) if name]
    return min(candidates, key=lambda name: _faults(texts, name)).upper()


def _faults(texts: list[bytes], encoding: str) -> int:
    """Count the texts that an encoding cannot read; a last character cut in half is forgiven."""
    if not _family(encoding):
        return len(texts)
    faults = 0
    for text in texts:
        try:
            codecs.getincrementaldecoder(_family(encoding))().decode(text)
        except UnicodeDecodeError:
            faults += 1
    return faults
