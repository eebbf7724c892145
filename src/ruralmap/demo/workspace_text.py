"""The text of the demonstration county's ruralmap.toml, every entry explained in Chinese and English."""

from __future__ import annotations

from typing import Final

from ruralmap.demo.books import FILES
from ruralmap.demo.office import AS_OF
from ruralmap.demo.places import COUNTY, COUNTY_CODE, PREFECTURE, PREFECTURE_CODE
from ruralmap.schema.tables import TABLES

COUNTY_LAYER, TOWNSHIP_LAYER, VILLAGE_LAYER = "layers/县界.geojson", "layers/乡镇界.shp", "layers/村界.shp"
ROAD_LAYER, BASE_LAYER = "layers/项目道路.shp", "layers/产业基地范围.gpkg"
ENCODING: Final = "GBK"
DECISIONS: Final = {"decisions": ("layers/落图决定表.xlsx",)}
_NAME_WIDTH: Final = 18


def workspace_text() -> str:
    """
    Write ruralmap.toml.

    Returns
    -------
    text
        TOML; every table of the data dictionary has its file.
    """
    # `build` writes the decisions, and the office answers: the generator has nothing to put there.
    tables = "\n".join(_table_line(name, paths) for name, paths in (FILES | DECISIONS).items())
    return f"""\
# ruralmap 工作区：演示县 {COUNTY}。县界和区划代码、名称为真实，其余全部为模拟数据。
# A ruralmap workspace, the demonstration county. Outline, codes and names are real; all else is simulated.

[county]
code = "{COUNTY_CODE}"                # 县代码 / the county's code
name = "{COUNTY}"                # 县名 / its name
prefecture_code = "{PREFECTURE_CODE}"     # 参数表中该州(市)的参数生效 / its parameters apply
prefecture = "{PREFECTURE}"          # 所属州(市) / the prefecture
as_of = "{AS_OF}"           # 截至日期，从不取当天 / everything is evaluated at this date, never today's
simulated = true               # 产品均标注模拟数据 / every product says that its data are simulated
crs = "EPSG:4526"              # 面积和距离所用分带 / the zone for areas and distances

[layers]
# 图层。文件未说明编码或坐标系的，在此注明。
# Vector files. State encoding and CRS here where the file does not.
county = {{ path = "{COUNTY_LAYER}" }}
townships = {{ path = "{TOWNSHIP_LAYER}", encoding = "{ENCODING}" }}
villages = {{ path = "{VILLAGE_LAYER}", encoding = "{ENCODING}" }}

[tables]
# 工作簿或 CSV，一张表可以有多个文件。
# Workbooks or CSV; a list is several files for one table.
{tables}

[shapes]
# 范围线，可不填：跨村的项目、安置点、产业基地、资产的线或面，凭编号与表对应。
# Lines and areas of what spans villages, if there are any, tied to the tables by their ids.
projects = {{ path = "{ROAD_LAYER}", encoding = "{ENCODING}" }}
industries = {{ path = "{BASE_LAYER}" }}

[output]
directory = "maps"                  # 产品目录 / where products go
registry = "assets/registry.gpkg"   # 资产登记库 / the asset registry

[policy]
id = "yunnan-county-2022-2025"      # 认定所用政策 / the policy that `zones` evaluates

[funds]
# 资金，可不填，不填即如下。
# Money; what is left out is as below.
rates = "monthly"                   # 进度表所用比率 / the rates that `funds progress` prints
rounding = "0"                      # 月报四舍五入到 "1元" 或 "0.01万元" / what reports are rounded to
relation = "建设地"                 # 或 "出资村"、"受益村" / to which villages of a project money goes
"""


def _table_line(name: str, paths: tuple[str, ...]) -> str:
    """Write one entry of [tables]."""
    quoted = [f'"{path}"' for path in paths]
    value = quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"
    return f"{name:<{_NAME_WIDTH}}= {value}  # {TABLES[name].zh} / {TABLES[name].en}"
