"""What came of holding the ledger against its other books and the field (核对结果), summed up and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.assets.books import DETAIL_COLUMNS, ROW_COLUMNS, tally
from ruralmap.assets.matching import TOLERANCE_FEN
from ruralmap.assets.published import Part, prove
from ruralmap.assets.stocktake import FOUND, POINT_TOLERANCE_M
from ruralmap.jobs.chain_sheets import records_of
from ruralmap.schema.money import yuan_text
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.assets.books import Compared
    from ruralmap.assets.published import Proof
    from ruralmap.workspace import Workspace

# What is always compared, if the office has it; a list of the platform is only there where it was given.
_ALWAYS: Final = ("national", "platform", "funds")
_HOUSEHOLD: Final = "到户类"


@dataclass(frozen=True)
class Tolerances:
    """How far amounts may differ (fen), and how far a point may lie from its village (metres)."""

    fen: int = TOLERANCE_FEN
    point_m: float = POINT_TOLERANCE_M


@dataclass(frozen=True, eq=False)
class ReconcileReport:
    """
    The ledger against its other books and against what was found in the field.

    `books` has each comparison that could be made (`national`, `platform`, `platform_list`, `funds`), and
    `notes` what is to be said of one: the date of the export, how many rows of a list were set aside. `field`
    is as `stocktake` gives it, with the ledger's columns; nothing where there is no table of inspections.
    """

    workspace: Workspace
    tolerances: Tolerances
    assets: pd.DataFrame
    books: dict[str, Compared]
    notes: dict[str, dict[str, object]]
    field: pd.DataFrame | None
    townships: pd.Series[str]
    villages: pd.Series[str]
    lang: Language

    def say(self, key: str, **values: object) -> str:
        """
        Say something of the catalogue `asset_reconcile`.

        Parameters
        ----------
        key
            The entry.
        **values
            What it is about.

        Returns
        -------
        text
            The text.
        """
        return say(f"asset_reconcile.{key}", self.lang, **values)

    def yuan(self, fen: object) -> str:
        """
        Write an amount for a line of text.

        Parameters
        ----------
        fen
            The amount; may be missing.

        Returns
        -------
        text
            Such as `1,234.50`; a dash where it is missing.
        """
        return "—" if fen is None or fen is pd.NA else yuan_text(int(str(fen)))

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What there is no book or table for: not compared, which is not the same as without a difference."""
        missing = tuple(source for source in _ALWAYS if source not in self.books)
        return (*missing, *(() if self.field is not None else ("field",)))

    @property
    def sums(self) -> dict[str, pd.DataFrame]:
        """The outcomes of each comparison of books, counted and added up."""
        return {source: tally(compared.rows) for source, compared in self.books.items()}

    @property
    def field_sums(self) -> pd.DataFrame:
        """What was found in the field: outcome, rows, here_fen; in the order of `FOUND`."""
        return _counted(self.field, "outcome", FOUND)

    @property
    def place_sums(self) -> pd.DataFrame:
        """Where the points of the inspections lie: place, rows, here_fen."""
        order = ("inside", "near", "outside", "unsettled", "no_village", "no_point", "no_inspection")
        return _counted(self.field, "place", order)

    def parts(self, column: str) -> dict[str | None, Part]:
        """
        Add the ledger up by the values of a column, what is not written last.

        Parameters
        ----------
        column
            Such as `asset_class`.

        Returns
        -------
        parts
            How many assets, and how much of what is known of them, exact to the fen.
        """
        values = self.assets[column].astype("object").where(self.assets[column].notna(), None)
        found = {}
        for value in sorted(values.dropna().unique()) + ([None] if values.isna().any() else []):
            own = self.assets[values.isna() if value is None else values.eq(value)]
            found[value] = Part.exact(len(own), int(own["original_value_fen"].sum()))
        return found

    @property
    def proofs(self) -> dict[str, Proof]:
        """Whether the sums by class, and by level of owner, are the total of the ledger."""
        total = [Part.exact(len(self.assets), int(self.assets["original_value_fen"].sum()))]
        return {
            column: prove(self.parts(column).values(), total) for column in ("asset_class", "owner_level")
        }

    @property
    def details(self) -> pd.DataFrame:
        """Every difference, of books and field: source, `DETAIL_COLUMNS`; of households no value is told."""
        parts = [one.details.assign(source=source) for source, one in self.books.items()]
        if self.field is not None:
            parts.append(_field_details(self.field).assign(source="field"))
        rows = pd.concat([_NO_DETAILS, *parts], ignore_index=True)[["source", *DETAIL_COLUMNS]]
        hidden = rows["asset_class"].eq(_HOUSEHOLD) & rows["field"].eq("owner")
        return rows.assign(
            here_value=rows["here_value"].mask(hidden, None),
            there_value=rows["there_value"].mask(hidden, None),
        )

    @property
    def rows(self) -> pd.DataFrame:
        """Every asset in every comparison: source, `ROW_COLUMNS`."""
        parts = [one.rows.assign(source=source) for source, one in self.books.items()]
        if self.field is not None:
            parts.append(self.field.reindex(columns=list(ROW_COLUMNS)).assign(source="field"))
        return pd.concat([_NO_ROWS, *parts], ignore_index=True)[["source", *ROW_COLUMNS]]

    @property
    def summary(self) -> tuple[list[str], list[tuple[object, ...]]]:
        """What the screen shows: header, one row a comparison and outcome."""
        header = [self.say(f"column.{name}") for name in ("source", "outcome", "rows", "here_fen", "gap_fen")]
        rows: list[tuple[object, ...]] = []
        for source, sums in {**self.sums, "field": self.field_sums}.items():
            for row in sums.to_dict("records"):
                gap = self.yuan(row.get("gap_fen"))
                said = self.say(f"outcome.{row['outcome']}")
                rows.append(
                    (self.say(f"source.{source}"), said, f"{row['rows']:,}", self.yuan(row["here_fen"]), gap)
                )
        rows += [
            (self.say(f"source.{source}"), self.say("not_compared"), *["—"] * 3)
            for source in self.not_compared
        ]
        return header, rows

    def as_json(self) -> dict[str, object]:
        """
        Give the result in the shape of `assets reconcile --json`.

        Returns
        -------
        record
            Tolerances, outcomes, the proof of the ledger's sums, every asset that does not agree and every
            difference; amounts in fen.
        """
        rows = self.rows
        loud = rows[~rows["outcome"].isin(["agrees", "not_applicable", "gone"])]
        return {
            "as_of": self.workspace.county.as_of,
            "tolerance_fen": self.tolerances.fen,
            "point_tolerance_m": self.tolerances.point_m,
            "books": [
                {"source": source, **self.notes.get(source, {}), "outcomes": records_of(sums)}
                for source, sums in self.sums.items()
            ],
            "not_compared": list(self.not_compared),
            "field": records_of(self.field_sums),
            "places": records_of(self.place_sums),
            "proofs": [_proof_record(column, proof) for column, proof in self.proofs.items()],
            "rows": records_of(loud),
            "differences": records_of(self.details),
        }


