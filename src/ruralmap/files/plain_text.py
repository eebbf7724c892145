"""Layers that are text (文本图层): GeoJSON and KML are UTF-8 by their rules, and often are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ruralmap.errors import LayerError
from ruralmap.files.encoding_notes import notes_on_encoding
from ruralmap.schema.encodings import family_of, score_encodings
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.files.evidence import Note
    from ruralmap.files.features import Wanted

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_MARK: Final = b"\xef\xbb\xbf"
# What XML says of its own encoding; the text is decoded by then, so the words must go.
_XML_HEAD: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_XML_ENCODING: Final = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([\w-]+)[\"']")
_ASCII: Final = re.compile(rb"[\x00-\x7f]{2,}")


def decode_text(path: Path, content: bytes, wanted: Wanted) -> tuple[str, list[Note]]:
    """
    Decode a layer that is text: as stated, as UTF-8 where it is, else as what its place names say.

    Parameters
    ----------
    path
        The file, for messages.
    content
        Its bytes.
    wanted
        Holds the encoding that the workspace states, and known names.

    Returns
    -------
    text
        Without a mark or an XML declaration at its beginning.
    notes
        How the encoding was chosen, unless it is the one that the format asks for or the workspace states.

    Raises
    ------
    LayerError
        If no encoding can read it.
    """
    if content.startswith(_WIDE):
        return _XML_HEAD.sub("", content.decode("utf-16", "replace")), []
    if wanted.encoding is None:
        try:
            return _XML_HEAD.sub("", content.removeprefix(_MARK).decode("utf-8")), []
        except UnicodeDecodeError:
            pass
    match = _XML_ENCODING.match(content)
    stated = match[1].decode("ascii") if match else ""
    texts = [text for text in _ASCII.split(content) if text and not text.isascii()]
    scores = score_encodings(texts, declared=[wanted.encoding or "", stated], names=wanted.names)
    chosen = wanted.encoding if wanted.encoding and family_of(wanted.encoding) else scores[0].encoding
    try:
        text = content.removeprefix(_MARK).decode(family_of(chosen))
    except UnicodeDecodeError as fault:
        raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    notes = notes_on_encoding(scores, chosen, given=wanted.encoding, stated=stated)
    return _XML_HEAD.sub("", text), notes
