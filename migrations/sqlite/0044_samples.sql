-- min_binary: 1
-- Random samples of study plans: each with its frozen population, its history, the cases that were drawn, files and one-time links.

-- A sample as it was set up. The population is a text whose hash the history begins with; neither changes.
CREATE TABLE sample (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    population TEXT NOT NULL,
    activity_id BLOB,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, activity_id) REFERENCES activity (tenant_id, id)
) STRICT;

-- The history. What is said of a case lies sealed.
CREATE TABLE sample_entry (
    tenant_id BLOB NOT NULL,
    sample_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    sealed BLOB,
    person_id BLOB REFERENCES person (id),
    PRIMARY KEY (tenant_id, sample_id, number),
    FOREIGN KEY (tenant_id, sample_id) REFERENCES sample (tenant_id, id)
) STRICT;

-- A case that was drawn: what it is known by, and which student it is among the authority's rows.
CREATE TABLE sample_case (
    tenant_id BLOB NOT NULL,
    sample_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    stratum TEXT NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    unit_id BLOB,
    student INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, sample_id, number),
    UNIQUE (tenant_id, sample_id, key),
    FOREIGN KEY (tenant_id, sample_id) REFERENCES sample (tenant_id, id),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id)
) STRICT;

-- A file of a study plan, without its name. The bytes lie sealed in the store until they are thrown away.
CREATE TABLE sample_file (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    sample_id BLOB NOT NULL,
    case_number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, sample_id, case_number) REFERENCES sample_case (tenant_id, sample_id, number)
) STRICT;

CREATE INDEX sample_file_of ON sample_file (tenant_id, sample_id);

-- A one-time link to send in one case's study plan: what proves it is kept as a hash alone.
CREATE TABLE sample_link (
    tenant_id BLOB NOT NULL,
    sample_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    case_number INTEGER NOT NULL,
    token_sha256 TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    until TEXT NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (tenant_id, sample_id, number),
    UNIQUE (tenant_id, token_sha256),
    FOREIGN KEY (tenant_id, sample_id, case_number) REFERENCES sample_case (tenant_id, sample_id, number)
) STRICT;
