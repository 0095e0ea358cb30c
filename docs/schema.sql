-- Written by `hie-node schema write`; do not edit. The migrations beside the documents are the source.

create schema document_store;

CREATE OR REPLACE FUNCTION document_store.demand(holds boolean, state text, what text)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
begin
    if holds is not true then
        raise exception using errcode = state, message = what;
    end if;
end $function$;

create table document_store.dead_letter (
    message_id uuid not null,
    consumer text not null,
    tries integer not null,
    failed_at timestamp with time zone not null,
    reason text not null,
    dead_at timestamp with time zone,
    constraint dead_letter_pkey PRIMARY KEY (message_id, consumer)
);

create table document_store.inbox (
    message_id uuid not null,
    consumer text not null,
    seen_at timestamp with time zone not null,
    constraint inbox_pkey PRIMARY KEY (message_id, consumer)
);

create table document_store.migration (
    schema text not null,
    number integer not null,
    name text not null,
    sha256 text not null,
    applied_at timestamp with time zone default now() not null,
    constraint migration_pkey PRIMARY KEY (schema, number)
);

create table document_store.outbox (
    message_id uuid not null,
    type text not null,
    body text not null,
    created_at timestamp with time zone not null,
    published_at timestamp with time zone,
    attempts integer default 0 not null,
    due_at timestamp with time zone not null,
    constraint outbox_pkey PRIMARY KEY (message_id)
);

CREATE INDEX dead_letter_consumer ON document_store.dead_letter USING btree (consumer);

CREATE INDEX inbox_seen_at ON document_store.inbox USING btree (seen_at);

CREATE INDEX outbox_due ON document_store.outbox USING btree (due_at);

create schema record_locator;

create table record_locator.affinity_domain (
    version integer not null,
    imported_at timestamp with time zone not null,
    sha256 bytea not null,
    body bytea not null,
    public_base text default ''::text not null,
    constraint affinity_domain_pkey PRIMARY KEY (version)
);

create table record_locator.archive_state (
    custodian text not null,
    location text not null,
    reachable boolean not null,
    since timestamp with time zone not null,
    constraint archive_state_pkey PRIMARY KEY (custodian, location)
);

create table record_locator.endpoint (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    custodian text not null,
    location text,
    status text not null,
    constraint endpoint_pkey PRIMARY KEY (id)
);

create table record_locator.endpoint_history (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean not null,
    body bytea compression lz4 not null,
    constraint endpoint_history_pkey PRIMARY KEY (id, version)
);

create table record_locator.manifest_patient (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    authority text not null,
    value text not null,
    custodian text not null,
    constraint manifest_patient_pkey PRIMARY KEY (id)
);

create table record_locator.organization (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    participant text not null,
    name text not null,
    identifiers text[] not null,
    constraint organization_participant_key UNIQUE (participant),
    constraint organization_pkey PRIMARY KEY (id)
);

create table record_locator.organization_history (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean not null,
    body bytea compression lz4 not null,
    constraint organization_history_pkey PRIMARY KEY (id, version)
);

create table record_locator.patient_identifier (
    system text not null,
    value text not null,
    source_id text not null,
    own boolean not null,
    match_key text not null,
    constraint patient_identifier_pkey PRIMARY KEY (system, value, source_id)
);

create table record_locator.person (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    sources text[] not null,
    family text[] not null,
    given text[] not null,
    birth_date text,
    gender text,
    content_version integer not null,
    content_at timestamp with time zone not null,
    constraint person_pkey PRIMARY KEY (id)
);

create table record_locator.person_history (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean not null,
    body bytea compression lz4 not null,
    constraint person_history_pkey PRIMARY KEY (id, version)
);

create table record_locator.person_link (
    source_id text not null,
    person_id text not null,
    born_id text not null,
    constraint person_link_born_id_key UNIQUE (born_id),
    constraint person_link_pkey PRIMARY KEY (source_id)
);

create table record_locator.registered_study (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    study_uid text not null,
    custodian text not null,
    subject text not null,
    status text not null,
    started_from timestamp with time zone,
    started_to timestamp with time zone,
    modalities text[] not null,
    accessions text[] not null,
    series_uids text[] not null,
    instance_keys bigint[] not null,
    locations text[] not null,
    endpoint_ids text[] not null,
    labels text[] not null,
    routes bytea compression lz4 not null,
    fold_digest bytea not null,
    terms text[] default '{}'::text[] not null,
    constraint registered_study_pkey PRIMARY KEY (id)
);

create table record_locator.registered_study_history (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean not null,
    body bytea compression lz4 not null,
    constraint registered_study_history_pkey PRIMARY KEY (id, version)
);

create table record_locator.secret (
    name text not null,
    value bytea not null,
    created_at timestamp with time zone not null,
    constraint secret_pkey PRIMARY KEY (name)
);

