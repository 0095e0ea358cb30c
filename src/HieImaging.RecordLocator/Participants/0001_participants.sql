-- What the exchange knows of its participants. Writers: Governance (domain, organization, endpoint), Broker (archive_state).

create table record_locator.affinity_domain (
    version     int primary key,
    imported_at timestamptz not null,
    sha256      bytea not null,
    body        bytea not null
);

create table record_locator.organization (
    id           text primary key,
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    body         bytea compression lz4 not null,
    participant  text not null unique,
    name         text not null,
    identifiers  text[] not null
);
create table record_locator.organization_history (
    id text, version int, last_updated timestamptz not null, deleted boolean not null, body bytea compression lz4 not null,
    primary key (id, version)
);

create table record_locator.endpoint (
    id           text primary key,
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    body         bytea compression lz4 not null,
    custodian    text not null,
    location     text,
    status       text not null
);
create unique index endpoint_of_location on record_locator.endpoint (custodian, coalesce(location, ''));
create table record_locator.endpoint_history (
    id text, version int, last_updated timestamptz not null, deleted boolean not null, body bytea compression lz4 not null,
    primary key (id, version)
);

-- Whether an archive answered when it was last asked: what the completeness notice tells.
create table record_locator.archive_state (
    custodian   text not null,
    location    text not null,
    reachable   boolean not null,
    since       timestamptz not null,
    primary key (custodian, location)
);
