-- The submission as it was accepted, and the answer that a repetition of it gets again (ITI-42 3.42.4.1.3).
create table registry.submission_set (
    id           text primary key,                    -- entryUUID, urn:uuid:…
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    body         bytea compression lz4 not null,
    unique_id    text not null,
    custodian    text not null,
    sender       text not null,
    patient_id   text,                                -- CX as received
    digest       bytea not null,                      -- what was submitted: the same again is a repetition, anything else a conflict
    warnings     bytea not null,                      -- of the answer, canonical JSON
    constraint submission_set_unique_id unique (unique_id)
);

create table registry.document_entry (
    id             text primary key,                  -- entryUUID, urn:uuid:…
    version        int not null,
    last_updated   timestamptz not null,
    deleted        boolean not null default false,
    body           bytea compression lz4 not null,
    unique_id      text not null,                     -- masterIdentifier; several entries may share one (ITI-42)
    logical_id     text not null,                     -- lid
    status         text not null,                     -- Approved, Deprecated
    patient_id     text,                              -- CX as received
    custodian      text not null,
    sender         text not null,
    hash           text not null,                     -- SHA-1, hexadecimal, of the document (TF-3 4.2.3.2.10)
    size           bigint not null,
    submission_set text not null
);
create index document_entry_unique_id on registry.document_entry (unique_id);
create index document_entry_patient on registry.document_entry (patient_id, status);

create table registry.document_entry_history (
    id           text not null,
    version      int not null,
    last_updated timestamptz not null,
    deleted      boolean not null,
    body         bytea compression lz4 not null,
    primary key (id, version)
);

create table registry.association (
    id             text primary key,
    version        int not null,
    last_updated   timestamptz not null,
    deleted        boolean not null default false,
    body           bytea compression lz4 not null,
    type           text not null,
    source         text not null,
    target         text not null,
    submission_set text not null
);
create index association_target on registry.association (target, type);
create index association_source on registry.association (source);

create table registry.folder (
    id             text primary key,
    version        int not null,
    last_updated   timestamptz not null,
    deleted        boolean not null default false,
    body           bytea compression lz4 not null,
    unique_id      text not null unique,
    patient_id     text,
    submission_set text not null
);

-- The document as it came, byte for byte.
create table registry.document_content (
    unique_id text not null,
    hash      text not null,
    content   bytea not null,
    primary key (unique_id, hash)
);
alter table registry.document_content alter column content set storage external;

-- What one document says of one study: the input of the fold.
create table registry.study_manifest (
    document_entry text not null,
    study          text not null,                     -- logical id of the ImagingStudy: (Study UID, custodian, source patient)
    study_uid      text not null,
    custodian      text not null,
    source         text not null,                     -- s-…
    live           boolean not null,
    title_role     text not null,                     -- manifest, rejection, note
    labels         text[] not null,                   -- confidentiality of the document, system|code
    input          bytea compression lz4 not null,    -- the Manifest, canonical JSON
    primary key (document_entry, study)
);
create index study_manifest_live on registry.study_manifest (study) where live;
