"""Records that refuse what they do not know, and the words that people read in them (严格记录)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from ruralmap.words.catalogue import Language


def _only_number(value: object) -> object:
    """Refuse what pydantic would kindly turn into a number: text, and the truth values."""
    if isinstance(value, bool | str):
        kind = "not_a_number"
        raise PydanticCustomError(kind, "not a number")
    return value


Number = Annotated[Decimal, BeforeValidator(_only_number), Field(allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """An unknown key is an error, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """What people read, in both languages."""

    zh: Name
    en: Name

    def text(self, lang: Language) -> str:
        """
        Give the text in a language.

        Parameters
        ----------
        lang
            The language: `zh` or `en`.

        Returns
        -------
        text
            The text.
        """
        return self.zh if lang == "zh" else self.en