create table record_locator.source_identity (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    authority text not null,
    value text not null,
    origin text not null,
    feeder text not null,
    active boolean not null,
    family text[] not null,
    given text[] not null,
    birth_date text,
    gender text,
    sid bigint generated as identity not null,
    state text default 'registered'::text not null,
    survivor_id text,
    said_at timestamp with time zone,
    terms text[] default '{}'::text[] not null,
    constraint source_identity_authority_value_key UNIQUE (authority, value),
    constraint source_identity_check CHECK (((state = 'subsumed'::text) = (survivor_id IS NOT NULL))),
    constraint source_identity_origin_check CHECK ((origin = ANY (ARRAY['feed'::text, 'manifest'::text]))),
    constraint source_identity_pkey PRIMARY KEY (id),
    constraint source_identity_sid_key UNIQUE (sid),
    constraint source_identity_state_check CHECK ((state = ANY (ARRAY['registered'::text, 'subsumed'::text, 'removed'::text, 'quarantined'::text])))
);

create table record_locator.source_identity_history (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean not null,
    body bytea compression lz4 not null,
    constraint source_identity_history_pkey PRIMARY KEY (id, version)
);

create table record_locator.used_jti (
    client text not null,
    jti text not null,
    expires timestamp with time zone not null,
    constraint used_jti_pkey PRIMARY KEY (client, jti)
);

CREATE UNIQUE INDEX endpoint_of_location ON record_locator.endpoint USING btree (custodian, COALESCE(location, ''::text));

CREATE INDEX patient_identifier_match ON record_locator.patient_identifier USING btree (system, match_key) WHERE (NOT own);

CREATE INDEX patient_identifier_of_source ON record_locator.patient_identifier USING btree (source_id);

CREATE INDEX person_born ON record_locator.person USING btree (birth_date);

CREATE INDEX person_link_moved ON record_locator.person_link USING btree (source_id) WHERE (person_id <> born_id);

CREATE INDEX person_link_of_person ON record_locator.person_link USING btree (person_id);

CREATE INDEX registered_study_changed ON record_locator.registered_study USING btree (last_updated, id);

CREATE INDEX registered_study_of_accession ON record_locator.registered_study USING gin (accessions);

CREATE INDEX registered_study_of_instance ON record_locator.registered_study USING gin (instance_keys);

CREATE INDEX registered_study_of_series ON record_locator.registered_study USING gin (series_uids);

CREATE INDEX registered_study_of_subject ON record_locator.registered_study USING btree (subject, started_from DESC);

CREATE INDEX registered_study_of_term ON record_locator.registered_study USING gin (terms);

CREATE INDEX registered_study_of_uid ON record_locator.registered_study USING btree (study_uid);

CREATE INDEX source_identity_born ON record_locator.source_identity USING btree (birth_date);

CREATE INDEX source_identity_of_term ON record_locator.source_identity USING gin (terms) WITH (gin_pending_list_limit='512');

CREATE INDEX source_identity_subsumed ON record_locator.source_identity USING btree (survivor_id) WHERE (survivor_id IS NOT NULL);

CREATE INDEX used_jti_expired ON record_locator.used_jti USING btree (expires);

create schema trust;

CREATE OR REPLACE FUNCTION trust.audit_record_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception 'an audit record is never changed or removed' using errcode = 'insufficient_privilege';
end $function$;

create table trust.audit_record (
    id uuid not null,
    recorded timestamp with time zone not null,
    body bytea compression lz4 not null,
    transaction text not null,
    outcome smallint not null,
    client text,
    participant text,
    patient text,
    study_uid text,
    custodian text,
    constraint audit_record_pkey PRIMARY KEY (id)
);

create table trust.audit_unsealed (
    id uuid not null,
    recorded timestamp with time zone not null,
    constraint audit_unsealed_pkey PRIMARY KEY (id)
);

CREATE INDEX audit_record_in_time ON trust.audit_record USING btree (recorded);

CREATE INDEX audit_record_of_patient ON trust.audit_record USING btree (patient, recorded) WHERE (patient IS NOT NULL);

CREATE INDEX audit_record_of_study ON trust.audit_record USING btree (study_uid, recorded) WHERE (study_uid IS NOT NULL);

CREATE TRIGGER audit_record_all_stay BEFORE TRUNCATE ON trust.audit_record FOR EACH STATEMENT EXECUTE FUNCTION trust.audit_record_stays();

CREATE TRIGGER audit_record_stays BEFORE DELETE OR UPDATE ON trust.audit_record FOR EACH ROW EXECUTE FUNCTION trust.audit_record_stays();

create schema registry;

create table registry.association (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    type text not null,
    source text not null,
    target text not null,
    submission_set text not null,
    status text not null,
    constraint association_pkey PRIMARY KEY (id)
);

