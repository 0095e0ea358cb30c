-- Facts that were committed and must be told: a row leaves when every consumer that the code lists for its type has its inbox row.
create table document_store.outbox (
    message_id uuid primary key,
    type text not null,
    body text not null,
    created_at timestamptz not null,
    published_at timestamptz,               -- last confirmed by the bus
    attempts int not null default 0,
    due_at timestamptz not null             -- to be published (again) from then on
);
create index outbox_due on document_store.outbox (due_at);

-- What a consumer has had: written in the transaction of its effect.
create table document_store.inbox (
    message_id uuid not null,
    consumer text not null,
    seen_at timestamptz not null,
    primary key (message_id, consumer)
);
create index inbox_seen_at on document_store.inbox (seen_at);

-- What a consumer failed at after all its retries, once a round; after three rounds it is published no more until an operator replays it.
create table document_store.dead_letter (
    message_id uuid not null,
    consumer text not null,
    rounds int not null,
    failed_at timestamptz not null,
    reason text not null,                   -- the exception's type, never its text
    primary key (message_id, consumer)
);
create index dead_letter_consumer on document_store.dead_letter (consumer);

-- Fails the whole transaction with the given SQLSTATE unless the condition holds.
create function document_store.demand(holds boolean, state text, what text) returns void
    language plpgsql immutable as $$
begin
    if holds is not true then
        raise exception using errcode = state, message = what;
    end if;
end $$;
