-- From whom a decision parted its sources: those who had been one person with one of them until then, and are not in it. Null: nobody.
alter table identity.link_decision add column parted_from text[];
update identity.link_decision parted set parted_from = known.others
from (
    select decision.seq, array_agg(distinct other.id order by other.id) as others
    from identity.link_decision decision
    cross join lateral unnest(decision.sources) as source (id)
    cross join lateral (
        select earlier.sources from identity.link_decision earlier
        where earlier.sources @> array[source.id] and earlier.seq < decision.seq and earlier.decided_at <> decision.decided_at
        order by earlier.seq desc limit 1) before
    cross join lateral unnest(before.sources) as other (id)
    where not decision.sources @> array[other.id]
    group by decision.seq) known
where known.seq = parted.seq;
create index link_decision_parting on identity.link_decision (seq) where parted_from is not null;

-- The queue as it is read, a page at a time: the surest first.
create index review_item_place on identity.review_item (state, (-coalesce(bits::float8, -1e9::float8)), low, high, kind);
