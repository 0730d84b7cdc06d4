-- min_binary: 23
-- What schools answer in another system, and how it comes in.

-- The other system that an item is answered in; nothing where it is answered here.
ALTER TABLE assignment ADD COLUMN reports_in TEXT;

-- What the words of a system's files mean here, as JSON. A version is never changed.
CREATE TABLE elsewhere_mapping (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    system TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, system, version)
) STRICT;

-- A file out of such a system, and what became of it. The file lies sealed under its hash.
CREATE TABLE elsewhere_file (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    year INTEGER NOT NULL,
    system TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'dropped')),
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by BLOB REFERENCES person (id),
    -- The version of the mapping that it was taken in by, and how many reports came of it.
    mapping_version INTEGER,
    reports INTEGER,
    PRIMARY KEY (tenant_id, number)
) STRICT;
