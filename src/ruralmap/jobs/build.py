"""Check, link, and rebuild the registry from the inputs (建库)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.jobs.check import require_trustworthy, survey, write_findings
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.county import link_county
from ruralmap.jobs.decision_book import write_decisions
from ruralmap.jobs.ledger import counted_rows, ledger_of, unread_money
from ruralmap.jobs.link_list import write_link_list
from ruralmap.jobs.products import product_path
from ruralmap.jobs.renewing import renewing
from ruralmap.jobs.steps import Steps
from ruralmap.jobs.upkeep import take_files
from ruralmap.registry.batch import Batch
from ruralmap.registry.history import history_frames
from ruralmap.registry.kept import DERIVED
from ruralmap.version import VERSION
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from ruralmap.assets.chronicle import Chronicle
    from ruralmap.jobs.author import Author
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.renewing import Renewal
    from ruralmap.jobs.upkeep import Upkeep
    from ruralmap.workspace import Workspace

# The registry's tables, and the table of the workspace each is filled from; those of money are filled from
# the ledger.
_FILLED_FROM: Final = {
    "households": "households",
    "sites": "sites",
    "industries": "industries",
    "workshops": "workshops",
    "projects": "projects",
    "project_places": "project_places",
    "project_shares": "project_shares",
    "site_shares": "site_shares",
    "industry_shares": "industry_shares",
    "assets": "assets",
    "asset_owners": "asset_owners",
    "asset_benefits": "asset_benefits",
    "asset_shares": "asset_shares",
    "asset_funds": "asset_funds",
    "contracts": "contracts",
    "yields": "yields",
    "distributions": "distributions",
    "inspections": "inspections",
    "handovers": "handovers",
    "disposals": "disposals",
}


@dataclass(frozen=True, eq=False)
class Build:
    """What a build made: what files and registry came to, the linked county, the files, and rows by table."""

    upkeep: Upkeep
    linked: LinkedCounty
    findings_path: Path
    links_path: Path
    decisions_path: Path | None
    registry_path: Path | str
    registry_counts: dict[str, int]


def build(
    workspace: Workspace, author: Author, *, lang: Language = "zh", steps: Steps | None = None
) -> Build:
    """
    Check, link, write the findings, the list of doubtful links and the open decisions, rebuild the registry.

    The files are held against what they said at the last build, and against the registry: what others entered
    since stays. The registry is made anew, and takes the place of the old one when it is whole.

    Parameters
    ----------
    workspace
        The county's folder.
    author
        Who builds.
    lang
        The language of workbooks, titles and steps.
    steps
        Who watches.

    Returns
    -------
    build
        What was made.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    RegistryError
        If the registry is damaged, or was edited behind its back.
    OutputError
        If a file is locked or the disk is full; the old files stay.
    """
    steps = steps or Steps()
    findings_path = product_path(workspace, "findings")
    links_path = product_path(workspace, "links")
    with steps.step(say("jobs.step.check", lang)):
        report = survey(workspace)
    with steps.step(say("jobs.step.findings", lang)):
        # First the findings, so that the office can mend what the next line may refuse.
        write_findings(report, findings_path, lang=lang)
    require_trustworthy(report)
    with renewing(workspace) as registry:
        with steps.step(say("jobs.step.upkeep", lang)):
            upkeep = take_files(workspace, report, author, registry)
        with steps.step(say("jobs.step.link", lang)):
            linked = link_county(workspace, upkeep.report)
        with steps.step(say("jobs.step.link_list", lang)):
            write_link_list(workspace, linked, links_path, lang=lang)
        with steps.step(say("jobs.step.decisions", lang)):
            # Before the registry, which keeps the hash of every input, this workbook's answers among them.
            decisions_path = write_decisions(workspace, linked, lang=lang)
        with steps.step(say("jobs.step.registry", lang)):
            counts = write_registry(workspace, linked, upkeep.past, registry, lang=lang)
    return Build(upkeep, linked, findings_path, links_path, decisions_path, workspace.registry, counts)


@collector_paused()
def write_registry(
    workspace: Workspace, linked: LinkedCounty, past: Chronicle, registry: Renewal, *, lang: Language = "zh"
) -> dict[str, int]:
    """
    Make the registry anew of a linked county.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    past
        What the registry knows of its assets' past, this build with it.
    registry
        What stands there now.
    lang
        The language of the titles that QGIS shows.

    Returns
    -------
    counts
        Rows by table.

    Raises
    ------
    RegistryError
        If a column holds what it cannot.
    OutputError
        If the registry is open elsewhere, or the disk is full; the old one stays.
    """
    tables: dict[str, pd.DataFrame] = {
        "counties": linked.county,
        "townships": linked.townships.reset_index(),
        "villages": linked.villages.reset_index(),
    }
    tables |= {
        name: linked.tables[source] for name, source in _FILLED_FROM.items() if source in linked.tables
    }
    if not unread_money(workspace, linked.tables):
        tables |= counted_rows(ledger_of(workspace, linked.tables), linked.tables)
    if "asset_owners" in tables:
        # The ledger's own owners were put beside those of the list: they are no records of it.
        owners = tables["asset_owners"]
        listed = owners["record_key"].fillna(DERIVED) if "record_key" in owners else DERIVED
        tables["asset_owners"] = owners.assign(record_key=listed)
    tables |= history_frames(past)
    batch = Batch(
        as_of=workspace.county.as_of,
        county_code=workspace.county.code,
        county=workspace.county.name,
        simulated=workspace.county.simulated,
        tool_version=VERSION,
        inputs=hash_inputs(workspace),
    )
    return registry.load(tables, batch=batch, lang=lang)


def hash_inputs(workspace: Workspace) -> dict[str, str]:
    """
    Hash every input file, with the files that belong to it (.dbf and .shx of a shapefile).

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    hashes
        SHA-256 by path relative to the workspace, with forward slashes.
    """
    hashes = {}
    for relative in workspace.inputs:
        path = workspace.path(relative)
        family = path.parent.glob(f"{path.stem}.*") if path.suffix.lower() == ".shp" else [path]
        for member in sorted(member for member in family if member.is_file()):
            key = member.relative_to(workspace.root).as_posix()
            hashes[key] = hashlib.sha256(member.read_bytes()).hexdigest()
    return hashes
