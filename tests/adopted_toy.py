"""The toy county with a document of its own that adopts a policy, so that its lists may be adopted."""

import toy

POLICY = "yunnan-county-2022-2025"
ORDER = ("--doc", "和政〔2024〕9号", "--date", "2024-10-15", "--by", "张三", "--quiet")
NAME = f"2024-10-15_{POLICY}_1"
PARAMETERS = ("适用地区代码", "参数名称", "年度", "启用日期", "数值", "单位", "文号")


def write_roster(folder, *, monitored, lifted):
    """甲村 has monitored persons and 乙村 lifted ones, each of 1,000; 南镇 has 2,000."""
    roster = toy.people(
        "441624100201", monitored, prefix="A", kind="一般农户", monitored="边缘易致贫户", cleared="否"
    )
    return toy.write_county(folder, [*roster, *toy.people("441624100202", lifted, prefix="B")])


def adopt_policy(folder, *, doc="和政〔2024〕1号", day="2024-01-01"):
    """Enter the county's own document that adopts the policy."""
    with (folder / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write('parameters = "layers/参数表.csv"\n')
    row = ("441624", f"adopted_by:{POLICY}", "2024", day, "1", "份", doc)
    toy.write_csv(folder / "layers" / "参数表.csv", PARAMETERS, [row])


def adopt(run, folder, *more):
    return run("zones", "adopt", "-w", folder, *ORDER, *more)
