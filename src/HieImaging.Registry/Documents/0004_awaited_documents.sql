-- Documents that were registered with their content elsewhere (ITI-42) and are still to be fetched from their hospital's repository (ITI-43).
create table registry.awaited_document (
    document_entry text primary key,                  -- entryUUID
    tries          int not null default 0,
    due_at         timestamptz,                       -- when it is asked for again; null: no more, its message is a dead letter or it is refused
    refused        boolean not null default false,    -- what was fetched cannot be registered
    reason         text                               -- of the last failure: a code, never a text of others
);
create index awaited_document_due on registry.awaited_document (due_at) where due_at is not null;
