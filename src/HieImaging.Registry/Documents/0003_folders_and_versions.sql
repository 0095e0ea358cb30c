-- Folders and associations change after their submission (lastUpdateTime, ITI-57). Versions of an object share its lid, of a folder its uniqueId too.
alter table registry.folder drop constraint folder_unique_id_key;
alter table registry.folder
    add column logical_id text,                       -- lid
    add column status     text not null default 'Approved',
    add column custodian  text,
    add column sender     text;
update registry.folder set logical_id = folder.id, custodian = source.custodian, sender = source.sender
    from registry.submission_set source where source.id = folder.submission_set;
alter table registry.folder
    alter column logical_id set not null, alter column custodian set not null, alter column sender set not null,
    alter column status drop default;
create index folder_unique_id on registry.folder (unique_id);
create index folder_logical_id on registry.folder (logical_id);

alter table registry.association add column status text not null default 'Approved';
alter table registry.association alter column status drop default;

create index document_entry_logical_id on registry.document_entry (logical_id);
