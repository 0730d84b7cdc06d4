-- min_binary: 1
-- Numbers of persons in lists, kept apart from the drafts that refer to them; attempts that are taken back.

-- A person's number in a list. The draft holds the reference, a keyed hash; the number lies sealed here until the list has
-- served.
CREATE TABLE person_number (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    reference TEXT NOT NULL,
    sealed BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, reference),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;

-- A student is found by the hash of a number that is written in a list.
CREATE INDEX student_key ON student (tenant_id, key);
CREATE INDEX education_student ON vocational_education (tenant_id, student);

-- An attempt that was noted by mistake stays, and says who took it back.
ALTER TABLE contact_attempt ADD COLUMN taken_back_by BLOB REFERENCES person (id);
ALTER TABLE contact_attempt ADD COLUMN taken_back_at INTEGER;
