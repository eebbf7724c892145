"""What a policy measures (计算): eleven kinds of numbers, each for every unit of a level."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ruralmap.schema.policy_filters import TAG, Filter
from ruralmap.schema.strict import Day, DayOrName, Name, Strict
from ruralmap.schema.vocabulary import (
    UNIT_OF_COUNT,
    UNIT_OF_ITEM,
    Basis,
    Each,
    Item,
    Region,
)


class DatedBy(Strict):
    """
    Which date makes a row count (何时起算): a column of its own, or of its related rows that pass.

    Of several related rows the earliest date counts.
    """

    rows: Name | None = None
    column: Name


def _dated_by(value: object) -> object:
    """Read `dated_by = "started_on"` as a column of the row itself."""
    return {"column": value} if isinstance(value, str) else value


Dated = Annotated[DatedBy, BeforeValidator(_dated_by)]


class Part(Strict):
    """What is added up (合计项): rows that pass, or a column of them; `distinct` counts each value once."""

    rows: Name
    where: Filter | None = None
    column: Name | None = None
    distinct: Name | None = None

    @model_validator(mode="after")
    def _must_add_one_thing(self) -> Self:
        if self.column is not None and self.distinct is not None:
            kind = "column_or_distinct"
            raise PydanticCustomError(kind, "column or distinct")
        return self


class Count(Strict):
    """How many rows of a unit pass a filter; `at` counts them as they were on a day."""

    kind: Literal["count"]
    rows: Name
    where: Filter | None = None
    distinct: Name | None = None
    dated_by: Dated | None = None
    at: Day | None = None


class Sum(Strict):
    """A column added up over the rows that pass; `at` as it was on a day."""

    kind: Literal["sum"]
    rows: Name
    column: Name
    where: Filter | None = None
    dated_by: Dated | None = None
    at: Day | None = None


class Share(Strict):
    """
    A count divided by a figure of the table 农村人口分母 (占比).

    `bases` are the bases on which the clause may be read, the first that has a figure being the default.
    """

    kind: Literal["share"]
    count: Literal["persons", "households"]
    where: Filter | None = None
    of: Item
    bases: Annotated[tuple[Basis, ...], Field(min_length=1)]

    @property
    def unit(self) -> str:
        """The unit of the result: what is divided by what."""
        return f"{UNIT_OF_COUNT[self.count]}/{UNIT_OF_ITEM[self.of]}"


class Ratio(Strict):
    """
    One part divided by another (比值).

    `panel` keeps, within a growth, only the rows that both years have.
    """

    kind: Literal["ratio"]
    numerator: Part
    denominator: Part
    dated_by: Dated | None = None
    at: Day | None = None
    panel: StrictBool = True


class Value(Strict):
    """
    A number of the unit's own row (本行数值).

    Without a `year`, an income is read in the year of the parameter that it is compared with.
    """

    kind: Literal["value"]
    column: Name
    year: int | None = None


class _Between(Strict):
    """A measure that goes from one point to another."""

    model_config = ConfigDict(serialize_by_alias=True)


class Days(_Between):
    """
    The time between two dates (期限), in days, months or years.

    `end` may be `as_of`. With `rows`, a date that the unit's own row does not have is that of the first or
    last of its related rows that pass. An empty `end` is still open.
    """

    kind: Literal["days"]
    start: Name = Field(alias="from")
    end: Name = Field(alias="to")
    unit: Literal["天", "月", "年"]
    rows: Name | None = None
    where: Filter | None = None
    pick: Literal["first", "last"] = "first"


class Presence(Strict):
    """
    In how many periods something was done (逐期完成), of those that were due; all must be.

    `first` and `last` are days, dates of the unit's own row, or `published_on` of the policy.
    """

    kind: Literal["presence"]
    rows: Name
    where: Filter | None = None
    on: Name
    each: Each
    at_least: Annotated[int, Field(ge=1)] = 1
    first: DayOrName | None = None
    last: DayOrName | None = None


class Statistic(Strict):
    """
    A figure of the table 统计指标 (统计数), for a region and a period.

    `period` is `latest`, or the period as the table writes it. `unit` is the unit of the indicator there.
    """

    kind: Literal["statistic"]
    indicator: Name
    region: Region
    unit: Name
    year: int | None = None
    period: Name = "latest"
    nominal: Literal["名义", "实际"] | None = None


def _kind_of(value: object) -> str | None:
    if isinstance(value, BaseModel):
        return TAG + str(cast("Any", value).kind)
    return TAG + str(value["kind"]) if isinstance(value, Mapping) and "kind" in value else None


Growing = Annotated[
    Annotated[Count, Tag("~count")]
    | Annotated[Sum, Tag("~sum")]
    | Annotated[Ratio, Tag("~ratio")]
    | Annotated[Statistic, Tag("~statistic")],
    Discriminator(_kind_of),
]


class Growth(_Between):
    """
    By how much a number grew between two years (增长), as a ratio.

    Years are offsets to the year of evaluation, or four digits. `annual` is the average a year (年均),
    `points` the difference instead of the ratio.
    """

    kind: Literal["growth"]
    of: Growing
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    annual: StrictBool = False
    points: StrictBool = False


class ParameterMeasure(Strict):
    """A parameter of the policy, held against another number (参数核对)."""

    kind: Literal["parameter"]
    parameter: Name


class Mismatch(Strict):
    """
    How many rows of two ledgers do not agree (账账不符).

    `key` and `columns` name a column of the left ledger, and the column of the right one that it must equal.
    """

    kind: Literal["mismatch"]
    left: Name
    right: Name
    key: Annotated[dict[str, str], Field(min_length=1)]
    columns: Annotated[dict[str, str], Field(min_length=1)]
    where: Filter | None = None
    tolerance_fen: Annotated[int, Field(ge=0)] = 0


Measure = Annotated[
    Annotated[Count, Tag("~count")]
    | Annotated[Sum, Tag("~sum")]
    | Annotated[Share, Tag("~share")]
    | Annotated[Ratio, Tag("~ratio")]
    | Annotated[Value, Tag("~value")]
    | Annotated[Days, Tag("~days")]
    | Annotated[Presence, Tag("~presence")]
    | Annotated[Growth, Tag("~growth")]
    | Annotated[Statistic, Tag("~statistic")]
    | Annotated[ParameterMeasure, Tag("~parameter")]
    | Annotated[Mismatch, Tag("~mismatch")],
    Discriminator(_kind_of),
]


def parts_of(measure: Measure) -> tuple[Part, ...]:
    """
    Give what a measure adds up or asks of rows.

    Parameters
    ----------
    measure
        The measure.

    Returns
    -------
    parts
        One for a count or a sum, numerator and denominator of a ratio, what grows, related rows that are
        asked; none for what is read from the unit's own row or from a figure.
    """
    if isinstance(measure, Ratio):
        return (measure.numerator, measure.denominator)
    if isinstance(measure, Growth):
        return parts_of(measure.of)
    rows = next((getattr(measure, key) for key in ("rows", "left", "count") if hasattr(measure, key)), None)
    if rows is None:
        return ()
    column = measure.column if isinstance(measure, Sum) else None
    distinct = measure.distinct if isinstance(measure, Count) else None
    return (Part(rows=rows, where=getattr(measure, "where", None), column=column, distinct=distinct),)