_NO_ROWS: Final = pd.DataFrame(columns=["source", *ROW_COLUMNS], dtype="object")
_NO_DETAILS: Final = pd.DataFrame(columns=["source", *DETAIL_COLUMNS], dtype="object")


def _counted(field: pd.DataFrame | None, column: str, order: tuple[str, ...]) -> pd.DataFrame:
    """Count assets and add up their values by what was found of them."""
    names = [column, "rows", "here_fen"]
    if field is None:
        return pd.DataFrame(columns=names)
    groups = field.groupby(column)
    sums = pd.DataFrame({"rows": groups.size(), "here_fen": groups["here_fen"].sum()}).astype("Int64")
    return sums.loc[[name for name in order if name in sums.index]].rename_axis(column).reset_index()


def _field_details(field: pd.DataFrame) -> pd.DataFrame:
    """List states and quantities that differ, and points that lie outside, one row each."""
    told = {
        "state": (field["state_differs"], "differs", field["run_state"], field["found_state"]),
        "qty": (field["qty_differs"], "differs", field["qty"], field["found_qty"]),
        "place": (field["place"].eq("outside"), "outside", None, field["off_m"]),
    }
    parts = []
    for name, (flags, kind, here, there) in told.items():
        wanted = flags.fillna(value=False).astype(bool)
        rows = field.assign(field=name, kind=kind, here_value=here, there_value=there)[wanted]
        parts.append(rows.reindex(columns=list(DETAIL_COLUMNS)).astype("object"))
    return pd.concat(parts, ignore_index=True)


def _proof_record(column: str, proof: Proof) -> dict[str, object]:
    """Write a proof for programs."""
    return {
        "by": column,
        "assets": list(proof.counts),
        "amounts_fen": [int(fen) for fen in proof.fens],
        "gap_fen": int(proof.gap_fen),
        "tolerance_fen": int(proof.tolerance_fen),
        "verdict": proof.verdict,
    }
