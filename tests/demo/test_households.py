import pytest

from ruralmap.demo.quotas import plan_quotas


def test_there_are_about_as_many_households_as_stated(county):
    households = county.households
    # 11,000 lifted and 900 monitored ones are planned; sizes are drawn, so a few more or less come out.
    assert households["in_lifted"].sum() == pytest.approx(11_000, rel=0.02)
    assert households["in_monitored"].sum() == pytest.approx(900, rel=0.03)
    assert (households["in_lifted"] | households["in_monitored"]).all()
    assert (households["in_lifted"] & households["in_monitored"]).sum() > 300


def test_an_unstable_lifted_household_is_lifted_and_a_fringe_one_is_not(county):
    households = county.households
    assert households.loc[households["monitor_class"].eq("脱贫不稳定户"), "hh_type"].eq("脱贫户").all()
    assert households.loc[households["monitor_class"].eq("边缘易致贫户"), "hh_type"].eq("一般农户").all()


def test_risks_are_cleared_after_they_were_identified(county):
    cleared = county.households[county.households["cleared_on"].notna()]
    assert cleared["risk_cleared"].isin(["是", "自然消除"]).all()
    assert (cleared["cleared_on"] > cleared["identified_on"]).all()
    assert cleared["cleared_on"].le("2024-09").all()
    watched = county.households[county.households["in_monitored"]]
    assert watched["identified_on"].between("2020-01", "2024-09").all()


def test_every_village_holds_its_quota_of_each_group(county):
    quotas = plan_quotas(county.villages, county.people)
    found = county.households.pivot_table(
        index="village_code", columns="group", values="size", aggfunc="sum", fill_value=0
    )
    found = found.reindex(quotas.index, fill_value=0)[quotas.columns]
    assert (found.to_numpy() == quotas.to_numpy()).all()


def test_a_running_number_does_not_tell_the_group(county):
    first = county.households.groupby("village_code")["group"].first()
    assert first.nunique() > 1
