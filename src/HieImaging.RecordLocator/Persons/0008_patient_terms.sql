-- Words of a source's Patient that it is searched by (ITI-78, ITI-21; Identity writes them): parameter=WORD, parameter<WOR, parameter~VRT.
-- Sources that were fed before have none until `hie-node rebuild` has gone over them.
alter table record_locator.source_identity add column terms text[] not null default '{}';
create index source_identity_of_term on record_locator.source_identity using gin (terms) with (gin_pending_list_limit = 512);