create table registry.awaited_document (
    document_entry text not null,
    tries integer default 0 not null,
    due_at timestamp with time zone,
    refused boolean default false not null,
    reason text,
    constraint awaited_document_pkey PRIMARY KEY (document_entry)
);

create table registry.document_content (
    unique_id text not null,
    hash text not null,
    content bytea compression lz4 not null,
    constraint document_content_pkey PRIMARY KEY (unique_id, hash)
);

create table registry.document_entry (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    unique_id text not null,
    logical_id text not null,
    status text not null,
    patient_id text,
    custodian text not null,
    sender text not null,
    hash text not null,
    size bigint not null,
    submission_set text not null,
    constraint document_entry_pkey PRIMARY KEY (id)
);

create table registry.document_entry_history (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean not null,
    body bytea compression lz4 not null,
    constraint document_entry_history_pkey PRIMARY KEY (id, version)
);

create table registry.folder (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    unique_id text not null,
    patient_id text,
    submission_set text not null,
    logical_id text not null,
    status text not null,
    custodian text not null,
    sender text not null,
    constraint folder_pkey PRIMARY KEY (id)
);

create table registry.intake (
    id uuid not null,
    participant text not null,
    client text not null,
    purpose text not null,
    received integer not null,
    received_at timestamp with time zone not null,
    constraint intake_pkey PRIMARY KEY (id)
);

create table registry.intake_item (
    intake uuid not null,
    position integer not null,
    state text default 'received'::text not null,
    sop_instance_uid text,
    code text,
    text text,
    content bytea compression lz4,
    constraint intake_item_pkey PRIMARY KEY (intake, "position")
);

create table registry.study_manifest (
    document_entry text not null,
    study text not null,
    study_uid text not null,
    custodian text not null,
    source text not null,
    live boolean not null,
    title_role text not null,
    labels text[] not null,
    input bytea compression lz4 not null,
    constraint study_manifest_pkey PRIMARY KEY (document_entry, study)
);

create table registry.submission_set (
    id text not null,
    version integer not null,
    last_updated timestamp with time zone not null,
    deleted boolean default false not null,
    body bytea compression lz4 not null,
    unique_id text not null,
    custodian text not null,
    sender text not null,
    patient_id text,
    digest bytea not null,
    warnings bytea not null,
    constraint submission_set_pkey PRIMARY KEY (id),
    constraint submission_set_unique_id UNIQUE (unique_id)
);

CREATE INDEX association_source ON registry.association USING btree (source);

CREATE INDEX association_target ON registry.association USING btree (target, type);

CREATE INDEX awaited_document_due ON registry.awaited_document USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX document_entry_logical_id ON registry.document_entry USING btree (logical_id);

CREATE INDEX document_entry_patient ON registry.document_entry USING btree (patient_id, status);

CREATE INDEX document_entry_reference ON registry.document_entry USING btree (substr(id, 10));

CREATE INDEX document_entry_unique_id ON registry.document_entry USING btree (unique_id);

CREATE INDEX folder_logical_id ON registry.folder USING btree (logical_id);

CREATE INDEX folder_unique_id ON registry.folder USING btree (unique_id);

CREATE INDEX study_manifest_live ON registry.study_manifest USING btree (study) WHERE live;

CREATE INDEX study_manifest_source ON registry.study_manifest USING btree (source);

create schema identity;

create table identity.assertion (
    id bigint generated as identity not null,
    low text not null,
    high text not null,
    kind text not null,
    origin text not null,
    actor text not null,
    reason text,
    said_at timestamp with time zone not null,
    revoked_at timestamp with time zone,
    revoked_by text,
    cause text not null,
    constraint assertion_check CHECK ((low < high)),
    constraint assertion_kind_check CHECK ((kind = ANY (ARRAY['must'::text, 'cannot'::text]))),
    constraint assertion_origin_check CHECK ((origin = ANY (ARRAY['feed'::text, 'steward'::text]))),
    constraint assertion_pkey PRIMARY KEY (id)
);

create table identity.blocking_key (
    key bigint not null,
    sid bigint not null,
    constraint blocking_key_pkey PRIMARY KEY (key, sid)
);

create table identity.comparable (
    source_id text not null,
    sid bigint not null,
    body bytea not null,
    keys bigint[] not null,
    constraint comparable_pkey PRIMARY KEY (source_id),
    constraint comparable_sid_key UNIQUE (sid)
);

create table identity.feed_message (
    sender text not null,
    control_id text not null,
    sha256 bytea not null,
    received_at timestamp with time zone not null,
    event text not null,
    outcome text not null,
    answer bytea not null,
    body bytea compression lz4 not null,
    constraint feed_message_pkey PRIMARY KEY (sender, control_id)
);

