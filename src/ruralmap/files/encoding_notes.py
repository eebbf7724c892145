"""How the choice of an encoding is shown (编码说明): its score, the others', and a sample of text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from ruralmap.schema.encodings import EncodingScore, is_same_encoding, read_text
from ruralmap.words.bilingual import Bilingual, in_language, say_both
from ruralmap.words.catalogue import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.files.evidence import Note

_SHOWN: Final = 3


def scores_text(scores: Sequence[EncodingScore]) -> str:
    """
    Write scores as an office can read them, in both languages.

    Parameters
    ----------
    scores
        The scores, the best first.

    Returns
    -------
    text
        For each encoding how many texts it reads, and how many of these hold a known name.
    """
    said = [say_both("files.encoding_score", **asdict(score)) for score in scores]
    return Bilingual(*("；".join(str(in_language(text, lang)) for text in said) for lang in LANGUAGES))


def notes_on_encoding(
    scores: Sequence[EncodingScore], used: str, *, given: str | None, stated: str
) -> list[Note]:
    """
    Say how an encoding was chosen.

    Parameters
    ----------
    scores
        All that were tried, the best first.
    used
        The one that is read with.
    given
        What the workspace states, which is used whatever the text looks like.
    stated
        What the file states, empty if it does not.

    Returns
    -------
    notes
        None where the file says what its text confirms, or has no text to judge by.
    """
    best = scores[0]
    if not best.texts:
        return []
    own = next(score for score in scores if is_same_encoding(score.encoding, used))
    notes: list[Note] = []
    if own.readable < own.texts:
        notes.append(("encoding_damaged", {"encoding": used, "rows": own.texts - own.readable}))
    values: dict[str, object] = {
        "encoding": used,
        "scores": scores_text(scores),
        "sample": "、".join(own.sample) or "—",
    }
    if given and best.score > own.score:
        notes.append(("encoding_doubtful", {**values, "better": best.encoding}))
    elif not given and not stated:
        notes.append(("encoding_assumed", values))
    elif not given and not is_same_encoding(stated, used):
        notes.append(("encoding_overridden", {**values, "stated": stated}))
    return notes


def notes_on_strays(strays: Mapping[bytes, str], used: str) -> list[Note]:
    """
    Say which texts are in another encoding than the rest.

    Parameters
    ----------
    strays
        Their bytes, each with the encoding that reads it.
    used
        The encoding of the rest.

    Returns
    -------
    notes
        None where there are no such texts.
    """
    if not strays:
        return []
    sample = "、".join(read_text(text, family) for text, family in sorted(strays.items())[:_SHOWN])
    others = "、".join(sorted({family.upper() for family in strays.values()}))
    return [("encoding_mixed", {"encoding": used, "others": others, "texts": len(strays), "sample": sample})]
