"""Adopt a list (审定), and make an adopted list again from what was kept (复现)."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ruralmap.errors import UsageError
from ruralmap.files.policies import policy_bytes, read_policy
from ruralmap.files.workbook import workbook_bytes
from ruralmap.jobs.adoption_records import (
    LIST_FILE,
    Adoption,
    ManualRow,
    ParameterRow,
    list_content,
)
from ruralmap.jobs.adoption_sheets import adoption_sheets
from ruralmap.jobs.adoption_store import (
    collect_inputs,
    earlier_lists,
    next_name,
    read_adoption,
    restore,
    sha256,
    store,
)
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.made_rows import asks_rows
from ruralmap.jobs.places import find_place
from ruralmap.jobs.policies import policy_source
from ruralmap.jobs.policy_run import PolicyRun
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.steps import Steps
from ruralmap.jobs.workpaper_file import paper_of, workpaper_bytes
from ruralmap.jobs.zones import zones
from ruralmap.rules.adopted import Manual, list_units
from ruralmap.rules.chosen import with_readings
from ruralmap.rules.records import plain_rows
from ruralmap.version import VERSION
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import is_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.adopted import Listed, Move
    from ruralmap.rules.facts import Facts
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace

_LIST_BOOK: Final = "审定名单.xlsx"
_WORKPAPER: Final = "测算底稿.xlsx"


@dataclass(frozen=True)
class Wish:
    """A unit that a person wants in or out, as it was typed: `PLACE:RULE`, the reason, who approved."""

    text: str
    move: Move
    reason: str
    approver: str


@dataclass(frozen=True)
class Order:
    """What the office decided (审定事项): the document, its day, who enters it, readings, manual rows."""

    doc: str
    date: str
    by: str
    readings: Mapping[str, str]
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, eq=False)
class Adopted:
    """What an adoption made: the folder, the record, and the units."""

    path: Path
    record: Adoption
    units: tuple[Listed, ...]


@dataclass(frozen=True)
class Reproduction:
    """
    Whether an adopted list came out the same again (复现结果).

    `differing` are the rules whose rows differ, `tool_then` and `tool_now` the versions of ruralmap.
    """

    name: str
    equal: bool
    differing: tuple[str, ...]
    tool_then: str
    tool_now: str


def adopt(
    workspace: Workspace,
    order: Order,
    *,
    policy: str | None = None,
    lang: Language = "zh",
    steps: Steps | None = None,
) -> Adopted:
    """
    Adopt a list, and keep all that it was made of.

    Parameters
    ----------
    workspace
        The county's folder.
    order
        What the office decided.
    policy
        The policy's id or file; the workspace's own unless given.
    lang
        The language of the workbooks.
    steps
        Who watches.

    Returns
    -------
    adopted
        What was kept, and where.

    Raises
    ------
    UsageError
        If the policy is on trial in this county, a day, place, rule or reading does not fit, or a manual row
        lacks its reason or approver.
    InputError
        If nothing trustworthy can be made of the inputs.
    OutputError
        If the disk does not allow it.
    """
    steps = steps or Steps()
    _require_order(workspace, order)
    source = policy_source(workspace, policy)
    chosen = with_readings(read_policy(source).listing, order.readings)
    inputs = collect_inputs(workspace)
    if asks_rows(chosen, "adopted"):
        inputs |= earlier_lists(workspace)
    linked, report = _evaluate(workspace, chosen, lang=lang, steps=steps)
    if report.evaluation.trial:
        message = say_both("adoption.fault.trial", policy=chosen.id, county=workspace.county.name)
        raise UsageError(message)
    manual = tuple(_settled(report, wish) for wish in order.wishes)
    units = list_units(report.evaluation, manual)
    _require_moves(units, manual)
    readings = {rule.id: rule.default_reading.id for rule in chosen.rules if rule.readings}
    content = list_content(units, _head(report, doc=order.doc, date=order.date, readings=readings))
    frozen = policy_bytes(source)
    record = Adoption(
        name=next_name(workspace.adopted, date=order.date, policy=chosen.id),
        doc=order.doc,
        date=order.date,
        by=order.by,
        county=workspace.county.code,
        policy=chosen.id,
        policy_sha256=sha256(frozen),
        as_of=workspace.county.as_of,
        readings=readings,
        manual=tuple(map(ManualRow.of, manual)),
        parameters=_parameters(report),
        inputs={path: sha256(file) for path, file in inputs.items()},
        tool_version=VERSION,
        list_sha256=sha256(content),
    )
    run = PolicyRun(report.evaluation, report.policy.rules, report.simulated)
    with steps.step(say("adoption.step", lang)):
        products = {
            LIST_FILE: content,
            _LIST_BOOK: workbook_bytes(adoption_sheets(report, record, units)),
            _WORKPAPER: workpaper_bytes(run, paper_of(workspace, linked, asked=True), lang=lang),
        }
        path = store(workspace.adopted, record, [*inputs.values(), frozen], products)
    return Adopted(path, record, units)


def reproduce(
    workspace: Workspace, name: str, *, lang: Language = "zh", steps: Steps | None = None
) -> Reproduction:
    """
    Make an adopted list again from the files that were kept with it.

    Parameters
    ----------
    workspace
        The county's folder.
    name
        The adoption's name.
    lang
        The language of the steps.
    steps
        Who watches.

    Returns
    -------
    reproduction
        Whether every byte is the same, and which rules differ.

    Raises
    ------
    UsageError
        If there is no such adoption.
    InputError
        If what was kept is damaged.
    """
    adopted = read_adoption(workspace, name)
    record = adopted.record
    with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
        restored, source = restore(workspace, record, Path(folder))
        chosen = with_readings(read_policy(source).listing, record.readings)
        _, report = _evaluate(restored, chosen, lang=lang, steps=steps or Steps())
    units = list_units(report.evaluation, [row.manual for row in record.manual])
    content = list_content(units, _head(report, doc=record.doc, date=record.date, readings=record.readings))
    differing = {one.rule_id for one in {*units} ^ {*adopted.units}}
    equal = sha256(content) == record.list_sha256
    return Reproduction(name, equal, tuple(sorted(differing)), record.tool_version, VERSION)


def _evaluate(
    workspace: Workspace, policy: Policy, *, lang: Language, steps: Steps
) -> tuple[LinkedCounty, ZonesReport]:
    """Check, link and evaluate a workspace."""
    _, linked = read_county(workspace, lang=lang, steps=steps)
    with steps.step(say("jobs.step.zones", lang)):
        facts = facts_of(workspace, linked, (policy,))
        return linked, zones(workspace, facts, policy=policy, lang=lang)


def _require_order(workspace: Workspace, order: Order) -> None:
    """Refuse an order that lacks what an auditor will ask for."""
    if not (order.doc.strip() and order.by.strip()):
        raise UsageError(say_both("adoption.fault.unsigned"))
    if not is_day(order.date) or order.date < workspace.county.as_of:
        as_of = workspace.county.as_of
        raise UsageError(say_both("adoption.fault.date", date=order.date, as_of=as_of))
    for wish in order.wishes:
        if not (wish.reason.strip() and wish.approver.strip()):
            raise UsageError(say_both("adoption.fault.reason", found=wish.text))


def _settled(report: ZonesReport, wish: Wish) -> Manual:
    """Find the unit and the rule that a person named."""
    place, _, rule_id = wish.text.replace("：", ":").rpartition(":")
    rules = {rule.id: rule.level for rule in report.policy.rules}
    if rule_id not in rules:
        raise UsageError(say_both("adoption.fault.rule", found=wish.text, known="、".join(rules)))
    unit = find_place(report.facts, place)
    if unit.level != rules[rule_id]:
        raise UsageError(say_both("adoption.fault.level", found=wish.text, rule=rule_id))
    return Manual(rule_id, unit.code, wish.move, wish.reason.strip(), wish.approver.strip())


def _require_moves(units: Sequence[Listed], manual: Sequence[Manual]) -> None:
    """Refuse to take in what is on the list anyway, to take out what is not, and to decide twice."""
    status = {(one.rule_id, one.code): one.status for one in units}
    keys = [(one.rule_id, one.code) for one in manual]
    idle = [
        f"{one.code}:{one.rule_id}"
        for one, key in zip(manual, keys, strict=True)
        if (one.move == "in") == (status[key] == "selected") or keys.count(key) > 1
    ]
    if idle:
        raise UsageError(say_both("adoption.fault.idle", units="、".join(idle)))


def _head(report: ZonesReport, *, doc: str, date: str, readings: Mapping[str, str]) -> dict[str, Any]:
    """Say what a list is a list of."""
    return {
        "policy": report.policy.id,
        "county": report.facts.county_code,
        "as_of": report.evaluation.as_of,
        "doc": doc,
        "date": date,
        "readings": dict(readings),
    }


def _parameters(report: ZonesReport) -> tuple[ParameterRow, ...]:
    """List the rows of 参数表 whose names the policy uses."""
    facts: Facts = report.facts
    wanted = {parameter.name for parameter in report.policy.parameters.values()}
    table = facts.parameters
    names = list(ParameterRow.model_fields)
    rows = plain_rows(table.loc[table["name"].isin(wanted), names])
    return tuple(
        ParameterRow(
            jurisdiction=row["jurisdiction"] or "",
            name=row["name"],
            year=None if row["year"] is None else int(row["year"]),
            valid_from=row["valid_from"] or "",
            value=None if row["value"] is None else str(row["value"]),
            unit=row["unit"] or "",
            doc=row["doc"] or "",
        )
        for row in rows
    )
