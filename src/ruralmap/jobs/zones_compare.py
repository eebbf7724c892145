"""Two lists of a county side by side (名单比较): adopted ones, days, policies, readings."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.files.policies import read_policy
from ruralmap.jobs.adoption_store import adoption_names, read_adoption, restore
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.steps import Steps
from ruralmap.rules.changes import (
    Key,
    compare,
    parameters_known,
    seen_of,
    seen_of_list,
    with_manual,
)
from ruralmap.rules.chosen import with_readings
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import is_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.jobs.adoption_store import AdoptedList
    from ruralmap.rules.changes import Cause, Change, Seen
    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.rules.facts import Facts
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace

# Tables that say where things are and what they are divided by; all others are data.
_BOUNDARY: Final = ("lineage", "decisions", "denominators")


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two lists: what the user called it, its files, its policy, and the list if adopted."""

    label: str
    workspace: Workspace
    policy: Policy
    adopted: AdoptedList | None = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two lists side by side (名单变动)."""

    county: str
    simulated: bool
    before: Side
    after: Side
    changes: tuple[Change, ...]
    names: Mapping[Key, str]
    lang: Language


def compare_zones(
    workspace: Workspace,
    sides: tuple[str, str],
    *,
    policy: str | None = None,
    lang: Language = "zh",
    steps: Steps | None = None,
) -> Comparison:
    """
    Say who entered and who left between two lists, and why.

    The date moves with the data, but for 参数表: numbers published in between are a change of parameters.

    Parameters
    ----------
    workspace
        The county's folder.
    sides
        Each an adoption's name, a date, `policy@date` or `RULE=READING`.
    policy
        The policy's id or file where a side names none; the workspace's own unless given.
    lang
        The language.
    steps
        Who watches.

    Returns
    -------
    comparison
        Every unit that is on either list.

    Raises
    ------
    UsageError
        If a side is none of these.
    InputError
        If nothing trustworthy can be made of the inputs, or an adopted list is damaged.
    """
    steps = steps or Steps()
    with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
        first, second = (
            _side(workspace, text, policy, Path(folder) / str(place)) for place, text in enumerate(sides)
        )
        policies = (first.policy, second.policy)
        facts = _facts(first.workspace, policies, lang=lang, steps=steps)
        same = first.workspace == second.workspace
        others = facts if same else _facts(second.workspace, policies, lang=lang, steps=steps)
        moved = _moved(first, second, facts, lang=lang, steps=steps)
        with collector_paused(), steps.step(say("zones_compare.step", lang)):
            changes, names = _changes((first, second), facts, moved, others)
    county = workspace.county
    return Comparison(county.name, county.simulated, first, second, changes, names, lang)


def _side(workspace: Workspace, text: str, policy: str | None, folder: Path) -> Side:
    """Find out which list a person means."""
    if text in adoption_names(workspace):
        adopted = read_adoption(workspace, text)
        restored, source = restore(workspace, adopted.record, folder)
        chosen = with_readings(read_policy(source).listing, adopted.record.readings)
        return Side(text, restored, chosen, adopted)
    named, at, day = text.rpartition("@")
    if is_day(day):
        return Side(text, _on(workspace, day), policy_of(workspace, named if at else policy).listing)
    rule, equals, reading = text.partition("=")
    if equals:
        return Side(text, workspace, with_readings(policy_of(workspace, policy).listing, {rule: reading}))
    known = "、".join(adoption_names(workspace)) or "—"
    raise UsageError(say_both("zones_compare.fault.side", found=text, known=known))


def _on(workspace: Workspace, day: str) -> Workspace:
    """Give the workspace as of another day."""
    return workspace.model_copy(update={"county": workspace.county.model_copy(update={"as_of": day})})


def _facts(workspace: Workspace, policies: Sequence[Policy], *, lang: Language, steps: Steps) -> Facts:
    _, linked = read_county(workspace, lang=lang, steps=steps)
    return facts_of(workspace, linked, policies)


def _moved(first: Side, second: Side, facts: Facts, *, lang: Language, steps: Steps) -> Facts:
    """Link the first side's data into the second side's boundaries, where these are others."""
    old, new = first.workspace, second.workspace
    if _boundary_files(old) == _boundary_files(new):
        return facts
    layers = {
        name: source.model_copy(update={"path": str(new.path(source.path))})
        for name, source in new.layers.items()
    }
    tables = {name: paths for name, paths in old.tables.items() if name not in _BOUNDARY}
    tables |= {
        name: tuple(str(new.path(path)) for path in paths)
        for name, paths in new.tables.items()
        if name in _BOUNDARY
    }
    mixed = old.model_copy(update={"layers": layers, "tables": tables})
    return _facts(mixed, (first.policy, second.policy), lang=lang, steps=steps)


def _boundary_files(workspace: Workspace) -> list[tuple[str, bytes]]:
    """Read what says where things are, to see whether two sides have the same."""
    sources = [(name, source.path) for name, source in workspace.layers.items()]
    sources += [(name, path) for name in _BOUNDARY for path in workspace.tables.get(name, ())]
    files = []
    for name, relative in sources:
        path = workspace.path(relative)
        family = path.parent.glob(f"{path.stem}.*") if path.suffix.lower() == ".shp" else [path]
        files += [(name + one.suffix, one.read_bytes()) for one in sorted(family) if one.is_file()]
    return files


def _changes(
    sides: tuple[Side, Side], facts: Facts, moved: Facts, others: Facts
) -> tuple[tuple[Change, ...], dict[Key, str]]:
    """Replace one ingredient after another, and see who moves when."""
    first, second = sides
    parameters = parameters_known(others.parameters, on=others.as_of, shown_on=facts.as_of)
    oldest, newest = evaluate_policy(first.policy, facts), evaluate_policy(second.policy, others)
    start, end = seen_of(oldest), seen_of(newest)
    steps: list[tuple[Cause, Mapping[Key, Seen]]] = []
    if first.adopted:
        steps += [("tool", with_manual(start, first.adopted.units)), ("manual", start)]
    steps += [
        ("rule", seen_of(evaluate_policy(second.policy, facts))),
        ("parameter", seen_of(evaluate_policy(second.policy, replace(facts, parameters=parameters)))),
        ("boundary", seen_of(evaluate_policy(second.policy, replace(moved, parameters=parameters)))),
    ]
    steps.append(("data", end))
    if second.adopted:
        units = second.adopted.units
        steps += [("manual", with_manual(end, units)), ("tool", seen_of_list(end, units))]
    before = seen_of_list(start, first.adopted.units) if first.adopted else start
    changes = tuple(compare(before, steps))
    listed = [unit for side in sides if side.adopted for unit in side.adopted.units]
    names = {Key(unit.rule_id, unit.code): unit.name for unit in listed}
    for evaluation in (oldest, newest):
        names |= _names(evaluation, changes)
    return changes, names


def _names(evaluation: Evaluation, changes: tuple[Change, ...]) -> dict[Key, str]:
    """Name the units of two lists as one evaluation knows them."""
    names = {}
    for key in (change.key for change in changes if change.key.rule_id in evaluation.rules):
        found = evaluation.rules[key.rule_id]
        place = found.place_of(key.code)
        if place is not None:
            names[key] = found.result_at(place).name
    return names
