"""Accepted coordinate systems written into ruralmap.toml (采用坐标系), each with its evidence beside it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Final

import tomlkit

from ruralmap.files.atomic import write_bytes
from ruralmap.geo.candidates import read_candidate
from ruralmap.jobs.crs_findings import evidence_of
from ruralmap.words.bilingual import in_language
from ruralmap.words.catalogue import say
from ruralmap.workspace import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tomlkit.items import Item

    from ruralmap.jobs.crs_entries import CrsEntry
    from ruralmap.workspace import Workspace

_BYTE_ORDER_MARK: Final = "\ufeff"
_WINDOWS: Final = "\r\n"


def choose_acceptable(
    entries: Iterable[CrsEntry], in_force: Mapping[str, str]
) -> tuple[list[CrsEntry], tuple[str, ...]]:
    """
    Choose the proposals that can be written: one for each file.

    Parameters
    ----------
    entries
        The evidence.
    in_force
        The lines that stand under [crs] now, by file.

    Returns
    -------
    chosen
        One entry for each file whose rows propose one system.
    conflicts
        Files whose rows propose different ones, or of which other rows are read rightly by the line that
        stands there: a file has one line in ruralmap.toml.
    """
    listed = list(entries)
    by_file: dict[str, list[CrsEntry]] = {}
    for entry in listed:
        if entry.is_acceptable:
            by_file.setdefault(entry.file, []).append(entry)
    apart = {
        file
        for file, (first, *_) in by_file.items()
        for other in listed
        if other.file == file and _is_against(first, other, in_force.get(file))
    }
    return [found[0] for file, found in by_file.items() if file not in apart], tuple(sorted(apart))


def _is_against(chosen: CrsEntry, other: CrsEntry, line: str | None) -> bool:
    """Tell whether other rows of the file need another line, or the one that stands there."""
    if other.proposal is None or other.proposal == chosen.proposal:
        return False
    if other.is_acceptable or line is None:
        return other.is_acceptable
    own = read_candidate(other.stated) if other.stated else None
    return other.proposal == read_candidate(line) != own


def write_accepted(workspace: Workspace, chosen: Iterable[CrsEntry]) -> tuple[str, ...]:
    """
    Write proposals under [crs] in ruralmap.toml; all else in it stays as it was typed.

    Parameters
    ----------
    workspace
        The county's folder.
    chosen
        Entries with a proposal, one for each file.

    Returns
    -------
    lines
        What was written.

    Raises
    ------
    OutputError
        If the file is open in an office program, or cannot be written; the old one stays then.
    """
    entries = sorted(chosen, key=lambda entry: entry.file)
    if not entries:
        return ()
    path = workspace.path(FILE_NAME)
    text = path.read_bytes().decode("utf-8")
    mark = _BYTE_ORDER_MARK * text.startswith(_BYTE_ORDER_MARK)
    windows = _WINDOWS in text
    document = tomlkit.parse(text.removeprefix(mark).replace(_WINDOWS, "\n"))
    if "crs" not in document:
        heading = tomlkit.table().comment(say("crs.toml.section"))
        document.add(tomlkit.nl()).add("crs", heading)
    section: dict[str, Item] = document["crs"]
    for entry in entries:
        section[entry.file] = _value(entry)
        for name in ("layers", "shapes"):
            _forget_stated(document.get(name, {}), entry.file)
    out = tomlkit.dumps(document)
    write_bytes(path, (mark + (out.replace("\n", _WINDOWS) if windows else out)).encode("utf-8"))
    return tuple(entry.line for entry in entries)


def _value(entry: CrsEntry) -> Item:
    """Make the value of a line, with the evidence as its comment."""
    value = tomlkit.item(entry.proposal.id if entry.proposal else "")
    return value.comment(str(in_language(evidence_of(entry), "zh")))


def _forget_stated(sources: object, file: str) -> None:
    """Take out what a layer states of itself: a file is stated once."""
    if isinstance(sources, MutableMapping):
        if sources.get("path") == file:
            sources.pop("crs", None)
        sources = list(sources.values())
    if isinstance(sources, list):
        for source in sources:
            _forget_stated(source, file)
