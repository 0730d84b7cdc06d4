-- min_binary: 1
-- Providers' routines for complaints with what the authority says of them.

-- A provider's routine for complaints as it was put on file: a file that lies sealed, an address, or a text. A later one takes
-- its place, and it stays.
CREATE TABLE routine (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'link', 'text')),
    body TEXT,
    file_id BLOB,
    file_name TEXT,
    media_type TEXT,
    size INTEGER,
    sealed_sha256 TEXT,
    person_id BLOB NOT NULL REFERENCES person (id),
    filed_on TEXT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number)
) STRICT;

-- What the authority says of a routine, criterion by criterion, and when it looks at it again.
CREATE TABLE routine_assessment (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    routine INTEGER NOT NULL,
    content TEXT NOT NULL,
    review_on TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    assessed_on TEXT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number),
    FOREIGN KEY (tenant_id, organisation_id, routine) REFERENCES routine (tenant_id, organisation_id, number)
) STRICT;
