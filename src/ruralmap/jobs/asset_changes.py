"""What the registry's past says on the map of assets (资产变动上图): histories, changes between days."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.assets.changes import differing
from ruralmap.assets.replay import as_of
from ruralmap.draw.asset_changes import Changes
from ruralmap.draw.asset_panel import UNREGISTERED
from ruralmap.errors import UsageError
from ruralmap.jobs.asset_fields import field_words, table_words, value_words
from ruralmap.jobs.asset_history import lines_of, read_past
from ruralmap.registry.store import has_history
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import is_day

if TYPE_CHECKING:
    from ruralmap.assets.changes import Fields, Value
    from ruralmap.jobs.asset_history import Line
    from ruralmap.workspace import Workspace

_SHOWN: Final = 5  # lines of history in a pop-up, the latest: a page holds thousands of assets
_LONGEST: Final = 24  # signs of a value there
_STATE: Final = "run_state"
_COLUMNS: Final = (
    "asset_id",
    "asset",
    "asset_class",
    "run_state",
    "owner_level",
    "village_code",
    "kind",
    "said",
)


def histories(workspace: Workspace, lang: Language) -> dict[str, str]:
    """
    Say what became of each asset since it was entered.

    Parameters
    ----------
    workspace
        The county's folder.
    lang
        The language.

    Returns
    -------
    histories
        By number, the latest changes first, one a line: day, field, before and after, who. An asset that
        nobody changed is not there; nor is any without a registry. Of contracts, inspections and the like,
        which name persons, only what changed is said, not to what.

    Raises
    ------
    RegistryError
        If the registry is damaged.
    """
    if not has_history(workspace.registry):
        return {}
    known = read_past(workspace)
    kinds = {batch.batch: batch.kind for batch in known.batches}
    first = known.batches[0].batch if known.batches else ""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines_of(known.events, kinds):
        event = line.event
        entry = event.table == "assets" and not event.before
        if event.on <= workspace.county.as_of and event.batch != first and not entry:
            told[line.asset_id].append(f"{event.on} {_in_words(line, lang)}（{event.by}）")
    return {asset: _latest(lines, lang) for asset, lines in told.items()}


def changes_since(workspace: Workspace, day: str, lang: Language) -> Changes:
    """
    Say what changed between a day and the workspace's date.

    Parameters
    ----------
    workspace
        The county's folder.
    day
        ISO text.
    lang
        The language.

    Returns
    -------
    changes
        One for each asset that differs: `new`, `gone`, `state` (whatever else changed beside it), `other`.

    Raises
    ------
    UsageError
        If the day is none, is after the workspace's date, or the registry had no asset yet.
    RegistryError
        If there is no registry, or it is damaged.
    """
    until = workspace.county.as_of
    if not is_day(day) or day > until:
        raise UsageError(say_both("asset_history.changes.bad_day", found=day, until=until))
    events = read_past(workspace).events
    old = as_of(events, day).get("assets", {})
    new = as_of(events, until).get("assets", {})
    if not old:
        first = min((event.on for event in events), default="—")
        raise UsageError(say_both("asset_history.as_of.none", day=day, first=first))
    moves: Counter[tuple[str, str]] = Counter()
    rows = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        kind = _kind(before, after)
        if kind is None:
            continue
        if kind == "state" and before and after:
            moves[_state(before), _state(after)] += 1
        shown = after or before or {}
        rows.append([*(shown.get(name) for name in _COLUMNS[:-2]), kind, _said(before, after, lang)])
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(dict.fromkeys(_COLUMNS, "str"))
    return Changes(day, until, frame, dict(moves))


def _kind(before: Fields | None, after: Fields | None) -> str | None:
    """Say what happened to an asset; nothing where it is as it was."""
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.get(_STATE) != after.get(_STATE):
        return "state"
    return "other" if any(True for _ in differing(before, after)) else None


def _state(fields: Fields) -> str:
    """Name a state; one that nobody entered is a state of its own."""
    return str(fields.get(_STATE, UNREGISTERED))


def _said(before: Fields | None, after: Fields | None, lang: Language) -> str:
    """Say field by field what changed."""
    if before is None or after is None:
        return say(f"asset_history.{'gone' if after is None else 'entered'}", lang)
    names = sorted(differing(before, after), key=lambda name: (name != _STATE, name))
    return "\n".join(_move("assets", name, before.get(name), after.get(name), lang) for name in names)


def _in_words(line: Line, lang: Language) -> str:
    """Say one change of a history."""
    event = line.event
    if event.table == "assets" and line.field:
        return _move("assets", line.field, line.before, line.after, lang)
    table = table_words(event.table, lang)
    if line.field:
        return f"{table} · {field_words(event.table, line.field, lang)}"
    done = "entered" if event.after else "gone"
    return f"{table} · {say(f'asset_history.{done}', lang)}"


def _move(table: str, name: str, before: Value | None, after: Value | None, lang: Language) -> str:
    """Say from what to what a field went."""
    texts = [value_words(table, name, value, lang) or "—" for value in (before, after)]
    short = [text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…" for text in texts]
    return f"{field_words(table, name, lang)} {short[0]} → {short[1]}"


def _latest(lines: list[str], lang: Language) -> str:
    """Take the last lines, the latest first, and count the others."""
    shown = lines[: -_SHOWN - 1 : -1]
    more = len(lines) - len(shown)
    return "\n".join([*shown, *([say("asset_history.changes.more", lang, count=more)] if more else [])])
