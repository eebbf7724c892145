"""Records that refuse what they do not know, and the words that people read in them (严格记录)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from ruralmap.words.catalogue import Language


def _only_number(value: object) -> object:
    """Refuse what pydantic would kindly turn into a number: text, and the truth values."""
    if isinstance(value, bool | str):
        kind = "not_a_number"
        raise PydanticCustomError(kind, "not a number")
    return value


def _only_day(value: object) -> object:
    """Refuse what pydantic would kindly turn into a day: text, numbers, and days with a time."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        kind = "not_a_date"
        raise PydanticCustomError(kind, "not a date")
    return value


def _either(code: str, *kinds: type) -> PlainValidator:
    """Read a value that may be of several kinds; `code` says what is wrong with any other."""

    def read(value: object) -> object:
        whole = isinstance(value, int) and not isinstance(value, bool)
        number = Decimal(str(value)) if whole else value
        finite = number.is_finite() if isinstance(number, Decimal) else number != ""
        if isinstance(number, kinds) and finite and not isinstance(number, dt.datetime):
            return number
        raise PydanticCustomError(code, "of none of the kinds")

    return PlainValidator(read)


Number = Annotated[Decimal, BeforeValidator(_only_number), Field(allow_inf_nan=False)]
Day = Annotated[dt.date, BeforeValidator(_only_day)]
NumberOrDay = Annotated[Decimal | dt.date, _either("number_or_date", Decimal, dt.date)]
NumberOrName = Annotated[Decimal | str, _either("not_a_number", Decimal, str)]
DayOrName = Annotated[dt.date | str, _either("not_a_date", dt.date, str)]
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
