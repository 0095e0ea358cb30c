-- POST /manifests: what was received and what became of it.
create table registry.intake (
    id          uuid primary key,
    participant text not null,
    client      text not null,
    purpose     text not null,
    received    int not null,
    received_at timestamptz not null
);

create table registry.intake_item (
    intake           uuid not null,
    position         int not null,
    state            text not null default 'received',   -- received, registered, refused
    sop_instance_uid text,
    code             text,
    text             text,
    content          bytea,                               -- until it is registered or refused
    primary key (intake, position)
);
alter table registry.intake_item alter column content set storage external;
