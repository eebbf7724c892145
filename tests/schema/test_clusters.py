"""A method of finding clusters: what it has to say, and what it may not."""

import pytest

from ruralmap.schema.clusters import parse_clusters
from ruralmap.schema.policy_problems import PolicyRefusedError

LABEL = {"zh": "口径", "en": "variant"}
BY_RULE = {"id": "selected", "label": LABEL, "selected_by": "YN-19"}
BY_BENEFIT = {"id": "civil", "label": LABEL, "benefits": ["低保", "特困"]}


def parse(variants=(BY_RULE, BY_BENEFIT), **changed):
    method = {
        "id": "near",
        "title": LABEL,
        "radius_m": 500,
        "least_persons": 30,
        "hamlet_persons": 20,
        "village_share": 0.1,
        "border_m": 1,
        "variants": list(variants),
    }
    return parse_clusters(method | changed, "near.toml")


def test_a_method_keeps_its_numbers_and_the_order_of_its_variants():
    method = parse()
    assert (method.radius_m, method.least_persons, method.hamlet_persons, method.border_m) == (500, 30, 20, 1)
    assert str(method.village_share) == "0.1"
    assert [variant.id for variant in method.variants] == ["selected", "civil"]


@pytest.mark.parametrize("share", [0.001, 1])
def test_a_part_of_the_population_may_be_all_of_it(share):
    assert float(parse(village_share=share).village_share) == share


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        pytest.param({"radius_m": 0}, "radius_m", id="no radius"),
        pytest.param({"radius_m": 500.5}, "radius_m", id="half a metre"),
        pytest.param({"least_persons": 0}, "least_persons", id="nobody"),
        pytest.param({"village_share": 0}, "village_share", id="no part"),
        pytest.param({"village_share": 1.01}, "village_share", id="more than all"),
        pytest.param({"variants": []}, "variants", id="no variant"),
        pytest.param({"radius": 500}, "radius", id="a key that is none"),
    ],
)
def test_numbers_that_say_nothing_are_refused(changed, place):
    with pytest.raises(PolicyRefusedError) as refused:
        parse(**changed)
    assert [problem.place for problem in refused.value.problems] == [place]


@pytest.mark.parametrize(
    ("variants", "place", "text"),
    [
        pytest.param(
            [BY_RULE, BY_BENEFIT | {"id": "selected"}],
            "variants[selected]",
            "selected 出现重复。请各用不同的 id。",
            id="an id twice",
        ),
        pytest.param(
            [BY_BENEFIT | {"benefits": ["低保", "高龄"]}],
            "variants[civil].benefits",
            "未知值 高龄，可用：低保",
            id="a benefit that nobody pays",
        ),
        pytest.param(
            [BY_RULE | {"benefits": ["低保"]}],
            "variants[selected]",
            "selected_by, benefits 只写其中一个。",
            id="two things",
        ),
        pytest.param(
            [{"id": "nobody", "label": LABEL}],
            "variants[nobody]",
            "selected_by, benefits 只写其中一个。",
            id="nobody said",
        ),
    ],
)
def test_variants_that_do_not_fit_are_refused(variants, place, text):
    with pytest.raises(PolicyRefusedError) as refused:
        parse(variants)
    (problem,) = refused.value.problems
    assert problem.place == place
    assert problem.text("zh").startswith(text)
    assert problem.text("en")


def test_all_mistakes_are_told_at_once():
    with pytest.raises(PolicyRefusedError) as refused:
        parse([BY_RULE, BY_RULE, {"id": "nobody", "label": LABEL}])
    assert [problem.place for problem in refused.value.problems] == ["variants[selected]", "variants[nobody]"]
