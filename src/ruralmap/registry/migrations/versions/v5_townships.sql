-- Who may see and change which rows (乡镇权限). The office owns all of it and sees all; a township's role sees
-- what lies in its townships. Row-level security is forced, so that the rules hold for the owner too.

CREATE TABLE ruralmap.township_roles (
    role_name NAME NOT NULL,
    township_code TEXT NOT NULL,
    PRIMARY KEY (role_name, township_code)
);
COMMENT ON TABLE ruralmap.township_roles IS '乡镇角色：可以查看和修改哪些乡镇的资产 (which role sees which townships)';

-- Who asks: whoever logged in or was taken by SET ROLE, also inside a function of the owner.
CREATE FUNCTION ruralmap.acting_role() RETURNS name
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END $$;

CREATE FUNCTION ruralmap.own_townships() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(t.township_code), '{}') FROM ruralmap.township_roles AS t
    WHERE pg_has_role(ruralmap.acting_role(), to_regrole(quote_ident(t.role_name))::oid, 'USAGE')
$$;

DO $$
DECLARE
    guarded name;
BEGIN
    FOREACH guarded IN ARRAY ARRAY[
        'assets', 'asset_owners', 'asset_benefits', 'asset_funds', 'contracts', 'yields', 'distributions',
        'inspections', 'handovers', 'disposals', 'asset_batches', 'asset_events', 'asset_conflicts',
        'asset_filed', 'asset_exports', 'asset_returns', 'township_roles']
    LOOP
        EXECUTE format('ALTER TABLE ruralmap.%I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE ruralmap.%I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY office ON ruralmap.%I TO CURRENT_USER USING (true)', guarded);
    END LOOP;
    -- What belongs to an asset is seen by whoever sees the asset.
    FOREACH guarded IN ARRAY ARRAY[
        'asset_owners', 'asset_benefits', 'asset_funds', 'contracts', 'inspections', 'handovers', 'disposals']
    LOOP
        EXECUTE format(
            'CREATE POLICY township ON ruralmap.%I USING (asset_id IN (SELECT a.asset_id FROM ruralmap.assets AS a))',
            guarded);
    END LOOP;
END $$;

-- The linker's township or, until it has linked the asset, the one in the code of the village.
CREATE POLICY township ON ruralmap.assets USING (
    coalesce(linked_township_code, left(village_code, 9)) = ANY ((SELECT ruralmap.own_townships())::text[]));
CREATE POLICY township ON ruralmap.yields USING (
    CASE WHEN asset_id IS NULL THEN contract_id IN (SELECT c.contract_id FROM ruralmap.contracts AS c)
    ELSE asset_id IN (SELECT a.asset_id FROM ruralmap.assets AS a) END);
CREATE POLICY township ON ruralmap.distributions USING (
    left(village_code, 9) = ANY ((SELECT ruralmap.own_townships())::text[]));

