-- min_binary: 1
-- Providers' routines for complaints with what the authority says of them.

-- A provider's routine for complaints as it was put on file: a file that lies sealed, an address, or a text. A later one takes
-- its place, and it stays.
CREATE TABLE routine (
    tenant_id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'link', 'text')),
    body TEXT,
    file_id UUID,
    file_name TEXT,
    media_type TEXT,
    size BIGINT,
    sealed_sha256 TEXT,
    person_id UUID NOT NULL REFERENCES person (id),
    filed_on TEXT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number)
);

-- What the authority says of a routine, criterion by criterion, and when it looks at it again.
CREATE TABLE routine_assessment (
    tenant_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    routine BIGINT NOT NULL,
    content TEXT NOT NULL,
    review_on TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    assessed_on TEXT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number),
    FOREIGN KEY (tenant_id, organisation_id, routine) REFERENCES routine (tenant_id, organisation_id, number)
);
