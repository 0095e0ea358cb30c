-- Why source identities were joined or parted: append-only, what "explain" will tell. No names, no numbers.
create table identity.link_decision (
    seq        bigint generated always as identity primary key,
    decided_at timestamptz not null,
    person_id  text not null,
    sources    text[] not null,
    verb       text not null check (verb in ('linked', 'parted', 'doubtful')),
    rule       text not null,
    evidence   text not null,
    cause      text not null
);
create index link_decision_of_person on identity.link_decision (person_id);
create index link_decision_of_source on identity.link_decision using gin (sources);