-- Runs with the rights of who asks, and so gives the records that the rules above let through.
CREATE FUNCTION ruralmap.own_records() RETURNS TABLE (table_name text, record_key text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT 'assets', record_key FROM ruralmap.assets
    UNION ALL SELECT 'asset_owners', record_key FROM ruralmap.asset_owners
    UNION ALL SELECT 'asset_benefits', record_key FROM ruralmap.asset_benefits
    UNION ALL SELECT 'asset_funds', record_key FROM ruralmap.asset_funds
    UNION ALL SELECT 'contracts', record_key FROM ruralmap.contracts
    UNION ALL SELECT 'yields', record_key FROM ruralmap.yields
    UNION ALL SELECT 'distributions', record_key FROM ruralmap.distributions
    UNION ALL SELECT 'inspections', record_key FROM ruralmap.inspections
    UNION ALL SELECT 'handovers', record_key FROM ruralmap.handovers
    UNION ALL SELECT 'disposals', record_key FROM ruralmap.disposals
$$;

-- To be read only: the chain grows by ruralmap.append_batch and in no other way.
CREATE POLICY township ON ruralmap.asset_events FOR SELECT USING (
    (table_name, record_key) IN (SELECT o.table_name, o.record_key FROM ruralmap.own_records() AS o));
CREATE POLICY township ON ruralmap.asset_batches FOR SELECT USING (
    batch IN (SELECT e.batch FROM ruralmap.asset_events AS e));

-- The same rules for a record that a function of the owner holds in its hands.
CREATE FUNCTION ruralmap.is_own(kept text, record jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    codes text[] := ruralmap.own_townships();
    asked text := record ->> 'asset_id';
BEGIN
    IF kept = 'assets' THEN
        RETURN coalesce(coalesce(record ->> 'linked_township_code', left(record ->> 'village_code', 9))
            = ANY (codes), false);
    ELSIF kept = 'distributions' THEN
        RETURN coalesce(left(record ->> 'village_code', 9) = ANY (codes), false);
    ELSIF kept = 'yields' AND asked IS NULL THEN
        SELECT c.asset_id INTO asked FROM ruralmap.contracts AS c WHERE c.contract_id = record ->> 'contract_id';
    END IF;
    RETURN EXISTS (SELECT FROM ruralmap.assets AS a
        WHERE a.asset_id = asked AND coalesce(a.linked_township_code, left(a.village_code, 9)) = ANY (codes));
END $$;

-- Changes of fields that a record has in the office's terms, each with a value of its column's kind.
CREATE FUNCTION ruralmap.require_fields(kept text, fields json) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT f.key, f.value::text AS said, json_typeof(f.value) AS kind, c.data_type
        FROM json_each(fields) AS f LEFT JOIN information_schema.columns AS c
        ON c.table_schema = 'ruralmap' AND c.table_name = kept AND c.column_name = f.key
        AND f.key NOT IN ('fid', 'geom', 'record_key', 'source_file', 'source_sheet', 'source_row', 'distance_m')
        AND f.key NOT LIKE 'link%'
    LOOP
        IF one.data_type IS NULL THEN
            RAISE EXCEPTION '% has no field %', kept, one.key USING ERRCODE = 'undefined_column';
        ELSIF one.kind <> 'null' AND NOT (CASE one.data_type
            WHEN 'text' THEN one.kind = 'string'
            WHEN 'boolean' THEN one.kind = 'boolean'
            WHEN 'bigint' THEN one.said ~ '^-?[0-9]+$'
            ELSE one.kind = 'number' AND one.said ~ '[.eE]' END)
        THEN
            RAISE EXCEPTION '%.% cannot be %', kept, one.key, one.said USING ERRCODE = 'datatype_mismatch';
        END IF;
    END LOOP;
END $$;

-- One change of one record of the caller's township: held against what is there, and made.
CREATE FUNCTION ruralmap.apply_change(kept text, key text, old jsonb, new jsonb, source jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found jsonb;
    names text;
    places text[] := ARRAY['township', 'village', 'village_code', 'lon', 'lat', 'datum'];
    moved boolean;
BEGIN
    EXECUTE format('SELECT to_jsonb(t) - ''geom'' FROM ruralmap.%I AS t WHERE t.record_key = $1', kept)
        INTO found USING key;
    IF (old IS NULL) <> (found IS NULL) OR (old IS NULL AND new IS NULL) THEN
        RAISE EXCEPTION '% % is not as it was', kept, key USING ERRCODE = 'serialization_failure';
    ELSIF old IS NOT NULL AND NOT ruralmap.is_own(kept, found) THEN
        RAISE EXCEPTION '% % is none of yours', kept, key USING ERRCODE = 'insufficient_privilege';
    ELSIF old IS NULL AND EXISTS (
        SELECT FROM ruralmap.asset_events AS e WHERE e.table_name = kept AND e.record_key = key)
    THEN
        -- It may have been another township's, whose events would come to light.
        RAISE EXCEPTION '% % was there before', kept, key USING ERRCODE = 'insufficient_privilege';
    ELSIF EXISTS (SELECT FROM jsonb_each(old) AS o WHERE coalesce(found -> o.key, 'null') <> o.value) THEN
        RAISE EXCEPTION '% % is not as it was', kept, key USING ERRCODE = 'serialization_failure';
    END IF;
    -- An event tells of each field before and after; one of a record that goes of all that it had.
    IF old IS NOT NULL AND new IS NOT NULL AND ARRAY(SELECT jsonb_object_keys(old) ORDER BY 1)
        <> ARRAY(SELECT jsonb_object_keys(new) ORDER BY 1)
    OR new IS NULL AND EXISTS (SELECT FROM jsonb_each(found) AS f WHERE f.value <> 'null' AND NOT old ? f.key
        AND f.key NOT IN ('fid', 'record_key', 'source_file', 'source_sheet', 'source_row', 'distance_m')
        AND f.key NOT LIKE 'link%')
    THEN
        RAISE EXCEPTION '% % is not as it was told', kept, key USING ERRCODE = 'serialization_failure';
    END IF;
    IF new IS NULL THEN
        EXECUTE format('DELETE FROM ruralmap.%I WHERE record_key = $1', kept) USING key;
        RETURN;
    END IF;
    SELECT string_agg(quote_ident(f), ', ') INTO names FROM jsonb_object_keys(new) AS f;
    IF old IS NULL THEN
        EXECUTE format('INSERT INTO ruralmap.%1$I (%2$s, record_key, source_file, source_sheet, source_row)
            SELECT %2$s, $2, $3 ->> ''file'', $3 ->> ''sheet'', ($3 ->> ''row'')::bigint
            FROM jsonb_populate_record(NULL::ruralmap.%1$I, $1)', kept, names) USING new, key, source;
    ELSE
        moved := new ?| places AND found ? 'link_status';
        EXECUTE format('UPDATE ruralmap.%1$I SET (%2$s) = ROW (%3$s)
            FROM jsonb_populate_record(NULL::ruralmap.%1$I, $1) AS n WHERE %1$I.record_key = $2', kept, names,
            (SELECT string_agg('n.' || quote_ident(f), ', ') FROM jsonb_object_keys(new) AS f)) USING new, key;
        IF moved THEN
            -- What the linker found says nothing any more; the township stays unless the village changed.
            EXECUTE format('UPDATE ruralmap.%I SET linked_village_code = NULL, link_status = NULL,
                link_method = NULL, link_candidates = NULL, link_reason = NULL, link_decision = NULL,
                distance_m = NULL, linked_township_code = CASE WHEN $2 THEN NULL ELSE linked_township_code END
                WHERE record_key = $1', kept) USING key, new ? 'village_code';
        END IF;
        IF moved AND kept = 'assets' THEN
            UPDATE ruralmap.assets SET geom = NULL WHERE record_key = key;
        END IF;
    END IF;
    EXECUTE format('SELECT to_jsonb(t) - ''geom'' FROM ruralmap.%I AS t WHERE t.record_key = $1', kept)
        INTO found USING key;
    IF NOT ruralmap.is_own(kept, found) THEN
        RAISE EXCEPTION '% % would be none of yours', kept, key USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Append a batch of events, and make what they say of the tables. A township does not see the end of the chain,
-- so this runs with the owner's rights, and looks itself at whose record it is and whether it is as it was.
-- `changes`: [{"table", "key", "before", "after", "file", "sheet", "row"}]; before and after are text, JSON in
-- the canonical form that is hashed, and empty where the record is not there.
CREATE FUNCTION ruralmap.append_batch(made_by text, holds_from text, reason text, changes jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '60s'
AS $$
DECLARE
    kept CONSTANT text[] := ARRAY[
        'assets', 'asset_owners', 'asset_benefits', 'asset_funds', 'contracts', 'yields', 'distributions',
        'inspections', 'handovers', 'disposals'];
    author CONSTANT text := concat_ws('@', nullif(made_by, ''), ruralmap.acting_role());
    at CONSTANT text := to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
    name text;
    seq bigint;
    digest text;
    one record;
BEGIN
    PERFORM pg_advisory_xact_lock(8247624055355433328);  -- "ruralmap" as a number: whoever writes takes it first
    LOCK TABLE ruralmap.assets, ruralmap.asset_owners, ruralmap.asset_benefits, ruralmap.asset_funds,
        ruralmap.contracts, ruralmap.yields, ruralmap.distributions, ruralmap.inspections, ruralmap.handovers,
        ruralmap.disposals, ruralmap.asset_batches, ruralmap.asset_events IN SHARE ROW EXCLUSIVE MODE;
    IF to_char(holds_from::date, 'YYYY-MM-DD') <> holds_from THEN
        RAISE EXCEPTION 'not a day: %', holds_from USING ERRCODE = 'invalid_datetime_format';
    END IF;
    SELECT 'B' || lpad((count(*) + 1)::text, 6, '0') INTO name FROM ruralmap.asset_batches;
    SELECT e.seq, e.hash INTO seq, digest FROM ruralmap.asset_events AS e ORDER BY e.seq DESC LIMIT 1;
    seq := coalesce(seq, 0);
    digest := coalesce(digest, '');
    FOR one IN
        SELECT c ->> 'table' AS kept, c ->> 'key' AS key, coalesce(c ->> 'before', '') AS before,
            coalesce(c ->> 'after', '') AS after, coalesce(c ->> 'file', '') AS file,
            coalesce(c ->> 'sheet', '') AS sheet, (c ->> 'row')::bigint AS row, c AS source
        FROM jsonb_array_elements(changes) WITH ORDINALITY AS a (c, place) ORDER BY place
    LOOP
        IF one.kept IS NULL OR one.kept <> ALL (kept) OR coalesce(one.key, '') = '' THEN
            RAISE EXCEPTION 'no record: % %', one.kept, one.key USING ERRCODE = 'invalid_parameter_value';
        END IF;
        PERFORM ruralmap.require_fields(one.kept, nullif(one.before, '')::json);
        PERFORM ruralmap.require_fields(one.kept, nullif(one.after, '')::json);
        PERFORM ruralmap.apply_change(
            one.kept, one.key, nullif(one.before, '')::jsonb, nullif(one.after, '')::jsonb, one.source);
        seq := seq + 1;
        digest := encode(sha256(convert_to(concat('[', concat_ws(',',
            to_json(digest), seq, to_json(name), to_json(holds_from), to_json(at), to_json(author),
            to_json(reason), to_json(one.file), to_json(one.sheet), coalesce(one.row::text, 'null'),
            to_json(one.kept), to_json(one.key)), ']', chr(10), one.before, chr(10), one.after), 'UTF8')), 'hex');
        INSERT INTO ruralmap.asset_events (seq, batch, source_file, source_sheet, source_row, table_name,
            record_key, before, after, hash)
        VALUES (seq, name, nullif(one.file, ''), nullif(one.sheet, ''), one.row, one.kept, one.key, one.before,
            one.after, digest);
    END LOOP;
    INSERT INTO ruralmap.asset_batches (batch, batch_kind, holds_from, recorded_at, recorded_by, reason, events,
        chain_length)
    VALUES (name, 'merge', holds_from, at, author, reason, jsonb_array_length(changes), seq);
    RETURN name;
END $$;

-- Let a role see and change what lies in a township; the office calls it, once for each township.
CREATE FUNCTION ruralmap.grant_township(role_name name, township_code text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owner CONSTANT name := (SELECT tableowner FROM pg_tables WHERE schemaname = 'ruralmap' AND tablename = 'assets');
    kept name;
    names text;
BEGIN
    IF NOT EXISTS (SELECT FROM ruralmap.townships AS t WHERE t.township_code = grant_township.township_code) THEN
        RAISE EXCEPTION 'no township %', township_code USING ERRCODE = 'invalid_parameter_value';
    ELSIF pg_has_role(role_name, owner, 'MEMBER') OR (SELECT rolbypassrls FROM pg_roles WHERE rolname = role_name) THEN
        RAISE EXCEPTION '% sees everything already', role_name USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO ruralmap.township_roles VALUES (role_name, township_code) ON CONFLICT DO NOTHING;
    EXECUTE format('GRANT USAGE ON SCHEMA ruralmap TO %I', role_name);
    FOREACH kept IN ARRAY ARRAY[
        'assets', 'asset_owners', 'asset_benefits', 'asset_funds', 'contracts', 'yields', 'distributions',
        'inspections', 'handovers', 'disposals']
    LOOP
        -- Neither the key by which the chain knows a record, which would open another's events, nor what the
        -- linker found.
        SELECT string_agg(quote_ident(c.column_name), ', ') INTO names FROM information_schema.columns AS c
        WHERE c.table_schema = 'ruralmap' AND c.table_name = kept AND c.column_name NOT LIKE 'link%'
            AND c.column_name NOT IN ('record_key', 'source_file', 'source_sheet', 'source_row', 'distance_m');
        EXECUTE format('GRANT SELECT, DELETE, INSERT (%2$s), UPDATE (%2$s) ON ruralmap.%1$I TO %3$I',
            kept, names, role_name);
        EXECUTE format('GRANT USAGE ON SEQUENCE ruralmap.%I TO %I', kept || '_fid_seq', role_name);
    END LOOP;
    EXECUTE format('GRANT SELECT ON ruralmap.counties, ruralmap.townships, ruralmap.villages, ruralmap.asset_events,
        ruralmap.asset_batches TO %I', role_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION ruralmap.append_batch TO %I', role_name);
END $$;

-- Take a township from a role again; without any it sees no row.
CREATE FUNCTION ruralmap.revoke_township(role_name name, township_code text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    DELETE FROM ruralmap.township_roles AS t
    WHERE t.role_name = revoke_township.role_name AND t.township_code = revoke_township.township_code
$$;

REVOKE EXECUTE ON FUNCTION ruralmap.append_batch, ruralmap.apply_change, ruralmap.is_own, ruralmap.require_fields,
    ruralmap.grant_township, ruralmap.revoke_township FROM PUBLIC;
