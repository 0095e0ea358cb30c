-- Under which address of the node the Endpoints of an import were derived.

alter table record_locator.affinity_domain add public_base text not null default '';
