"""Shares by village of projects, sites, industries and assets (村别份额), the unknown included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.jobs.spans import BUILT_IN
from ruralmap.link.among import is_among
from ruralmap.link.shares import MILLIONTHS
from ruralmap.link.stated import close_stated
from ruralmap.schema.links import COUNTED_AS, SHARE_COLUMNS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.jobs.spans import Spans

# Each table of records that may span villages: its key, its table of shares, and the relation of where it is.
SHARED: Final = {
    "projects": ("prj_id", "project_shares", BUILT_IN),
    "sites": ("site_id", "site_shares", "坐落村"),
    "industries": ("industry_id", "industry_shares", "坐落村"),
    "assets": ("asset_id", "asset_shares", "坐落村"),
}
OWNED, SERVED = "权属村", "受益村"
# What belongs to one of these belongs to no village.
_NO_VILLAGE: Final = ("县", "乡镇", "国企")
_COUNTS: Final = ("households", "persons")
_DECIMALS: Final = 6  # of a share: millionths
# What tells two rows of one record apart, so that the order of rows decides nothing.
_IDENTITY: Final = ("linked_village_code", "village_code", "village", "owner")
# Where the shares of each table are stated, and of which relation they are, unless the rows say so.
_STATED_IN: Final[dict[str, dict[str, str | None]]] = {
    "projects": {"project_places": None},
    "assets": {"asset_owners": OWNED, "asset_benefits": SERVED},
}
_LINKED: Final = [status for status, counted in COUNTED_AS.items() if counted == "linked"]


def ledger_owners(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """
    Put the owner villages that the ledger names beside those of the table 资产权属, which go before them.

    Parameters
    ----------
    tables
        Checked tables by name, `assets` among them.

    Returns
    -------
    owners
        Columns of the table 资产权属 and source columns: its rows, and one for each asset that it does not
        name and whose ledger names a village.
    """
    assets = tables["assets"]
    # What an asset's own row says of its owner is no record of the list: it has no key there.
    placed = assets.drop(columns=["township", "village", "village_code"])
    own = placed.drop(columns="record_key", errors="ignore").rename(
        columns={
            "owner_township": "township",
            "owner_village": "village",
            "owner_village_code": "village_code",
        }
    )
    named = own[["village", "village_code"]].notna().any(axis=1)
    listed = tables.get("asset_owners")
    if listed is None:
        columns = ["asset_id", "owner", "owner_level", "township", "village", "village_code"]
        stated = own.loc[named, [*columns, "source_file", "source_sheet", "source_row"]]
        return stated.assign(share=float("nan"), doc=None).astype({"doc": "str"})
    single = own[named & ~own["asset_id"].isin(listed["asset_id"])]
    return pd.concat([listed, single.reindex(columns=listed.columns)], ignore_index=True)


def share_tables(
    tables: Mapping[str, pd.DataFrame], spans: Mapping[str, Spans], townships: pd.Series[str]
) -> dict[str, pd.DataFrame]:
    """
    Divide every project, site, industry and asset among villages.

    Stated shares go before lines and areas, and these before the one village that the linker found. Of an
    asset there are three links: where it stands, who owns it, whom it serves; each is known or unknown by
    itself.

    Parameters
    ----------
    tables
        Linked tables by name.
    spans
        Lines and areas by table.
    townships
        Township codes by village code.

    Returns
    -------
    shares
        `project_shares`, `site_shares`, `industry_shares` and `asset_shares`, of the tables that there are:
        the record's key and SHARE_COLUMNS, in the order of key, relation and village.

    Raises
    ------
    ConservationError
        If the shares of a record do not add up to exactly one, or a record has none.
    """
    shared = {}
    for name, (key, title, relation) in SHARED.items():
        if name not in tables:
            continue
        records = tables[name]
        stated = _stated(tables, name, key)
        known = stated[key].map(records.set_index(key)["linked_township_code"])
        known = known.where(stated["relation"].eq(relation) & stated["link_reason"].eq("shares_not_whole"))
        stated["linked_township_code"] = stated["linked_township_code"].fillna(known)
        placed = stated.loc[stated["relation"] == relation, key]
        drawn = _drawn(spans.get(name), records, key=key, townships=townships)
        drawn = drawn[~drawn[key].isin(placed)]
        whole = _linked(records[~records[key].isin([*placed, *drawn[key]])], key)
        frames = [stated, drawn.assign(relation=relation), whole.assign(relation=relation)]
        if name == "assets":
            frames += _unstated(records, stated)
        order = [key, "relation", "linked_village_code"]
        shared[title] = _together(frames, key).sort_values(order, kind="stable", ignore_index=True)
        _require_whole(shared[title], records[key], key=key, relation=relation)
    return shared


def _stated(tables: Mapping[str, pd.DataFrame], name: str, key: str) -> pd.DataFrame:
    """Take the shares that the office stated; a record whose shares are not whole is one unknown whole."""
    frames = []
    for table, relation in _STATED_IN.get(name, {}).items():
        rows = tables.get(table)
        if rows is None or rows.empty:
            continue
        rows = pd.DataFrame(rows[is_among(rows[key], tables[name][key])])
        rows = rows if relation is None else rows.assign(relation=relation)
        rows = _without_owner_village(rows) if relation == OWNED else rows
        plain = [c for c in (key, "relation", "share", *_COUNTS, *_IDENTITY) if c in rows]
        rows = rows.assign(**close_stated(rows[plain], record=[key, "relation"]))
        broken = rows["share_method"].isna()
        frames += [rows[~broken], _unknown_whole(rows[broken], key)]
    return _by_village(_together(frames, key), key)


def _by_village(stated: pd.DataFrame, key: str) -> pd.DataFrame:
    """Add up what one village has of a record, through several owners or under an old code and a new one."""
    place = [key, "relation", "linked_village_code"]
    known = stated["linked_village_code"].notna()
    groups = stated.groupby(place)
    rows = groups["share"].transform("size")
    added = {"share": groups["share"].transform("sum").round(_DECIMALS)}
    for name in _COUNTS:
        # Where one row does not say how many they are, nobody knows how many all are.
        added[name] = groups[name].transform("sum").where(groups[name].transform("count") == rows)
    summed = stated.assign(**{name: own.where(known, stated[name]) for name, own in added.items()})
    return summed[~(known & stated.duplicated(place))]


def _together(frames: list[pd.DataFrame], key: str) -> pd.DataFrame:
    """Put frames one under the other, with the columns of a table of shares and no others."""
    shown = [pd.DataFrame(frame).reindex(columns=[key, *SHARE_COLUMNS]) for frame in frames if len(frame)]
    none = pd.DataFrame(columns=[key, *SHARE_COLUMNS])
    return _typed(pd.concat(shown, ignore_index=True) if shown else none, key)


def _without_owner_village(owners: pd.DataFrame) -> pd.DataFrame:
    """Say of an owner that is no village that it is none, where nothing else was said."""
    silent = owners["link_status"].eq("unlinked") & owners["owner_level"].isin(_NO_VILLAGE)
    silent &= owners[["village", "village_code"]].isna().all(axis=1)
    return owners.assign(link_reason=owners["link_reason"].mask(silent, "owner_no_village"))


def _unknown_whole(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Write one row a record and relation whose shares cannot be used: a whole in no known village."""
    first = rows.drop_duplicates([key, "relation"])[[key, "relation"]]
    return first.assign(share=1.0, link_status="unlinked", link_reason="shares_not_whole")


