"""What is kept of an adoption (审定记录): who decided, by which document, from which files."""

from __future__ import annotations

import json
from typing import Any, Final

from ruralmap.rules.adopted import Listed, Manual, Move
from ruralmap.rules.verdicts import Status  # noqa: TC001 - pydantic reads it
from ruralmap.schema.strict import Strict
from ruralmap.schema.vocabulary import Level  # noqa: TC001 - pydantic reads it

RECORD_FILE: Final = "adoption.json"
LIST_FILE: Final = "审定名单.json"


class ManualRow(Strict):
    """A unit taken in or out by hand (人工调入、调出)."""

    rule_id: str
    code: str
    move: Move
    reason: str
    approver: str

    @classmethod
    def of(cls, manual: Manual) -> ManualRow:
        """Take down a decision."""
        return cls(**vars(manual))

    @property
    def manual(self) -> Manual:
        """The decision."""
        return Manual(**dict(self))


class ParameterRow(Strict):
    """A number of 参数表 that the policy could use; `value` is text, as the table has it."""

    jurisdiction: str
    name: str
    year: int | None
    valid_from: str
    value: str | None
    unit: str
    doc: str


class Adoption(Strict):
    """
    One adoption (一次审定).

    `inputs` are the SHA-256 of every file by its path in the workspace, ruralmap.toml and cards among them;
    `policy_sha256` and `list_sha256` those of the policy and of 审定名单.json. `readings` name the reading of
    every rule that decided.
    """

    name: str
    doc: str
    date: str
    by: str
    county: str
    policy: str
    policy_sha256: str
    as_of: str
    readings: dict[str, str]
    manual: tuple[ManualRow, ...] = ()
    parameters: tuple[ParameterRow, ...] = ()
    inputs: dict[str, str]
    tool_version: str
    list_sha256: str


class _ListedRow(Strict):
    """A row of 审定名单.json: the fields of `Listed`."""

    rule_id: str
    level: Level
    code: str
    name: str
    status: Status
    adopted: bool
    numerator: int | None
    denominator: int | None
    margin: int | None
    move: Move | None
    reason: str
    approver: str


def canonical(record: object) -> bytes:
    """
    Write a record so that the same content gives the same bytes.

    Parameters
    ----------
    record
        What JSON can say.

    Returns
    -------
    content
        UTF-8, keys in order, Unix line ends.
    """
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8")


def list_content(units: tuple[Listed, ...], head: dict[str, Any]) -> bytes:
    """
    Write 审定名单.json.

    Parameters
    ----------
    units
        The units of the list.
    head
        What the list says of itself.

    Returns
    -------
    content
        Its bytes, the same for the same list.
    """
    return canonical(head | {"units": [vars(unit) for unit in units]})


def read_list(content: bytes) -> tuple[Listed, ...]:
    """
    Read 审定名单.json.

    Parameters
    ----------
    content
        Its bytes.

    Returns
    -------
    units
        The units of the list.
    """
    rows = json.loads(content)["units"]
    return tuple(Listed(**dict(_ListedRow.model_validate(row))) for row in rows)