create table identity.link_decision (
    seq bigint generated as identity not null,
    decided_at timestamp with time zone not null,
    person_id text not null,
    sources text[] not null,
    verb text not null,
    rule text not null,
    evidence text not null,
    cause text not null,
    model text,
    actor text,
    bits jsonb,
    parted_from text[],
    constraint link_decision_pkey PRIMARY KEY (seq),
    constraint link_decision_verb_check CHECK ((verb = ANY (ARRAY['linked'::text, 'parted'::text, 'doubtful'::text, 'refused'::text, 'contradicted'::text])))
);

create table identity.merge (
    id bigint generated as identity not null,
    subsumed text not null,
    survivor text not null,
    kind text not null,
    feeder text not null,
    said_at timestamp with time zone not null,
    received_at timestamp with time zone not null,
    cause text not null,
    state text not null,
    reason text,
    number text default ''::text not null,
    constraint merge_kind_check CHECK ((kind = ANY (ARRAY['merged'::text, 'renumbered'::text]))),
    constraint merge_pkey PRIMARY KEY (id),
    constraint merge_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'pending'::text, 'refused'::text, 'undone'::text])))
);

create table identity.pair (
    low text not null,
    high text not null,
    verdict text not null,
    bits real not null,
    cut real not null,
    model text not null,
    evidence jsonb not null,
    decided_at timestamp with time zone not null,
    constraint pair_check CHECK ((low < high)),
    constraint pair_pkey PRIMARY KEY (low, high),
    constraint pair_verdict_check CHECK ((verdict = ANY (ARRAY['link'::text, 'review'::text, 'distinct'::text])))
);

create table identity.review_item (
    low text not null,
    high text not null,
    kind text not null,
    reason text not null,
    bits real,
    evidence jsonb not null,
    model text,
    state text default 'open'::text not null,
    opened_at timestamp with time zone not null,
    claimed_by text,
    claimed_at timestamp with time zone,
    votes jsonb default '[]'::jsonb not null,
    decided_at timestamp with time zone,
    constraint review_item_check CHECK ((low <= high)),
    constraint review_item_kind_check CHECK ((kind = ANY (ARRAY['pair'::text, 'overlay'::text, 'contradiction'::text]))),
    constraint review_item_pkey PRIMARY KEY (low, high, kind),
    constraint review_item_state_check CHECK ((state = ANY (ARRAY['open'::text, 'linked'::text, 'refused'::text, 'superseded'::text])))
);

create table identity.source_word (
    source_id text not null,
    said_at timestamp with time zone not null,
    digest text not null,
    kind text not null,
    actor text not null,
    cause text not null,
    received_at timestamp with time zone not null,
    body bytea compression lz4,
    constraint source_word_kind_check CHECK ((kind = ANY (ARRAY['word'::text, 'removal'::text, 'overlay-accepted'::text, 'overlay-refused'::text]))),
    constraint source_word_pkey PRIMARY KEY (source_id, said_at, digest)
);

create table identity.split_report (
    decision bigint not null,
    made_at timestamp with time zone not null,
    made_by text not null,
    body bytea compression lz4 not null,
    constraint split_report_pkey PRIMARY KEY (decision)
);

CREATE INDEX assertion_high ON identity.assertion USING btree (high);

CREATE INDEX assertion_low ON identity.assertion USING btree (low, high);

CREATE INDEX feed_message_received ON identity.feed_message USING btree (received_at);

CREATE INDEX link_decision_of_person ON identity.link_decision USING btree (person_id);

CREATE INDEX link_decision_of_source ON identity.link_decision USING gin (sources);

CREATE INDEX link_decision_parting ON identity.link_decision USING btree (seq) WHERE (parted_from IS NOT NULL);

CREATE INDEX merge_subsumed ON identity.merge USING btree (subsumed);

CREATE INDEX merge_survivor ON identity.merge USING btree (survivor);

CREATE INDEX pair_high ON identity.pair USING btree (high);

CREATE INDEX review_item_high ON identity.review_item USING btree (high);

CREATE INDEX review_item_open ON identity.review_item USING btree (opened_at) WHERE (state = 'open'::text);

CREATE INDEX review_item_place ON identity.review_item USING btree (state, ((- COALESCE((bits)::double precision, (- ('1000000000'::numeric)::double precision)))), low, high, kind);

create schema governance;

create table governance.audit_checkpoint (
    position bigint not null,
    hash bytea not null,
    signed_at timestamp with time zone not null,
    key_id text not null,
    signature bytea not null,
    constraint audit_checkpoint_pkey PRIMARY KEY ("position")
);

create table governance.audit_seal (
    position bigint not null,
    record_id uuid not null,
    hash bytea not null,
    constraint audit_seal_pkey PRIMARY KEY ("position"),
    constraint audit_seal_record_id_key UNIQUE (record_id)
);
