-- Who saw what through a link that came to an end: made once from the audit trail, kept. Ids alone.
create table identity.split_report (
    decision   bigint primary key,
    made_at    timestamptz not null,
    made_by    text not null,
    body       bytea compression lz4 not null
);
