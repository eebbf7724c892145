"""What finished products are called (成果文件名): in Chinese always, as people look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.workspace import Workspace

Product = Literal[
    "findings",
    "links",
    "zones",
    "zones_compare",
    "zone_units",
    "clusters",
    "map_priority",
    "map_assets",
    "map_funds",
    "map_sites",
    "map_relief",
    "map_indicator",
    "sankey",
    "funds_check",
    "funds_flows",
    "progress",
    "trace",
    "match",
    "asset_history",
    "asset_as_of",
    "asset_audit",
    "worries",
    "reconcile",
    "asset_inspect",
    "asset_import",
    "topology",
    "topology_faults",
    "assets_export",
    "assets_parts",
    "assets_returns",
]

# Place, product, period; the findings workbook alone has a fixed name, because the next check reads it back.
_NAMES: Final[dict[Product, str]] = {
    "findings": "数据核查问题清单.xlsx",
    "links": "{county}_落图情况表_{month}.xlsx",
    "zones": "{county}_重点跟踪监测名单_{month}.xlsx",
    "clusters": "{county}_低收入人口聚集区_{month}.xlsx",
    "zone_units": "{county}_跟踪档案_{month}.xlsx",
    "zones_compare": "{county}_名单变动_{month}.xlsx",
    "map_priority": "{county}_重点跟踪监测图_{month}.html",
    "map_assets": "{county}_资产运行状况图_{month}.html",
    "map_funds": "{county}_资金流向图_{month}.html",
    "map_sites": "{county}_易地搬迁安置点图_{month}.html",
    "map_relief": "{county}_以工代赈图_{month}.html",
    "map_indicator": "{county}_指标图_{month}.html",
    "sankey": "{county}_资金流向桑基图_{month}.svg",
    "funds_check": "{county}_资金台账核对_{month}.xlsx",
    "funds_flows": "{county}_资金流向表_{month}.xlsx",
    "progress": "{county}_资金项目进度_{month}.xlsx",
    "trace": "{county}_资金追溯_{month}.xlsx",
    "match": "{county}_资源匹配_{month}.xlsx",
    "asset_history": "{county}_资产变动历史_{month}.xlsx",
    "asset_as_of": "{county}_资产某日状态_{month}.xlsx",
    "asset_audit": "{county}_资产登记审计_{month}.xlsx",
    "worries": "{county}_资产风险提示_{month}.xlsx",
    "reconcile": "{county}_资产核对_{month}.xlsx",
    "asset_inspect": "{county}_资产盘点预览_{month}.xlsx",
    "asset_import": "{county}_资产导入预览_{month}.xlsx",
    "topology": "{county}_拓扑检查报告_{month}.xlsx",
    "topology_faults": "{county}_拓扑问题_{month}.gpkg",
    "assets_export": "{county}_资产台账_{month}.xlsx",
    "assets_parts": "{county}_资产台账下发_{month}",
    "assets_returns": "{county}_资产台账回收情况_{month}.xlsx",
}


def product_path(workspace: Workspace, product: Product) -> Path:
    """
    Say where a product stands unless the user names another place.

    Parameters
    ----------
    workspace
        The county's folder.
    product
        Which product.

    Returns
    -------
    path
        Such as `maps/和平县_重点跟踪监测图_202409.html`.
    """
    month = workspace.county.as_of[:7].replace("-", "")
    return workspace.products / _NAMES[product].format(county=workspace.county.name, month=month)
