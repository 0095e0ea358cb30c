-- Who is who. One writer: Identity.

create table record_locator.source_identity (
    id           text primary key,
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    body         bytea compression lz4 not null,
    authority    text not null,
    value        text not null,
    origin       text not null check (origin in ('feed', 'manifest')),
    feeder       text not null,
    active       boolean not null,
    family       text[] not null,
    given        text[] not null,
    birth_date   text,
    gender       text,
    unique (authority, value)
);
create table record_locator.source_identity_history (
    id text, version int, last_updated timestamptz not null, deleted boolean not null, body bytea compression lz4 not null,
    primary key (id, version)
);

-- Every identifier that a source identity carries. Its own (authority and number) says who it is; any other is a claim, evidence for a link.
create table record_locator.patient_identifier (
    system    text not null,
    value     text not null,
    source_id text not null,
    own       boolean not null,
    match_key text not null,
    primary key (system, value, source_id)
);
create index patient_identifier_match on record_locator.patient_identifier (system, match_key) where not own;
create index patient_identifier_of_source on record_locator.patient_identifier (source_id);

-- Exactly one person for each source identity. born_id is the person that it was born as, which still answers after a join.
create table record_locator.person_link (
    source_id text primary key,
    person_id text not null,
    born_id   text not null unique
);
create index person_link_of_person on record_locator.person_link (person_id);

create table record_locator.person (
    id           text primary key,
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    body         bytea compression lz4 not null,
    sources      text[] not null,
    family       text[] not null,
    given        text[] not null,
    birth_date   text,
    gender       text
);
create table record_locator.person_history (
    id text, version int, last_updated timestamptz not null, deleted boolean not null, body bytea compression lz4 not null,
    primary key (id, version)
);
