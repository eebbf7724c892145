"""The card beside each input file (资料卡): its origin, its date, and what it may be used for."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from ruralmap.errors import LayerError
from ruralmap.files.atomic import write_text
from ruralmap.words.bilingual import say_both

CARD_ENDING: Final = ".card.toml"


@dataclass(frozen=True)
class Card:
    """
    What must be known of a file before it is used.

    `source` names who made it, `date` the day its content is of, `crs` its coordinate reference system (empty
    for tables). `simulated` marks 模拟数据, `restricted` what must not leave the office.
    """

    title: str
    source: str
    date: str
    licence: str = ""
    crs: str = ""
    simulated: bool = False
    restricted: bool = False
    note: str = ""


def card_path(path: str | Path) -> Path:
    """
    Say where the card of a file stands.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    card
        The file's whole name with `.card.toml` behind it.
    """
    place = Path(path)
    return place.with_name(place.name + CARD_ENDING)


def read_card(path: str | Path) -> Card | None:
    """
    Read the card beside a file.

    Parameters
    ----------
    path
        The file, not the card.

    Returns
    -------
    card
        None if the file has none.

    Raises
    ------
    LayerError
        If the card is no TOML, lacks a field, or has one that is unknown or of the wrong kind.
    """
    place = card_path(path)
    if not place.is_file():
        return None
    try:
        content = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LayerError(say_both("files.card_unreadable", path=place, fault=fault)) from fault
    problems = _problems(content)
    if problems:
        raise LayerError(say_both("files.card_unreadable", path=place, fault="; ".join(problems)))
    # An unquoted TOML date is a date; the card keeps text.
    plain: dict[str, Any] = {
        name: value if isinstance(value, bool) else str(value) for name, value in content.items()
    }
    return Card(**plain)


def write_card(path: str | Path, card: Card) -> None:
    """
    Write the card of a file beside it.

    Parameters
    ----------
    path
        The file, not the card.
    card
        The card.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in asdict(card).items()]
    write_text(card_path(path), "".join(lines))


def _problems(content: dict[str, object]) -> list[str]:
    """List what is wrong with a card's fields."""
    known = {field.name: field for field in fields(Card)}
    compulsory = ("title", "source", "date")
    problems = [f"{name}?" for name in content if name not in known]
    problems += [f"{name} = ?" for name in compulsory if not content.get(name)]
    for name in ("simulated", "restricted"):
        if not isinstance(content.get(name, False), bool):
            problems.append(f"{name} = true / false")
    return problems
