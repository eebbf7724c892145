"""What a policy is (政策): rules composed from a closed vocabulary. No threshold stands anywhere else."""

from typing import Annotated, Final

from pydantic import Field, StrictBool

from ruralmap.schema.policy_filters import Filter
from ruralmap.schema.policy_rules import Reading, Rule
from ruralmap.schema.strict import Day, Label, Name, Number, NumberOrDay, Strict
from ruralmap.schema.vocabulary import Jurisdiction

__all__ = ["Reading", "Rule"]


# Of which units there are lists that a county adopts and maps.
_LISTED: Final = ("household", "village", "township")


class Group(Strict):
    """Rows that several rules speak of, households unless another kind is named (人群)."""

    label: Label
    rows: Name = "households"
    where: Filter


class Parameter(Strict):
    """
    A number or date of the document, or a dated number that a place publishes (政策参数).

    `value` is what the document itself says, for `year` if one is named, and `values` for each year; absent
    where the text leaves it blank. A row of 参数表 of that name and year stands above it.
    """

    name: Name
    unit: Name
    jurisdiction: Jurisdiction
    year: int | None = None
    value: NumberOrDay | None = None
    values: Annotated[dict[int, Number], Field(default_factory=dict)]
    note: Label | None = None


class Office(Strict):
    """Other names of an office that the document gives work to (单位别名), and who does its work now."""

    aliases: tuple[Name, ...] = ()
    now: Name | None = None
    since: Day | None = None


class Period(Strict):
    """The span that the document rules, both days included."""

    first: Day
    last: Day


class Ranking(Strict):
    """
    How townships are ranked over several rules (综合得分): the weight of each, all of them together 1.

    Without it nothing is added up: each rule has a ranking of its own.
    """

    weights: Annotated[dict[str, Annotated[Number, Field(gt=0)]], Field(min_length=1)]


class Policy(Strict):
    """
    A policy document as data (政策文件).

    Without a `jurisdiction` it names no county, and every use of it is a trial; a `universal` one is a method
    and no document, and never a trial. `unofficial` marks quotes that are no official transcription.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Label
    document: Name
    issuer: Name | None = None
    jurisdiction: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    universal: StrictBool = False
    period: Period
    published_on: Day | None = None
    unofficial: StrictBool = False
    note: Label | None = None
    units: Annotated[dict[str, Office], Field(default_factory=dict)]
    groups: Annotated[dict[str, Group], Field(default_factory=dict)]
    parameters: Annotated[dict[str, Parameter], Field(default_factory=dict)]
    ranking: Ranking | None = None
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    def rule(self, rule_id: str) -> Rule:
        """
        Find a rule by its id.

        Parameters
        ----------
        rule_id
            The id, such as `YN-21`.

        Returns
        -------
        rule
            The rule.

        Raises
        ------
        KeyError
            If the policy has no such rule.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    @property
    def listing(self) -> "Policy":
        """The policy with the rules that put households, villages and townships on lists (名单), no other."""
        lists = tuple(rule for rule in self.rules if rule.kind == "selection" and rule.level in _LISTED)
        return self.model_copy(update={"rules": lists})

    def covers(self, county_code: str) -> bool:
        """
        Say whether the document rules a county: its own, or one of the prefecture or province it names.

        Parameters
        ----------
        county_code
            Six digits.

        Returns
        -------
        covered
            False makes every product a trial (套用试算); always so for a document that names no county.
        """
        if self.jurisdiction is None:
            return self.universal
        stem = self.jurisdiction
        while stem.endswith("00"):
            stem = stem[:-2]
        return county_code.startswith(stem)
