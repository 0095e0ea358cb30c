-- DocumentReference.id is the entryUUID without its urn, and whose documents are asked for by the manifests' source (ITI-67).
create index document_entry_reference on registry.document_entry (substr(id, 10));
create index study_manifest_source on registry.study_manifest (source);
