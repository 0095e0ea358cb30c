-- The audit trail: append only. Whoever may write here may not take back; what a superuser does is found by the chain (Governance/Auditing).

create table trust.audit_record (
    id          uuid primary key,
    recorded    timestamptz not null,
    body        bytea compression lz4 not null,
    transaction text not null,
    outcome     smallint not null,
    client      text,
    participant text,
    patient     text,
    study_uid   text,
    custodian   text
);
create index audit_record_in_time on trust.audit_record (recorded);
create index audit_record_of_patient on trust.audit_record (patient, recorded) where patient is not null;
create index audit_record_of_study on trust.audit_record (study_uid, recorded) where study_uid is not null;

create function trust.audit_record_stays() returns trigger language plpgsql as $$
begin
    raise exception 'an audit record is never changed or removed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_record_stays before update or delete on trust.audit_record for each row execute function trust.audit_record_stays();
create trigger audit_record_all_stay before truncate on trust.audit_record for each statement execute function trust.audit_record_stays();

-- Records that the sealing job has not taken into the chain yet; written in the record's own batch, so that sealing needs no lock on a request's path.
create table trust.audit_unsealed (
    id       uuid primary key,
    recorded timestamptz not null
);
