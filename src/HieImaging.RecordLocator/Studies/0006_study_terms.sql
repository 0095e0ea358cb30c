-- Words of the ImagingStudy it is searched by, beside the columns (StudyTerms): parameter:code, parameter=system|code, parameter~WORDS.
alter table record_locator.registered_study add column terms text[] not null default '{}';

update record_locator.registered_study study set terms = array(
    select distinct term
    from (select convert_from(study.body, 'UTF8')::jsonb) said (resource)
    cross join lateral (
        select 'bodysite:' || (site ->> 'code') from jsonb_path_query(resource, '$.series[*].bodySite') site
        union select 'bodysite=' || coalesce(site ->> 'system', '') || '|' || (site ->> 'code')
              from jsonb_path_query(resource, '$.series[*].bodySite') site
        union select 'bodysite~' || upper(site ->> 'display') from jsonb_path_query(resource, '$.series[*].bodySite') site
        union select 'dicom-class:' || substr(class ->> 'code', 9) from jsonb_path_query(resource, '$.series[*].instance[*].sopClass') class
        union select 'referrer~' || upper(resource -> 'referrer' ->> 'display')) terms (term)
    where term is not null);

create index registered_study_of_term on record_locator.registered_study using gin (terms);

-- Patient.birthdate, and so the chain patient.birthdate.
create index person_born on record_locator.person (birth_date);
create index source_identity_born on record_locator.source_identity (birth_date);
