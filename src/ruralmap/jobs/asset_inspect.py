"""Condition updates (资产盘点): inspections from the field, and the running states that they saw."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from ruralmap.assets.sightings import Sighting, judge
from ruralmap.assets.staging import weigh
from ruralmap.assets.tables import frame_of
from ruralmap.geo.crs import metre_function
from ruralmap.jobs.asset_staging import Line, Plan, Staging, line_of, stage
from ruralmap.jobs.inspection_points import place_inspections
from ruralmap.jobs.offers import Aside, Offered, Remark, offered_by
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from ruralmap.assets.changes import State
    from ruralmap.assets.sightings import Seen
    from ruralmap.assets.staging import Offer, Weighed
    from ruralmap.jobs.author import Author
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

    Shapes = NDArray[np.object_]

TABLE: Final = "inspections"
# What an inspection is unless its file says: somebody looked after the asset.
USUAL_KIND: Final = "巡查"
# From where on a point outside its asset's village is worth a remark. A telephone is right to some tens of
# metres, a village's border as drawn to a few hundred.
FAR_M: Final = 500.0
# Where QField, Mergin Maps and Kobo put photographs beside what they export.
_FOLDERS: Final = ("", "DCIM", "media", "photos", "照片")


def read_inspections(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    kind: str = USUAL_KIND,
    layer: str | None = None,
    lang: Language = "zh",
) -> Offered:
    """
    Read inspections from the field, with the check sums of their photographs.

    Parameters
    ----------
    workspace
        The county's folder; what was seen after its date is set aside.
    files
        Workbooks, CSV, GeoJSON, GeoPackages, or what Kobo and ODK export.
    kind
        What kind of inspection they are where they do not say it.
    layer
        Which layer of several.
    lang
        The language of the remarks.

    Returns
    -------
    offered
        Photographs are looked for beside each file.

    Raises
    ------
    InputError
        If a file cannot be read as inspections.
    """
    read = [
        (file, offered_by([file], TABLE, defaults={"inspection_kind": kind}, layer=layer, lang=lang))
        for file in files
    ]
    offers: list[Offer] = []
    aside: list[Aside] = []
    remarks: list[Remark] = []
    for file, part in read:
        aside += part.aside
        remarks += part.remarks
        for offer in part.offers:
            on = str(offer.fields["inspected_on"])
            if on > workspace.county.as_of[: len(on)]:
                why = say("asset_staging.why.future", lang, on=on, as_of=workspace.county.as_of)
                aside.append(Aside(offer.source, why, offer.key))
                continue
            looked, remark = _with_photo(offer, file.parent, lang)
            offers.append(looked)
            remarks += [remark] if remark else []
    rows, ignored = (sum(getattr(part, name) for _, part in read) for name in ("rows", "ignored"))
    return Offered(tuple(offers), tuple(aside), tuple(remarks), rows, ignored)


def with_far_points(
    offered: Offered, linked: LinkedCounty, *, far_m: float = FAR_M, lang: Language
) -> Offered:
    """
    Remark on inspections that were made far outside the village of their asset.

    Parameters
    ----------
    offered
        The inspections.
    linked
        The county.
    far_m
        From which distance to the village on, in metres.
    lang
        The language of the remarks.

    Returns
    -------
    offered
        With a remark for each such point; the row stays.
    """
    frame = frame_of({str(place): one.fields for place, one in enumerate(offered.offers)}, TABLE, {})
    if "assets" not in linked.tables or not (frame["lon"].notna() & frame["lat"].notna()).any():
        return offered
    villages = linked.villages.geometry
    assets = linked.tables["assets"].drop_duplicates("asset_id")
    placed = place_inspections({TABLE: frame, "assets": pd.DataFrame(assets)}, villages)[TABLE]
    home = frame["asset_id"].map(assets.set_index("asset_id")["linked_village_code"])
    known = placed.geometry.notna() & home.isin(villages.index)
    away = _metres(np.asarray(placed.geometry[known]), np.asarray(villages.reindex(home[known])), villages)
    remarks = [
        Remark(
            offered.offers[place].source,
            say("asset_staging.remark.far", lang, metres=f"{metres:,.0f}", village=home[place]),
        )
        for place, metres in zip(known[known].index, away, strict=True)
        if metres > far_m
    ]
    return replace(offered, remarks=(*offered.remarks, *remarks))


def inspect_assets(
    workspace: Workspace, offered: Offered, *, accepted_by: Author | None = None, lang: Language = "zh"
) -> Staging:
    """
    Take inspections into the registry, and the states that they saw.

    An inspection that is known stays as it is; what the file has beside it is filled in. A state is taken
    where it was seen later than the one that the asset has; one of the same day that differs is told. The
    registry says so from the day of the latest inspection that brings something: of no earlier day is
    anything said that was only seen later.

    Parameters
    ----------
    workspace
        The county's folder.
    offered
        The inspections.
    accepted_by
        Who writes; without anybody it is a preview.
    lang
        The language.

    Returns
    -------
    staging
        What would change, or did.

    Raises
    ------
    RegistryError
        If there is no registry, or it is damaged, or was edited behind its chain.
    SurroundingsError
        If it is locked, read-only or cannot be opened, or the disk is full.
    """

    def lines(state: State) -> list[Line]:
        weighed = weigh(offered.offers, state, replaces=False)
        return _with_states(weighed, state, lang)

    def on(staging: Staging) -> str:
        days = {one.key: str(one.fields["inspected_on"]) for one in offered.offers}
        seen = [days[line.key] for line in staging.lines if line.changes]
        # Of a month only the whole of it is sure, and the workspace's date is the last that anybody knows.
        full = [day for day in seen if len(day) == len(workspace.county.as_of)]
        return max(full) if len(full) == len(seen) else workspace.county.as_of

    return stage(workspace, Plan("inspect", offered, lines, on), accepted_by=accepted_by, lang=lang)


def _with_states(weighed: list[Weighed], state: State, lang: Language) -> list[Line]:
    """Say what becomes of each inspection, and of the state that it saw."""
    saw = [
        place
        for place, one in enumerate(weighed)
        if one.fate in {"new", "changed", "known"} and "found_state" in one.offer.fields
    ]
    sightings = [
        Sighting(
            *(str(weighed[place].offer.fields[name]) for name in ("asset_id", "inspected_on", "found_state"))
        )
        for place in saw
    ]
    seen = dict(zip(saw, judge(sightings, state.get("assets", {})), strict=True))
    return [_line(one, seen.get(place), state, lang) for place, one in enumerate(weighed)]


def _line(weighed: Weighed, seen: Seen | None, state: State, lang: Language) -> Line:
    """Say what becomes of one inspection."""
    line = line_of(weighed, lang)
    if seen is None:
        return line
    if seen.change:
        changes = (*line.changes, seen.change)
        return line._replace(fate="changed" if line.fate == "known" else line.fate, changes=changes)
    if seen.fate == "same":
        return line
    own = state["assets"][line.asset_id]
    words = {"found": seen.sighting.run_state, "on": seen.sighting.on}
    known = {"state": own.get("run_state", "—"), "state_on": own.get("run_state_on", "—")}
    why = say(f"asset_staging.why.state_{seen.fate}", lang, **words, **known)
    waits = seen.fate == "conflict" and line.fate == "known"
    return line._replace(fate="conflict" if waits else line.fate, why=why)


def _with_photo(offer: Offer, folder: Path, lang: Language) -> tuple[Offer, Remark | None]:
    """Add the check sum of a photograph that is there, and say so where it is not, or is another."""
    name = offer.fields.get("photo")
    if name is None:
        return offer, None
    found = _photo(folder, str(name))
    if found is None:
        return offer, Remark(offer.source, say("asset_staging.remark.no_photo", lang, photo=name))
    with found.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stated = offer.fields.get("photo_sha256")
    if stated is not None and str(stated).lower() != digest:
        return offer, Remark(offer.source, say("asset_staging.remark.other_photo", lang, photo=name))
    return offer._replace(fields={**offer.fields, "photo_sha256": digest}), None


def _photo(folder: Path, name: str) -> Path | None:
    """Find a photograph beside the file that names it; nothing outside that folder is looked at."""
    base = folder.resolve()
    paths = [(base / sub / name.replace("\\", "/")).resolve() for sub in _FOLDERS]
    return next((path for path in paths if path.is_relative_to(base) and path.is_file()), None)


def _metres(points: Shapes, homes: Shapes, villages: gpd.GeoSeries) -> NDArray[np.float64]:
    """Measure how far each point is from its village, in metres."""
    west, south, east, north = map(float, villages.total_bounds)
    move = metre_function(villages.crs, bounds=(west, south, east, north))
    metric = [
        shapely.transform(np.asarray(shapes), lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
        for shapes in (points, homes)
    ]
    away: NDArray[np.float64] = shapely.distance(*metric)
    return away
