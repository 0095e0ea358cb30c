-- Which study is where. One writer: Registry.

create table record_locator.registered_study (
    id             text primary key,
    version        int not null,
    last_updated   timestamptz not null,
    deleted        boolean not null default false,
    body           bytea compression lz4 not null,
    study_uid      text not null,
    custodian      text not null,
    subject        text not null,
    status         text not null,
    started_from   timestamptz,
    started_to     timestamptz,
    modalities     text[] not null,
    accessions     text[] not null,
    series_uids    text[] not null,
    instance_keys  bigint[] not null,
    locations      text[] not null,
    endpoint_ids   text[] not null,
    labels         text[] not null,
    routes         bytea compression lz4 not null,
    fold_digest    bytea not null
);
create index registered_study_of_subject on record_locator.registered_study (subject, started_from desc);
create index registered_study_of_uid on record_locator.registered_study (study_uid);
create index registered_study_of_accession on record_locator.registered_study using gin (accessions);
create index registered_study_of_series on record_locator.registered_study using gin (series_uids);
create index registered_study_of_instance on record_locator.registered_study using gin (instance_keys);
create index registered_study_changed on record_locator.registered_study (last_updated, id);

create table record_locator.registered_study_history (
    id text, version int, last_updated timestamptz not null, deleted boolean not null, body bytea compression lz4 not null,
    primary key (id, version)
);

-- The patient as a custodian's manifests named him: for sources that have no feed of their own.
create table record_locator.manifest_patient (
    id           text primary key,
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    body         bytea compression lz4 not null,
    authority    text not null,
    value        text not null,
    custodian    text not null
);
