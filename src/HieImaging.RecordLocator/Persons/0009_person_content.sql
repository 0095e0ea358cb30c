-- A person's version and time as they are told: functions of what its sources say, so that after a link and its undoing the same bytes
-- are answered. version counts changes, for whoever writes and for events.
alter table record_locator.person
    add column content_version int not null default 0,
    add column content_at timestamptz not null default 'epoch';
update record_locator.person set content_version = version, content_at = last_updated;
alter table record_locator.person alter column content_version drop default, alter column content_at drop default;