def _drawn(
    spans: Spans | None, records: pd.DataFrame, *, key: str, townships: pd.Series[str]
) -> pd.DataFrame:
    """Take the shares that were measured on lines and areas."""
    if spans is None:
        return pd.DataFrame({key: []})
    shares = spans.shares[spans.shares[key].isin(records[key])]
    code = shares["village_code"]
    registered = shares[key].map(records.set_index(key)["linked_village_code"])
    met = code.eq(registered).groupby(shares[key]).transform("any")
    elsewhere = registered.notna() & ~met
    return shares.drop(columns=["village_code", "reason"]).assign(
        linked_village_code=code,
        linked_township_code=code.map(townships),
        link_status=code.notna().map({True: "linked", False: "unlinked"}),
        link_reason=shares["reason"].mask(elsewhere & code.notna(), "shape_elsewhere"),
    )


def _linked(records: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give the whole of a record to the village that the linker found, or to none."""
    columns = [key, "linked_village_code", "linked_township_code", "link_status", "link_reason"]
    found = records["link_status"].isin(_LINKED)
    method = pd.Series("link", index=records.index, dtype="str").where(found)
    return pd.DataFrame(records[columns]).assign(share=1.0, share_method=method)


def _unstated(assets: pd.DataFrame, stated: pd.DataFrame) -> list[pd.DataFrame]:
    """Write the links of assets of which nothing was stated: unknown, or no village by its nature."""
    frames = []
    for relation in (OWNED, SERVED):
        named = stated.loc[stated["relation"] == relation, "asset_id"]
        silent = assets[~is_among(assets["asset_id"], named)]
        reason = pd.Series("place_not_stated", index=silent.index, dtype="str")
        if relation == OWNED:
            reason = reason.mask(silent["owner_level"].isin(_NO_VILLAGE), "owner_no_village")
        rows = pd.DataFrame(silent[["asset_id"]]).assign(relation=relation, share=1.0, link_reason=reason)
        frames.append(rows.assign(link_status="unlinked"))
    return frames


def _typed(shares: pd.DataFrame, key: str) -> pd.DataFrame:
    """Hold each column to its kind, for a table may have none of some."""
    numbers = {"share": "float64", "length_m": "float64", "area_m2": "float64"}
    counts = dict.fromkeys(_COUNTS, "Int64")
    texts = dict.fromkeys((key, *(c for c in SHARE_COLUMNS if c not in {*numbers, *counts})), "str")
    return shares.astype(texts | numbers | counts)


def _require_whole(shares: pd.DataFrame, keys: pd.Series[str], *, key: str, relation: str) -> None:
    """Assert that every record is placed, and that its shares of each relation add up to exactly one."""
    units = (shares["share"] * MILLIONTHS).round().astype("int64")
    sums = units.groupby([shares[key], shares["relation"]]).sum()
    placed = shares.loc[shares["relation"] == relation, key]
    wrong = [
        *sorted(keys[~is_among(keys, placed)].unique()),
        *sums.index[sums != MILLIONTHS].get_level_values(key),
    ]
    if wrong:
        raise ConservationError(say_both("links.shares_not_conserved", record=wrong[0], count=len(wrong)))
