-- Originals: words, merges, assertions, append-only but for what later originals make of them. Derived: keys, comparables, pairs, review
-- items (their votes and claims apart). No names and no numbers outside bodies.

-- Candidates. 64-bit hashes, so that the index says nothing of anybody; rewritten in the transaction of the source.
create table identity.blocking_key (
    key bigint not null,
    sid bigint not null,
    primary key (key, sid)
);

-- The normalised record of a live source, as it is scored, and the keys that it lies under.
create table identity.comparable (
    source_id text primary key,
    sid       bigint not null unique,
    body      bytea not null,
    keys      bigint[] not null
);

-- What was decided of two source identities, kept where it says something; a function of the two, the model and the population alone.
create table identity.pair (
    low        text not null,
    high       text not null,
    verdict    text not null check (verdict in ('link', 'review', 'distinct')),
    bits       real not null,
    cut        real not null,
    model      text not null,
    evidence   jsonb not null,
    decided_at timestamptz not null,
    primary key (low, high),
    check (low < high)
);
create index pair_high on identity.pair (high);

-- must: one person; cannot: never one. Outrank any score and any model until revoked.
create table identity.assertion (
    id         bigint generated always as identity primary key,
    low        text not null,
    high       text not null,
    kind       text not null check (kind in ('must', 'cannot')),
    origin     text not null check (origin in ('feed', 'steward')),
    actor      text not null,
    reason     text,
    said_at    timestamptz not null,
    revoked_at timestamptz,
    revoked_by text,
    cause      text not null,
    check (low < high)
);
create index assertion_low on identity.assertion (low, high);
create index assertion_high on identity.assertion (high);

-- A40, replaced-by (merged) and A47 (renumbered), of ids that may not be known yet.
create table identity.merge (
    id          bigint generated always as identity primary key,
    subsumed    text not null,
    survivor    text not null,
    kind        text not null check (kind in ('merged', 'renumbered')),
    feeder      text not null,
    said_at     timestamptz not null,
    received_at timestamptz not null,
    cause       text not null,
    state       text not null check (state in ('applied', 'pending', 'refused', 'undone')),
    reason      text
);
create index merge_subsumed on identity.merge (subsumed);
create index merge_survivor on identity.merge (survivor);

-- What a sender said under a control id, and what it was answered: the same bytes again get the same answer again.
create table identity.feed_message (
    sender      text not null,
    control_id  text not null,
    sha256      bytea not null,
    received_at timestamptz not null,
    event       text not null,
    outcome     text not null,
    answer      bytea not null,
    body        bytea compression lz4 not null,
    primary key (sender, control_id)
);

-- For a person to decide; keyed by source identities, so that no link and no merge can orphan it.
create table identity.review_item (
    low        text not null,
    high       text not null,
    kind       text not null check (kind in ('pair', 'overlay', 'contradiction')),
    reason     text not null,
    bits       real,
    evidence   jsonb not null,
    model      text,
    state      text not null default 'open' check (state in ('open', 'linked', 'refused', 'superseded')),
    opened_at  timestamptz not null,
    claimed_by text,
    claimed_at timestamptz,
    votes      jsonb not null default '[]',
    decided_at timestamptz,
    primary key (low, high, kind),
    check (low <= high)
);
create index review_item_open on identity.review_item (opened_at) where state = 'open';
create index review_item_high on identity.review_item (high);

alter table identity.link_decision
    add column model text,
    add column actor text,
    add column bits jsonb,
    drop constraint link_decision_verb_check,
    add constraint link_decision_verb_check check (verb in ('linked', 'parted', 'doubtful', 'refused', 'contradicted'));
