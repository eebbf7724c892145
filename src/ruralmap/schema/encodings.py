"""Which encoding a text is in (文字编码): scored by what is readable, and by the place names in it."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UTF8: Final = "UTF-8"
GB18030: Final = "GB18030"
BIG5: Final = "BIG5"
# An encoding in which every byte is a character. A driver passes text on in it without looking at it; in
# another it would give a text that is damaged, or a name cut inside a character, as an empty one.
EVERY_BYTE: Final = "ISO-8859-1"
# Names under which programs write the code pages of Windows.
_CODE_PAGES: Final = {
    "936": "gb18030",
    "ansi 936": "gb18030",
    "cp936": "gb18030",
    "65001": "utf-8",
    "950": "big5",
    "ansi 950": "big5",
    "cp950": "big5",
}
# What names of places and the fields of their layers are made of, in simplified and traditional characters.
_COMMON: Final = (
    *("村", "镇", "乡", "社区", "委会", "街道", "县", "代码", "名称", "编码"),
    *("鎮", "鄉", "社區", "委會", "縣", "代碼", "名稱"),
)
_SAMPLES: Final = 3
# Private use, unassigned, control, half of a pair: an encoding that finds what no office writes is wrong.
_NO_TEXT: Final = frozenset({"Co", "Cn", "Cc", "Cs"})


@dataclass(frozen=True)
class EncodingScore:
    """
    How well an encoding reads a file's texts (编码得分).

    `readable` counts the texts that it decodes to characters people write, `known` those of them that hold a
    known name; `sample` shows some of the latter, or of the former where there is none.
    """

    encoding: str
    texts: int
    readable: int
    known: int
    sample: tuple[str, ...]

    @property
    def score(self) -> float:
        """The share that is readable plus the share with known names: 0 to 2."""
        return (self.readable + self.known) / self.texts if self.texts else 0.0


def score_encodings(
    texts: Sequence[bytes], *, declared: Iterable[str] = (), names: Iterable[str] = ()
) -> tuple[EncodingScore, ...]:
    """
    Score the encodings that a Chinese file's text may be in.

    UTF-8 read as GB18030 is often all characters, but no village; hence the names.

    Parameters
    ----------
    texts
        Texts with other than ASCII letters, as bytes; the last character of one may be cut in half.
    declared
        What the file says of itself, the most trusted first; what names no encoding is passed over.
    names
        Names of places nearby: the county, its prefecture, its townships.

    Returns
    -------
    scores
        The best first; of equal ones the declared, then UTF-8, GB18030, Big5.
    """
    families = [family for name in declared if (family := family_of(name))]
    candidates = dict.fromkeys([*families, *map(family_of, (UTF8, GB18030, BIG5))])
    wanted = (*_COMMON, *(name for name in names if name))
    scores = [_score(texts, candidate, wanted) for candidate in candidates]
    return tuple(sorted(scores, key=lambda item: -item.score))


def find_strays(texts: Iterable[bytes], encoding: str, *, names: Iterable[str] = ()) -> dict[bytes, str]:
    """
    Find texts that are in another encoding than the rest of their file: rows pasted in from another layer.

    Read as GB18030, most UTF-8 is characters too, in 水库 there is even a 村: GB18030 is taken only for what
    the file's own encoding cannot read at all.

    Parameters
    ----------
    texts
        Texts with other than ASCII letters, as bytes.
    encoding
        The encoding of the file.
    names
        Names of places nearby.

    Returns
    -------
    strays
        Texts that hold no known name in `encoding`, and one in UTF-8 or GB18030; with that encoding.
    """
    own, wanted = family_of(encoding), (*_COMMON, *(name for name in names if name))

    def holds_name(text: bytes, family: str) -> bool:
        read = _decoded(text, family)
        return any(name in read for name in wanted)

    found: dict[bytes, str] = {}
    for text in set(texts):
        if own != family_of(UTF8) and not holds_name(text, own) and holds_name(text, family_of(UTF8)):
            found[text] = family_of(UTF8)
        elif not _decoded(text, own) and holds_name(text, family_of(GB18030)):
            found[text] = family_of(GB18030)
    return found


def family_of(name: str) -> str:
    """
    Give the one name of an encoding.

    Parameters
    ----------
    name
        A name, such as a .cpg holds: `936`, `GBK`, `UTF-8`.

    Returns
    -------
    family
        GBK and GB2312 are the parts of GB18030 that they are; empty if Python knows none of that name.
    """
    stripped = name.strip().lower()
    try:
        known = codecs.lookup(_CODE_PAGES.get(stripped, stripped)).name
        # Python counts hexadecimal digits and compressed bytes among its encodings; they are none of text.
        "a".encode(known)
    except (LookupError, ValueError):
        return ""
    return "gb18030" if known in {"gbk", "gb2312"} else known


def is_same_encoding(one: str, other: str) -> bool:
    """
    Tell whether two names mean the same encoding, as far as Chinese text goes.

    Parameters
    ----------
    one
        A name.
    other
        Another.

    Returns
    -------
    same
        GBK counts as the part of GB18030 that it is.
    """
    return family_of(one) == family_of(other)


def read_text(text: bytes, encoding: str) -> str:
    r"""
    Decode a text that may be damaged.

    Parameters
    ----------
    text
        The bytes.
    encoding
        Their encoding; one that is unknown is taken for UTF-8.

    Returns
    -------
    text
        Bytes that are no character stay visible as `\xe7`, so that two damaged names stay different.
    """
    return text.decode(family_of(encoding) or UTF8, "backslashreplace")


def _score(texts: Sequence[bytes], family: str, names: tuple[str, ...]) -> EncodingScore:
    """Read the texts in one encoding."""
    readable = [read for text in texts if (read := _decoded(text, family))]
    known = [text for text in readable if any(name in text for name in names)]
    sample = tuple(dict.fromkeys(known or readable))[:_SAMPLES]
    return EncodingScore(family.upper(), len(texts), len(readable), len(known), sample)


def _decoded(text: bytes, family: str) -> str:
    """Decode a text, but for a last character cut in half; empty if it is none in this encoding."""
    try:
        read = codecs.getincrementaldecoder(family)().decode(text)
    except UnicodeDecodeError:
        return ""
    return "" if any(unicodedata.category(letter) in _NO_TEXT for letter in read) else read
