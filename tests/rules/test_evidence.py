"""What a result rests on: rows counted, not counted and why, and those exactly on a line."""

from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.evidence import evidence_of_said
from ruralmap.rules.evidence_rows import WHYS

YN20, YN21 = "YN-20", "YN-21"


def evidence_of(evaluation, rule, *, level, code=None):
    """Say what a rule's results at one level rest on, of all units or of one."""
    return tuple(
        evidence_of_said(
            evaluation.case, said, wanted=None if code is None else said.codes.to_numpy() == code
        )
        for said in evaluation.said(rule)
        if said.level == level
    )


def whys(frame):
    return [WHYS[why] for why in frame["above_why"]]


def test_the_rows_of_a_share_are_the_persons_counted_with_their_villages(toy, policy):
    # 村一: 2 monitored households, of 3 and 1 persons; a lifted one of 2 is not asked for.
    toy.household("M1", toy.one, 3, hh_type="一般农户", monitor_class="边缘易致贫户", risk_cleared="否")
    toy.household("M2", toy.two, 1, hh_type="一般农户", monitor_class="边缘易致贫户", risk_cleared="否")
    toy.household("L", toy.one, 2)
    toy.population(toy.one, 100).population(toy.two, 100)
    (evidence,) = evidence_of(evaluate_policy(policy, toy.facts()), YN20, level="village", code=toy.one)
    numerator = evidence.numerator
    assert set(numerator["table"]) == {"persons"}
    assert set(numerator["village"]) == {toy.one}
    assert set(whys(numerator)) == {"counted"}
    # Persons are numbered as they come: the first three are those of M1. M2 lives in the other village.
    assert set(numerator["key"]) == {"P000000", "P000001", "P000002"}
    for judging in evidence.judgings:
        for ledger in judging.ledgers:
            counted = ledger.frame[ledger.frame["above"].eq(1)]
            assert counted["key"].is_unique
            # The 2 of the lifted household stand there too, with the question that they fail.
            failed = ledger.frame[ledger.frame["above"].eq(0) & ledger.frame["place"].ge(0)]
            assert set(whys(failed)) <= {"fails", "doubtful"}
            assert failed["above_part"].ge(0).all()


def test_a_household_of_which_nobody_knows_where_it_is_stands_in_no_unit(toy, policy):
    toy.household("M", None, 2, hh_type="一般农户", monitor_class="边缘易致贫户", risk_cleared="否")
    toy.population(toy.one, 100)
    (evidence,) = evidence_of(evaluate_policy(policy, toy.facts()), YN20, level="village")
    assert evidence.numerator.empty
    # Its two persons are told all the same, and why they count nowhere.
    assert set(evidence.excluded["key"]) == {"P000000", "P000001"}
    assert set(whys(evidence.excluded)) == {"nowhere"}


def test_every_unit_adds_up_to_the_number_of_the_run(toy, policy):
    for number, village in enumerate((toy.one, toy.two, toy.far), start=1):
        toy.household(
            f"M{number}", village, number, hh_type="一般农户", monitor_class="边缘易致贫户", risk_cleared="否"
        )
        toy.population(village, 100)
    toy.population(toy.east, 200).population(toy.west, 100)
    evaluation = evaluate_policy(policy, toy.facts())
    for rule, level in ((YN20, "village"), (YN21, "township")):
        (evidence,) = evidence_of(evaluation, rule, level=level)
        for judging in evidence.judgings:
            for term in judging.terms:
                if term.amount is not None and term.amount.ledgers:
                    assert term.amount.traced[judging.units].all()


def test_a_level_at_which_a_rule_says_nothing_has_no_evidence(toy, policy):
    assert evidence_of(evaluate_policy(policy, toy.facts()), YN20, level="asset") == ()
