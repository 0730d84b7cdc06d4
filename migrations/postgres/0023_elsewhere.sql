-- min_binary: 23
-- What schools answer in another system, and how it comes in.

-- The other system that an item is answered in; nothing where it is answered here.
ALTER TABLE assignment ADD COLUMN reports_in TEXT;

-- What the words of a system's files mean here, as JSON. A version is never changed.
CREATE TABLE elsewhere_mapping (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    system TEXT NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, system, version)
);

-- A file out of such a system, and what became of it. The file lies sealed under its hash.
CREATE TABLE elsewhere_file (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    year BIGINT NOT NULL,
    system TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'dropped')),
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by UUID REFERENCES person (id),
    -- The version of the mapping that it was taken in by, and how many reports came of it.
    mapping_version BIGINT,
    reports BIGINT,
    PRIMARY KEY (tenant_id, number)
);
