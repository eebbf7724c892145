"""From a TOML document to a record, or to the list of all that is wrong with it (读政策文件)."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from ruralmap.schema.policy import Policy
from ruralmap.schema.policy_bodies import KEYS_OF_KIND
from ruralmap.schema.policy_filters import TAG
from ruralmap.schema.policy_problems import PolicyRefusedError, Problem
from ruralmap.schema.policy_references import unfit_parts
from ruralmap.schema.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Record = TypeVar("Record", bound=Strict)

# Mistakes that pydantic finds and we say in words of our own; any other is `wrong_kind`, in its words.
_CODES: Final = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "literal_error": "unknown_value",
    "union_tag_invalid": "unknown_value",
    "union_tag_not_found": "not_a_table",
}
_OURS: Final = frozenset(
    {
        "not_a_number",
        "not_a_date",
        "number_or_date",
        "no_answer",
        "key_of_kind",
        "named_twice",
        "one_value",
        "one_threshold",
        "about_tolerance",
        "column_or_distinct",
        "condition_or_conforms",
        "items_or_count",
        "unknown_column",
        "one_default",
    }
)
# How pydantic lists what it would accept; the tags of unions are ours.
_QUOTED: Final = re.compile(f"'{TAG}?([^']*)'")
_LONGEST_SHOWN: Final = 60
# Steps that only the record has, and how many with what follows: a rule's body; its one reading.
_GATHERED: Final[dict[int | str, int]] = {"body": 1, "readings": 2}
# rules, the number of the rule, its key
_DEPTH_OF_RULE: Final = 3


def parse_policy(document: Mapping[str, Any], file: str) -> Policy:
    """
    Turn a TOML document into a policy, or refuse it with everything that is wrong.

    Parameters
    ----------
    document
        What the TOML reader gave, numbers with a point read as `Decimal`.
    file
        The file's name, for the messages.

    Returns
    -------
    policy
        The policy.

    Raises
    ------
    PolicyRefusedError
        If a key, operator, column, unit or name is unknown or does not fit its place; all are listed.
    """
    return read_record(Policy, document, file, unfit=unfit_parts)


def read_record(
    model: type[Record],
    document: Mapping[str, Any],
    file: str,
    *,
    unfit: Callable[[Record], Iterable[Problem]],
) -> Record:
    """
    Turn a TOML document into a record, or refuse it with everything that is wrong.

    Parameters
    ----------
    model
        What the document shall be.
    document
        What the TOML reader gave, numbers with a point read as `Decimal`.
    file
        The file's name, for the messages.
    unfit
        Finds what is well formed by itself and does not fit the rest.

    Returns
    -------
    record
        The record.

    Raises
    ------
    PolicyRefusedError
        If the document is not well formed, or parts of it do not fit; all mistakes are listed.
    """
    try:
        record = model.model_validate(document)
    except ValidationError as fault:
        raise PolicyRefusedError(file, _problems(fault, document)) from fault
    problems = list(unfit(record))
    if problems:
        raise PolicyRefusedError(file, problems)
    return record


def _problems(fault: ValidationError, document: Mapping[str, Any]) -> list[Problem]:
    """Put pydantic's complaints into our words; a list is not too short because its parts are faulty."""
    errors = fault.errors()
    deeper = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [
        _problem(error, document)
        for error in errors
        if error["type"] != "too_short" or error["loc"] not in deeper
    ]


def _keys() -> list[str]:
    """List the keys of all records that can be written in a document."""
    fields = [item for model in _records(Strict) for item in model.model_fields.items()]
    return sorted({field.alias or name for name, field in fields})


def _records(model: type[Strict]) -> Iterator[type[Strict]]:
    """Walk through all kinds of records."""
    for kind in model.__subclasses__():
        yield kind
        yield from _records(kind)


def _problem(error: Any, document: Mapping[str, Any]) -> Problem:  # noqa: ANN401 - pydantic's own dictionary
    """Put one of pydantic's complaints into our words."""
    place, context = _place(error["loc"], document), error.get("ctx", {})
    if error["type"] in _OURS:
        return Problem(place, error["type"], context)
    code = _CODES.get(error["type"], "wrong_kind")
    if code == "unknown_key":
        found = str(error["loc"][-1])
        owners = [kind for kind, keys in KEYS_OF_KIND.items() if found in keys]
        if owners and len(error["loc"]) == _DEPTH_OF_RULE:
            return Problem(place, "key_of_kind", {"found": found, "known": ", ".join(owners)})
        keys = _keys()
        close = [] if found in keys else difflib.get_close_matches(found, keys, n=1)
        return Problem(place, "misspelt_key" if close else code, {"found": found, "known": "".join(close)})
    if code == "unknown_value":
        known = ", ".join(_QUOTED.findall(str(context.get("expected") or context["expected_tags"])))
        found = str(context.get("tag", error["input"])).removeprefix(TAG)
        return Problem(place, code, {"found": found, "known": known})
    return Problem(place, code, {"found": str(error["input"])[:_LONGEST_SHOWN], "known": error["msg"]})


def _place(loc: Sequence[int | str], document: object) -> str:
    """Write a place as an author finds it: rules and readings by their id, other lists by number from 1."""
    parts: list[str] = []
    here = document
    for step in _steps(loc, document):
        here = _inside(here, step)
        if isinstance(step, int):
            name = here.get("id") if isinstance(here, dict) else None
            parts[-1] += f"[{name or step + 1}]"
        else:
            parts.append(step)
    return ".".join(parts) or "-"


def _steps(loc: Sequence[int | str], document: object) -> Iterator[int | str]:
    """Leave out of a place what only the records have: tags, a rule's body, the reading of one condition."""
    here, skipped = document, 0
    for step in loc:
        if _is_tag(step):
            continue
        if skipped == 0 and isinstance(here, dict) and step not in here:
            skipped = _GATHERED.get(step, 0)
        if skipped:
            skipped -= 1
            continue
        here = _inside(here, step)
        yield step


def _is_tag(step: int | str) -> bool:
    """Tell a tag of a union from what stands in the document."""
    return isinstance(step, str) and step.startswith(TAG)


def _inside(here: object, step: int | str) -> object:
    """Go one step into a document; nothing where the step leads nowhere."""
    if isinstance(here, dict):
        return here.get(step)
    return here[step] if isinstance(here, list) and isinstance(step, int) else None
