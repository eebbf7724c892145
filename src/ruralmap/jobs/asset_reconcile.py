"""Book against book and book against field (账账、账实核对): every asset told of once in each comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.assets.matching import require_once
from ruralmap.assets.stocktake import stocktake
from ruralmap.errors import InputError
from ruralmap.jobs import other_books
from ruralmap.jobs.assets_there import assets_there
from ruralmap.jobs.inspection_places import inspection_places
from ruralmap.jobs.reconcile_report import ReconcileReport, Tolerances
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from ruralmap.assets.books import Compared
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace

_OF_ASSET: Final = ["asset", "asset_class", "township_code", "village_code", "original_value_fen"]


def reconcile(
    workspace: Workspace,
    linked: LinkedCounty,
    *,
    listed: Path | None = None,
    tolerances: Tolerances | None = None,
    lang: Language = "zh",
) -> ReconcileReport:
    """
    Hold the ledger against its other books and against the inspections, on the workspace's date.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    listed
        A list that the 三资 platform exported, if there is one.
    tolerances
        How far amounts and points may be off.
    lang
        The language of the products.

    Returns
    -------
    report
        All comparisons that could be made.

    Raises
    ------
    InputError
        If the workspace has no asset ledger, or the list cannot be read.
    ConservationError
        If an asset went missing or stands twice in a comparison: a fault of ours.
    """
    as_of = workspace.county.as_of
    assets = assets_there(linked, as_of=as_of)
    if assets is None:
        raise InputError(say_both("jobs.missing_table", name=TABLES["assets"].zh, key="assets"))
    allowed = tolerances or Tolerances()
    books: dict[str, Compared | None] = {}
    notes: dict[str, dict[str, object]] = {}
    if exported := other_books.national(linked, assets, as_of=as_of, tolerance_fen=allowed.fen):
        books["national"], notes["national"] = exported[0], {"exported_on": exported[1]}
    books["platform"] = other_books.platform(linked, assets, tolerance_fen=allowed.fen)
    if listed is not None:
        books["platform_list"], aside = other_books.platform_list(
            workspace, linked, assets, listed, tolerance_fen=allowed.fen
        )
        notes["platform_list"] = {"set_aside": aside}
    books["funds"] = other_books.funds(workspace, linked, assets, tolerance_fen=allowed.fen)
    made = {source: compared for source, compared in books.items() if compared is not None}
    for compared in made.values():
        own = compared.rows["asset_id"].isin(assets["asset_id"])
        require_once(compared.rows.loc[own, "asset_id"], len(assets))
    return ReconcileReport(
        workspace=workspace,
        tolerances=allowed,
        assets=assets,
        books=made,
        notes=notes,
        field=_field(workspace, linked, assets, allowed),
        townships=linked.townships["township"],
        villages=linked.villages["village"],
        lang=lang,
    )


def _field(
    workspace: Workspace, linked: LinkedCounty, assets: pd.DataFrame, allowed: Tolerances
) -> pd.DataFrame | None:
    """Hold the ledger against the inspections, each asset with what the ledger says of it."""
    if "inspections" not in linked.tables:
        return None
    inspections = linked.tables["inspections"]
    places = inspection_places(workspace, linked, inspections)
    with_places = inspections.drop(columns="accuracy_m", errors="ignore").join(places)
    found = stocktake(assets, with_places, as_of=workspace.county.as_of, point_tolerance_m=allowed.point_m)
    named = found.join(assets.set_index("asset_id")[_OF_ASSET], on="asset_id")
    return named.rename(columns={"original_value_fen": "here_fen"})
