-- A message is a consumer's dead letter from dead_at on; until then its tries are counted and it is published again, each time later.
alter table document_store.dead_letter rename column rounds to tries;
alter table document_store.dead_letter add column dead_at timestamptz;
update document_store.dead_letter set dead_at = failed_at where tries >= 3;
