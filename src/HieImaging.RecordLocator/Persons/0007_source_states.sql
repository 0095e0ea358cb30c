-- What became of a source identity, and when its source said what stands here. One writer: Identity (Feeding, Merging).
-- sid is the narrow number under which candidates are found; survivor_id is the live source that a subsumed one resolves to, flattened.
alter table record_locator.source_identity
    add column sid bigint generated always as identity unique,
    add column state text not null default 'registered' check (state in ('registered', 'subsumed', 'removed', 'quarantined')),
    add column survivor_id text,
    add column said_at timestamptz,
    add check ((state = 'subsumed') = (survivor_id is not null));
create index source_identity_subsumed on record_locator.source_identity (survivor_id) where survivor_id is not null;
