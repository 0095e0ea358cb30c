-- All that was ever said under a number, in the order in which its source dates it: append-only, what a source identity is worked out
-- from. A word that was said before is kept without its body.
create table identity.source_word (
    source_id   text not null,
    said_at     timestamptz not null,
    digest      text not null,
    kind        text not null check (kind in ('word', 'removal', 'overlay-accepted', 'overlay-refused')),
    actor       text not null,
    cause       text not null,
    received_at timestamptz not null,
    body        bytea compression lz4,
    primary key (source_id, said_at, digest)
);
insert into identity.source_word (source_id, said_at, digest, kind, actor, cause, received_at, body)
select id, last_updated, encode(sha256(body), 'hex'), 'word', feeder, 'before words were kept', last_updated, body
from record_locator.source_identity where origin = 'feed';

-- The survivor's number, of the authority of the subsumed one: a renumbered record is born under it.
alter table identity.merge add column number text not null default '';
