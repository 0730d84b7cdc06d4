-- min_binary: 41
-- What an authority asks of its providers (terms with their versions) and what both sides say of each; what is found wrong with a
-- provider (deficiencies, each its history, words sealed); the ladders of measures, all of them in each version. A letter may
-- tell of a deficiency that waits, which an older program cannot read.

CREATE TABLE term (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, slug)
) STRICT;

CREATE TABLE term_version (
    tenant_id BLOB NOT NULL,
    term_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, term_id, number),
    FOREIGN KEY (tenant_id, term_id) REFERENCES term (tenant_id, id)
) STRICT;

CREATE TABLE term_assessment (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    term_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    term_version INTEGER NOT NULL,
    voice TEXT NOT NULL,
    verdict TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    day TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    file_id BLOB,
    media_type TEXT,
    size INTEGER,
    sealed_sha256 TEXT,
    PRIMARY KEY (tenant_id, organisation_id, term_id, number),
    FOREIGN KEY (tenant_id, term_id) REFERENCES term (tenant_id, id)
) STRICT;

CREATE TABLE ladder_version (
    tenant_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, number)
) STRICT;

CREATE TABLE deficiency (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    unit_id BLOB,
    source_kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_part TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
) STRICT;

CREATE INDEX deficiency_of_source ON deficiency (tenant_id, source_kind, source_id);

CREATE TABLE deficiency_entry (
    tenant_id BLOB NOT NULL,
    deficiency_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    party TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    file_id BLOB,
    media_type TEXT,
    size INTEGER,
    sealed_sha256 TEXT,
    PRIMARY KEY (tenant_id, deficiency_id, number),
    FOREIGN KEY (tenant_id, deficiency_id) REFERENCES deficiency (tenant_id, id)
) STRICT;
