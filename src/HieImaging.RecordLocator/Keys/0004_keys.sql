-- Secrets that all processes share, and the client assertions that were used. Writers: Node at "schema apply" (id key), Governance.

create table record_locator.secret (
    name       text primary key,
    value      bytea not null,
    created_at timestamptz not null
);

create table record_locator.used_jti (
    client  text not null,
    jti     text not null,
    expires timestamptz not null,
    primary key (client, jti)
);
create index used_jti_expired on record_locator.used_jti (expires);
