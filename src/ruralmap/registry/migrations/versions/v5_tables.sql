-- Version 5 of the registry, as it was first on a server. What came later is in scripts of its own.

CREATE TABLE ruralmap.counties (
    fid SERIAL NOT NULL,
    county_code TEXT NOT NULL,
    county TEXT NOT NULL,
    geom geometry(MULTIPOLYGON,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_counties ON ruralmap.counties (county_code);
CREATE INDEX idx_counties_geom ON ruralmap.counties USING gist (geom);

CREATE TABLE ruralmap.townships (
    fid SERIAL NOT NULL,
    township_code TEXT NOT NULL,
    township TEXT NOT NULL,
    geom geometry(MULTIPOLYGON,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_townships ON ruralmap.townships (township_code);
CREATE INDEX idx_townships_geom ON ruralmap.townships USING gist (geom);

CREATE TABLE ruralmap.villages (
    fid SERIAL NOT NULL,
    village_code TEXT NOT NULL,
    village TEXT NOT NULL,
    township_code TEXT,
    township TEXT,
    urban_rural_class TEXT,
    exited_poor BOOLEAN,
    kind TEXT,
    geom geometry(MULTIPOLYGON,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_villages ON ruralmap.villages (village_code);
CREATE INDEX idx_villages_geom ON ruralmap.villages USING gist (geom);

CREATE TABLE ruralmap.households (
    fid SERIAL NOT NULL,
    hh_id TEXT NOT NULL,
    township TEXT,
    village TEXT,
    village_code TEXT,
    size BIGINT,
    hh_type TEXT,
    monitor_class TEXT,
    risk_cleared TEXT,
    identified_on TEXT,
    cleared_on TEXT,
    whole_no_labour BOOLEAN,
    relocated BOOLEAN,
    site_id TEXT,
    in_lifted BOOLEAN,
    living_village_code TEXT,
    living_township_code TEXT,
    living_status TEXT,
    living_reason TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_households ON ruralmap.households (hh_id);
CREATE INDEX idx_households_geom ON ruralmap.households USING gist (geom);

CREATE TABLE ruralmap.sites (
    fid SERIAL NOT NULL,
    site_id TEXT NOT NULL,
    site TEXT NOT NULL,
    site_kind TEXT,
    households BIGINT,
    persons BIGINT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    datum TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_sites ON ruralmap.sites (site_id);
CREATE INDEX idx_sites_geom ON ruralmap.sites USING gist (geom);

CREATE TABLE ruralmap.site_shares (
    fid SERIAL NOT NULL,
    site_id TEXT NOT NULL,
    relation TEXT NOT NULL,
    linked_village_code TEXT,
    linked_township_code TEXT,
    share DOUBLE PRECISION NOT NULL,
    share_method TEXT,
    length_m DOUBLE PRECISION,
    area_m2 DOUBLE PRECISION,
    households BIGINT,
    persons BIGINT,
    link_status TEXT,
    link_reason TEXT,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.industries (
    fid SERIAL NOT NULL,
    industry_id TEXT NOT NULL,
    industry TEXT NOT NULL,
    industry_kind TEXT,
    "leading" BOOLEAN,
    area_mu DOUBLE PRECISION,
    site_id TEXT,
    site_relation TEXT,
    demo TEXT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    datum TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_industries ON ruralmap.industries (industry_id);
CREATE INDEX idx_industries_geom ON ruralmap.industries USING gist (geom);

CREATE TABLE ruralmap.industry_shares (
    fid SERIAL NOT NULL,
    industry_id TEXT NOT NULL,
    relation TEXT NOT NULL,
    linked_village_code TEXT,
    linked_township_code TEXT,
    share DOUBLE PRECISION NOT NULL,
    share_method TEXT,
    length_m DOUBLE PRECISION,
    area_m2 DOUBLE PRECISION,
    households BIGINT,
    persons BIGINT,
    link_status TEXT,
    link_reason TEXT,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.workshops (
    fid SERIAL NOT NULL,
    workshop_id TEXT NOT NULL,
    as_of TEXT NOT NULL,
    workshop TEXT NOT NULL,
    site_id TEXT,
    workshop_state TEXT,
    workers BIGINT,
    workers_lifted BIGINT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    datum TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_workshops ON ruralmap.workshops (workshop_id, as_of);
CREATE INDEX idx_workshops_geom ON ruralmap.workshops USING gist (geom);

CREATE TABLE ruralmap.projects (
    fid SERIAL NOT NULL,
    prj_id TEXT NOT NULL,
    project TEXT NOT NULL,
    library_no TEXT,
    year BIGINT,
    project_class TEXT,
    in_plan BOOLEAN,
    key_project BOOLEAN,
    work_relief_mode TEXT,
    fiscal_invest_fen BIGINT,
    gov_invest_fen BIGINT,
    gov_invest_left_fen BIGINT,
    works_left TEXT,
    labour_pay_fen BIGINT,
    local_workers_target BIGINT,
    precon_done_on TEXT,
    tender_needed BOOLEAN,
    procurement_done_on TEXT,
    planned_start_on TEXT,
    started_on TEXT,
    planned_completion_on TEXT,
    completed_on TEXT,
    accepted_on TEXT,
    entered_system_on TEXT,
    beneficiary_households BIGINT,
    subclass TEXT,
    link_mechanism BOOLEAN,
    link_types TEXT,
    rectify_due_on TEXT,
    target_households BIGINT,
    target_gain_pc_fen BIGINT,
    actual_households BIGINT,
    actual_gain_pc_fen BIGINT,
    four_batch TEXT,
    four_batch_local TEXT,
    four_batch_on TEXT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    datum TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_projects ON ruralmap.projects (prj_id);
CREATE INDEX idx_projects_geom ON ruralmap.projects USING gist (geom);

CREATE TABLE ruralmap.project_places (
    fid SERIAL NOT NULL,
    prj_id TEXT NOT NULL,
    village_code TEXT NOT NULL,
    relation TEXT,
    share DOUBLE PRECISION,
    share_basis TEXT,
    households BIGINT,
    persons BIGINT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_project_places ON ruralmap.project_places (prj_id, village_code, relation);

CREATE TABLE ruralmap.project_shares (
    fid SERIAL NOT NULL,
    prj_id TEXT NOT NULL,
    relation TEXT NOT NULL,
    linked_village_code TEXT,
    linked_township_code TEXT,
    share DOUBLE PRECISION NOT NULL,
    share_method TEXT,
    length_m DOUBLE PRECISION,
    area_m2 DOUBLE PRECISION,
    households BIGINT,
    persons BIGINT,
    link_status TEXT,
    link_reason TEXT,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.assets (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    asset TEXT NOT NULL,
    asset_class TEXT NOT NULL,
    form TEXT,
    subtype TEXT,
    spec TEXT,
    prj_id TEXT,
    qty DOUBLE PRECISION,
    qty_unit TEXT,
    built_on TEXT,
    service_years DOUBLE PRECISION,
    historic BOOLEAN,
    original_value_fen BIGINT,
    depreciation_fen BIGINT,
    net_value_fen BIGINT,
    owner TEXT,
    owner_level TEXT,
    owner_township TEXT,
    owner_village TEXT,
    owner_village_code TEXT,
    operator TEXT,
    operation_mode TEXT,
    beneficiary TEXT,
    supervisor TEXT,
    custodian TEXT,
    custodian_duty TEXT,
    custodian_scope TEXT,
    custodian_assess TEXT,
    inventory_on TEXT,
    accepted_on TEXT,
    accepted_doc TEXT,
    titled_on TEXT,
    titled_doc TEXT,
    handover_on TEXT,
    handover_doc TEXT,
    booked_on TEXT,
    booked_doc TEXT,
    run_state TEXT,
    run_state_on TEXT,
    in_three_capital_platform BOOLEAN,
    platform_value_fen BIGINT,
    risk_grade TEXT,
    outlook TEXT,
    action TEXT,
    note TEXT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    datum TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE INDEX ix_assets_record_key ON ruralmap.assets (record_key);
CREATE UNIQUE INDEX key_assets ON ruralmap.assets (asset_id);
CREATE INDEX idx_assets_geom ON ruralmap.assets USING gist (geom);

CREATE TABLE ruralmap.asset_owners (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    owner TEXT,
    owner_level TEXT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    share DOUBLE PRECISION,
    doc TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_asset_owners_record_key ON ruralmap.asset_owners (record_key);
CREATE UNIQUE INDEX key_asset_owners ON ruralmap.asset_owners (asset_id, owner, village, village_code);

CREATE TABLE ruralmap.asset_benefits (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    township TEXT,
    village TEXT,
    village_code TEXT,
    share DOUBLE PRECISION,
    households BIGINT,
    persons BIGINT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    link_status TEXT,
    link_method TEXT,
    link_candidates TEXT,
    link_reason TEXT,
    link_decision TEXT,
    distance_m DOUBLE PRECISION,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_asset_benefits_record_key ON ruralmap.asset_benefits (record_key);
CREATE UNIQUE INDEX key_asset_benefits ON ruralmap.asset_benefits (asset_id, village, village_code);

CREATE TABLE ruralmap.asset_shares (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    relation TEXT NOT NULL,
    linked_village_code TEXT,
    linked_township_code TEXT,
    share DOUBLE PRECISION NOT NULL,
    share_method TEXT,
    length_m DOUBLE PRECISION,
    area_m2 DOUBLE PRECISION,
    households BIGINT,
    persons BIGINT,
    link_status TEXT,
    link_reason TEXT,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.asset_funds (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    line_id TEXT,
    year BIGINT,
    level TEXT,
    channel TEXT,
    amount_fen BIGINT NOT NULL,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_asset_funds_record_key ON ruralmap.asset_funds (record_key);

CREATE TABLE ruralmap.contracts (
    fid SERIAL NOT NULL,
    contract_id TEXT NOT NULL,
    asset_id TEXT,
    contract_kind TEXT,
    operator TEXT,
    signed_on TEXT,
    from_on TEXT,
    to_on TEXT,
    rent_fen BIGINT,
    floor_fen BIGINT,
    prj_id TEXT,
    parcel_id TEXT,
    entity_id TEXT,
    party TEXT,
    dividend_percent DOUBLE PRECISION,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_contracts_record_key ON ruralmap.contracts (record_key);
CREATE UNIQUE INDEX key_contracts ON ruralmap.contracts (contract_id);

CREATE TABLE ruralmap.yields (
    fid SERIAL NOT NULL,
    contract_id TEXT NOT NULL,
    asset_id TEXT,
    period TEXT NOT NULL,
    yield_kind TEXT,
    due_on TEXT,
    due_fen BIGINT,
    paid_on TEXT,
    paid_fen BIGINT,
    action TEXT,
    action_on TEXT,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_yields_record_key ON ruralmap.yields (record_key);
CREATE UNIQUE INDEX key_yields ON ruralmap.yields (contract_id, period, yield_kind);

CREATE TABLE ruralmap.distributions (
    fid SERIAL NOT NULL,
    township TEXT,
    village TEXT,
    village_code TEXT NOT NULL,
    year BIGINT,
    dist_level TEXT,
    dist_form TEXT,
    amount_fen BIGINT,
    persons BIGINT,
    decided_on TEXT,
    published_on TEXT,
    recipient TEXT,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_distributions_record_key ON ruralmap.distributions (record_key);
CREATE UNIQUE INDEX key_distributions ON ruralmap.distributions (village_code, year, dist_level, dist_form, recipient);

CREATE TABLE ruralmap.inspections (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    inspected_on TEXT NOT NULL,
    inspection_kind TEXT,
    campaign_id TEXT,
    exists BOOLEAN,
    found_state TEXT,
    result TEXT,
    condition TEXT,
    inspector_role TEXT,
    inspector TEXT,
    operating TEXT,
    resilience TEXT,
    qty DOUBLE PRECISION,
    photo TEXT,
    photo_sha256 TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    datum TEXT,
    accuracy_m DOUBLE PRECISION,
    note TEXT,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    geom geometry(POINT,4490),
    PRIMARY KEY (fid)
);
CREATE INDEX ix_inspections_record_key ON ruralmap.inspections (record_key);
CREATE UNIQUE INDEX key_inspections ON ruralmap.inspections (asset_id, inspected_on, inspection_kind);
CREATE INDEX idx_inspections_geom ON ruralmap.inspections USING gist (geom);

CREATE TABLE ruralmap.handovers (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    handover_on TEXT NOT NULL,
    from_unit TEXT,
    to_unit TEXT,
    doc TEXT,
    receiver TEXT,
    note TEXT,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_handovers_record_key ON ruralmap.handovers (record_key);
CREATE UNIQUE INDEX key_handovers ON ruralmap.handovers (asset_id, handover_on);

CREATE TABLE ruralmap.disposals (
    fid SERIAL NOT NULL,
    asset_id TEXT NOT NULL,
    disposed_on TEXT NOT NULL,
    disposal_kind TEXT,
    doc TEXT,
    decided_by TEXT,
    proceeds_fen BIGINT,
    reason TEXT,
    note TEXT,
    record_key TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE INDEX ix_disposals_record_key ON ruralmap.disposals (record_key);
CREATE UNIQUE INDEX key_disposals ON ruralmap.disposals (asset_id, disposed_on, disposal_kind);

CREATE TABLE ruralmap.fund_lines (
    fid SERIAL NOT NULL,
    line_id TEXT NOT NULL,
    doc TEXT,
    issued_on TEXT,
    year BIGINT NOT NULL,
    level TEXT NOT NULL,
    channel TEXT NOT NULL,
    task TEXT,
    integrated BOOLEAN,
    partner TEXT,
    issued_fen BIGINT NOT NULL,
    parent_line_id TEXT,
    in_plan BOOLEAN,
    name TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_fund_lines ON ruralmap.fund_lines (line_id);

CREATE TABLE ruralmap.fund_months (
    fid SERIAL NOT NULL,
    line_id TEXT NOT NULL,
    prj_id TEXT,
    month TEXT NOT NULL,
    issued_fen BIGINT,
    arrived_fen BIGINT,
    arranged_fen BIGINT,
    disbursed_fen BIGINT,
    spent_fen BIGINT,
    unspent_fen BIGINT,
    brought_forward_fen BIGINT,
    carried_over_fen BIGINT,
    surplus_fen BIGINT,
    withdrawn_fen BIGINT,
    entity_id TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_fund_months ON ruralmap.fund_months (line_id, prj_id, month);

CREATE TABLE ruralmap.fund_moves (
    fid SERIAL NOT NULL,
    entry_id TEXT,
    "on" TEXT NOT NULL,
    line_id TEXT NOT NULL,
    prj_id TEXT,
    kind TEXT NOT NULL,
    amount_fen BIGINT NOT NULL,
    doc TEXT,
    township TEXT,
    village TEXT,
    village_code TEXT,
    reverses TEXT,
    linked_village_code TEXT,
    linked_township_code TEXT,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.fund_entries (
    fid SERIAL NOT NULL,
    "on" TEXT,
    kind TEXT NOT NULL,
    line_id TEXT NOT NULL,
    prj_id TEXT,
    township_code TEXT,
    village_code TEXT,
    asset_id TEXT,
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    amount_fen BIGINT NOT NULL,
    doc TEXT,
    entry_id TEXT,
    reverses TEXT,
    origin TEXT NOT NULL,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.asset_batches (
    fid SERIAL NOT NULL,
    batch TEXT NOT NULL,
    batch_kind TEXT NOT NULL,
    holds_from TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    events BIGINT NOT NULL,
    chain_length BIGINT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_asset_batches ON ruralmap.asset_batches (batch);

CREATE TABLE ruralmap.asset_events (
    fid SERIAL NOT NULL,
    seq BIGINT NOT NULL,
    batch TEXT NOT NULL,
    table_name TEXT NOT NULL,
    record_key TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    hash TEXT NOT NULL,
    source_file TEXT,
    source_sheet TEXT,
    source_row BIGINT,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_asset_events ON ruralmap.asset_events (seq);

CREATE TABLE ruralmap.asset_conflicts (
    fid SERIAL NOT NULL,
    table_name TEXT NOT NULL,
    record_key TEXT NOT NULL,
    field TEXT NOT NULL,
    settled_at BIGINT,
    base TEXT NOT NULL,
    candidates TEXT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_asset_conflicts ON ruralmap.asset_conflicts (table_name, record_key, field, settled_at);

CREATE TABLE ruralmap.asset_filed (
    fid SERIAL NOT NULL,
    table_name TEXT NOT NULL,
    record_key TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_asset_filed ON ruralmap.asset_filed (table_name, record_key);

CREATE TABLE ruralmap.asset_exports (
    fid SERIAL NOT NULL,
    chain_length BIGINT NOT NULL,
    chain_head TEXT NOT NULL,
    part TEXT NOT NULL,
    part_name TEXT NOT NULL,
    file TEXT NOT NULL,
    rows BIGINT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_asset_exports ON ruralmap.asset_exports (chain_length, part, file);

CREATE TABLE ruralmap.asset_returns (
    fid SERIAL NOT NULL,
    chain_length BIGINT NOT NULL,
    part TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    set_aside BIGINT NOT NULL,
    batch TEXT NOT NULL,
    PRIMARY KEY (fid)
);

CREATE TABLE ruralmap.load_batches (
    fid SERIAL NOT NULL,
    batch_id TEXT NOT NULL,
    as_of TEXT NOT NULL,
    county_code TEXT NOT NULL,
    county TEXT NOT NULL,
    simulated BOOLEAN NOT NULL,
    tool_version TEXT NOT NULL,
    schema_version BIGINT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_load_batches ON ruralmap.load_batches (batch_id);

CREATE TABLE ruralmap.batch_inputs (
    fid SERIAL NOT NULL,
    batch_id TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_batch_inputs ON ruralmap.batch_inputs (batch_id, file);

CREATE TABLE ruralmap.batch_counts (
    fid SERIAL NOT NULL,
    batch_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    rows BIGINT NOT NULL,
    PRIMARY KEY (fid)
);
CREATE UNIQUE INDEX key_batch_counts ON ruralmap.batch_counts (batch_id, table_name);
