"""Assets over a map of money (形成的资产): where they stand, class as shape, running state as fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruralmap.draw.panel import Entry, Legend, SymbolSwatch
from ruralmap.draw.spots import NOWHERE, approximate_line, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS, RUN_STATES, SHAPES, SymbolFill

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.draw.shapes import Land

_CLASSES = tuple(ASSET_SYMBOLS)
_STATES = tuple(RUN_STATES)


@dataclass(frozen=True, eq=False)
class AssetLayer:
    """
    Assets with their places on the grid.

    `drawn` have a place; `lost` is how many of the assets that may be drawn have none.
    """

    drawn: pd.DataFrame
    lost: int

    @classmethod
    def of(cls, land: Land, assets: pd.DataFrame) -> AssetLayer:
        """
        Place assets; those of households (到户类) are left out.

        Parameters
        ----------
        land
            The county.
        assets
            asset, asset_class, run_state, village_code, lon and lat (degrees); all but the class may be
            missing.

        Returns
        -------
        layer
            The assets that can be drawn.
        """
        public = assets[assets["asset_class"].isin(_CLASSES)].reset_index(drop=True)
        placed = public.join(locate(land, public))
        drawn = placed[placed["placing"] != NOWHERE]
        return cls(drawn, len(placed) - len(drawn))

    def data(self) -> dict[str, Any]:
        """
        Write the table for the page's script.

        Returns
        -------
        table
            Name, class, state and place of each asset.
        """
        states = self.drawn["run_state"].where(self.drawn["run_state"].isin(_STATES), _STATES[-1])
        packed = {
            "class": self.drawn["asset_class"].map(_CLASSES.index).astype(int),
            "state": states.map(_STATES.index).astype(int),
            **spot_columns(self.drawn),
        }
        return table_data({"name": self.drawn["asset"].fillna("")}, packed)

    def symbols(self) -> dict[str, Any]:
        """
        Say how the assets are drawn.

        Returns
        -------
        spec
            As `page/points.js` reads it.
        """
        fills = fill_specs(RUN_STATES.values())
        return {
            "table": "assets",
            "shape": "class",
            "fill": "state",
            "shapes": [SHAPES[shape] for shape in ASSET_SYMBOLS.values()],
            "fills": fills,
            "weights": [0] * len(fills),  # none lies on top for its state
            "line": "#2f3438",
            "width": 1.2,
            "radius": 6,
            "zoom": 10.5,
            "smallest": 5,
            "largest": 11,
        }

    def card(self, lang: Language) -> dict[str, Any]:
        """
        Say what the card of an asset lists.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        card
            As `page/card.js` reads it.
        """
        choices = {
            "class": [say(f"maps.class.{name}", lang) for name in _CLASSES],
            "state": [say(f"maps.state.{state}", lang) for state in _STATES],
        }
        lines = [
            {"label": say(f"maps.asset.{column}", lang), "column": column, "choices": words}
            for column, words in choices.items()
        ]
        return {"title": "name", "subtitle": "place_name", "lines": [*lines, approximate_line(lang)]}

    def legend(self, lang: Language) -> Legend:
        """
        Explain the symbols that are drawn.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        section
            A section of the panel.
        """
        counts = self.drawn["run_state"].fillna(_STATES[-1]).value_counts().to_dict()
        classes = [
            Entry(say(f"maps.class.{name}", lang), SymbolSwatch(SymbolFill("#ffffff"), shape))
            for name, shape in ASSET_SYMBOLS.items()
        ]
        states = [
            Entry(say(f"maps.state.{state}", lang), SymbolSwatch(fill), (str(counts[state]),))
            for state, fill in RUN_STATES.items()
            if state in counts
        ]
        notes = (say("maps.funds.assets_lost", lang, count=self.lost),) if self.lost else ()
        return Legend(
            say("maps.funds.assets", lang),
            (*classes, *states),
            heads=(say("maps.unit.items", lang),),
            notes=notes,
        )
