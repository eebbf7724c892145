"""What a rule of a policy is (条款): its words, when it is judged, of what, and in which readings."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.policy_bodies import Body, with_body
from ruralmap.schema.policy_conditions import Condition
from ruralmap.schema.policy_filters import Filter
from ruralmap.schema.policy_measures import Measure
from ruralmap.schema.strict import Day, Label, Name, Number, Strict
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL, Force, Level, RuleKind

# The reading of a rule that is written with one `condition`, as the clause has it.
TEXT_READING: Final = "text"
TEXT_LABEL: Final = Label(zh="按条文", en="as the clause has it")
# What of a document is judged unit by unit, in readings.
JUDGED: Final[tuple[RuleKind, ...]] = ("target", "selection")


class Reading(Strict):
    """
    One way to read the clause (口径).

    With `alone = false` the clause only qualifies another rule: no unit is selected by it alone. `force` and
    `among` stand above those of the rule.
    """

    id: Name
    label: Label
    note: Label | None = None
    default: StrictBool = False
    alone: StrictBool = True
    force: Force | None = None
    among: Filter | None = None
    condition: Condition


class Every(Strict):
    """The rule must hold at the end of each of these years (逐年)."""

    each: Literal["year"]
    first: int
    last: int


class Stage(Strict):
    """A date before the last (分期目标), and the part of the number that must be reached by then."""

    due: Day
    times: Annotated[Number, Field(gt=0)] | None = None
    threshold: Number | None = None


class Also(Strict):
    """The same rule at another level, or of other rows (同条另层)."""

    level: Level
    rows: Name | None = None
    due: Day | None = None
    among: Filter | None = None
    where: Filter | None = None
    condition: Condition | None = None
    conforms: Condition | None = None

    @model_validator(mode="after")
    def _must_say_one_thing(self) -> Self:
        if (self.condition is None) == (self.conforms is None):
            kind = "condition_or_conforms"
            raise PydanticCustomError(kind, "condition or conforms")
        return self


class Check(Strict):
    """A comparison that decides nothing (核对): where it does not hold, the result carries a warning."""

    label: Label
    level: Level | None = None
    condition: Condition


class Shows(Strict):
    """A number that is shown beside each unit or row, and judged by nothing (附列)."""

    label: Label
    measure: Measure


class Rule(Strict):
    """One rule of the document (条款): its words, and the readings in which it can be evaluated."""

    id: Name
    kind: RuleKind
    level: Level
    rows: Name | None = None
    force: Force
    label: Label
    quote: Name
    quote_display: Name | None = None
    source: Name
    note: Label | None = None
    responsible_text: str = ""
    lead: tuple[Name, ...] = ()
    responsible: tuple[Name, ...] = ()
    due: Day | None = None
    every: Every | None = None
    stages: tuple[Stage, ...] = ()
    irreversible: StrictBool = False
    assigned: Name | None = None
    among: Filter | None = None
    readings: tuple[Reading, ...] = ()
    also: tuple[Also, ...] = ()
    checks: tuple[Check, ...] = ()
    shows: tuple[Shows, ...] = ()
    body: Body | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, written: Any) -> Any:  # noqa: ANN401 - whatever the document holds there
        """Make one `condition` the only reading, and the keys of the rule's kind its body."""
        if not isinstance(written, Mapping):
            return written
        rule = with_body(written)
        if rule.get("kind") in JUDGED and "condition" in rule and "readings" not in rule:
            only = {
                "id": TEXT_READING,
                "label": TEXT_LABEL,
                "default": True,
                "condition": rule.pop("condition"),
            }
            rule["readings"] = [only]
        return rule

    @model_validator(mode="after")
    def _must_have_one_default(self) -> Self:
        ids = tuple(reading.id for reading in self.readings)
        if len(set(ids)) < len(ids):
            kind = "named_twice"
            raise PydanticCustomError(kind, "named twice", {"name": ", ".join(ids)})
        if sum(reading.default for reading in self.readings) != (self.kind in JUDGED):
            kind = "one_default"
            raise PydanticCustomError(kind, "exactly one default reading")
        return self

    @model_validator(mode="after")
    def _must_have_its_own_body(self) -> Self:
        if (None if self.body is None else self.body.kind) != (None if self.kind in JUDGED else self.kind):
            kind = "key_of_kind"
            raise PydanticCustomError(kind, "another body", {"found": "body", "known": "-"})
        return self

    @property
    def default_reading(self) -> Reading:
        """The reading that is published; the others are shown beside it."""
        return next(reading for reading in self.readings if reading.default)

    @property
    def own_rows(self) -> str | None:
        """The kind of rows that the rule speaks of; missing for the county and above it."""
        return self.rows or ROWS_OF_LEVEL.get(self.level)
