"""`ruralmap zones adopt`: make today's list the adopted one, and keep all that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.errors import UsageError
from ruralmap.jobs.adoption import Order, Wish, adopt
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output
    from ruralmap.rules.adopted import Move


@click.command(name="adopt")
@workspace_options
@policy_option
@click.option("--doc", required=True, help="审定文号。 The number of the document that adopts the list.")
@click.option("--date", required=True, help="审定日期。 The day of the adoption.")
@click.option("--by", required=True, help="经办人。 Who enters it.")
@click.option("--reading", "readings", multiple=True, help="条款=口径，可多次。 RULE=READING, repeatable.")
@click.option("--add", "added", multiple=True, help="人工调入：地点:条款，可多次。 PLACE:RULE taken in.")
@click.option(
    "--remove", "removed", multiple=True, help="人工调出：地点:条款，可多次。 PLACE:RULE taken out."
)
@click.option(
    "--reason", "reasons", multiple=True, help="调整理由，一个或逐一。 Why, once or one for each, in order."
)
@click.option(
    "--approver", "approvers", multiple=True, help="批准人，一个或逐一。 Who approved, once or one for each."
)
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    doc: str,
    date: str,
    by: str,
    readings: tuple[str, ...],
    added: tuple[str, ...],
    removed: tuple[str, ...],
    reasons: tuple[str, ...],
    approvers: tuple[str, ...],
    output: Output,
) -> None:
    """审定：名单连同全部资料存档，不再改动。 Adopt the list and keep all that it was made of."""
    opened = open_workspace(workspace, as_of=as_of)
    wishes = _wishes(added, removed, reasons=reasons, approvers=approvers)
    order = Order(doc, date, by, dict(map(_reading, readings)), wishes)
    with linking_steps(output) as steps:
        adopted = adopt(opened, order, policy=policy, lang=output.lang, steps=steps)
    output.product(say("adoption.adopted", output.lang), adopted.path, adopted.record.model_dump)


def _reading(text: str) -> tuple[str, str]:
    """Take apart `RULE=READING`."""
    rule, equals, reading = text.partition("=")
    if not (equals and rule and reading):
        raise UsageError(say_both("adoption.fault.reading_form", found=text))
    return rule, reading


def _wishes(
    added: tuple[str, ...], removed: tuple[str, ...], *, reasons: tuple[str, ...], approvers: tuple[str, ...]
) -> tuple[Wish, ...]:
    """Give each unit taken in or out its reason and its approver."""
    moves: list[tuple[str, Move]] = [*((one, "in") for one in added), *((one, "out") for one in removed)]
    if any(len(said) not in {0, 1, len(moves)} for said in (reasons, approvers)):
        counts = {"moves": len(moves), "reasons": len(reasons), "approvers": len(approvers)}
        raise UsageError(say_both("adoption.fault.manual_count", **counts))

    def at(said: tuple[str, ...], place: int) -> str:
        return said[min(place, len(said) - 1)] if said else ""

    return tuple(
        Wish(text, move, at(reasons, place), at(approvers, place)) for place, (text, move) in enumerate(moves)
    )
