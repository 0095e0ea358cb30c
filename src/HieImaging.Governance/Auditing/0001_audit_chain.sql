-- The chain over trust.audit_record, and what was signed of it. One writer: the sealing job.

create table governance.audit_seal (
    position  bigint primary key,
    record_id uuid not null unique,
    hash      bytea not null
);

create table governance.audit_checkpoint (
    position  bigint primary key,
    hash      bytea not null,
    signed_at timestamptz not null,
    key_id    text not null,
    signature bytea not null
);
