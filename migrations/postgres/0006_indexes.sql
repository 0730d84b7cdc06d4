-- min_binary: 1
-- What pages and signing look up most, by everything they ask for: without statistics SQLite chooses between two
-- indexes of as many columns by no reason that holds, and read the whole authority's year for one provider.

DROP INDEX assignment_organisation;
CREATE INDEX assignment_provider ON assignment (tenant_id, organisation_id, year);
DROP INDEX audit_subject;
CREATE INDEX audit_about ON audit_event (tenant_id, subject_id, chain, seq);
CREATE INDEX staged_assignment ON staged (tenant_id, assignment_id);
