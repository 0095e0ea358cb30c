-- Sources that are of another's person: a load counts them every few seconds, among millions who stand alone.
create index person_link_moved on record_locator.person_link (source_id) where person_id <> born_id;
