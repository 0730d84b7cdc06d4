-- min_binary: 36
-- Cases that a provider reads in out of its own system: an older program cannot read their timelines.

-- A file that was taken in: what came of it, and by which version of what its columns and words mean. The file itself is not
-- kept; its hash tells it again.
CREATE TABLE case_import (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    mapping_version INTEGER NOT NULL,
    file_rows INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    passed_over INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number)
) STRICT;

-- What the columns and words of a provider's files mean, version by version.
CREATE TABLE case_mapping (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, version)
) STRICT;

-- Which case is the one that the provider's own system knows by the reference.
CREATE TABLE case_reference (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    reference TEXT NOT NULL,
    case_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, reference),
    UNIQUE (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;

-- The cells of a chosen file while somebody looks it through, sealed: gone when it is taken in or thrown away, and after a day.
CREATE TABLE case_import_waiting (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;
