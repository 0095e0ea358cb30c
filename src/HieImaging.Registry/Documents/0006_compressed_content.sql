-- Key objects are mostly UIDs that differ in their ends: compressed they are a fifth, in the write-ahead log too.
alter table registry.document_content alter column content set storage extended;
alter table registry.document_content alter column content set compression lz4;
alter table registry.intake_item alter column content set storage extended;
alter table registry.intake_item alter column content set compression lz4;
