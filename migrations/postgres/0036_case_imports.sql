-- min_binary: 36
-- Cases that a provider reads in out of its own system: an older program cannot read their timelines.

-- A file that was taken in: what came of it, and by which version of what its columns and words mean. The file itself is not
-- kept; its hash tells it again.
CREATE TABLE case_import (
    tenant_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    mapping_version BIGINT NOT NULL,
    file_rows BIGINT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number)
);

-- What the columns and words of a provider's files mean, version by version.
CREATE TABLE case_mapping (
    tenant_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, version)
);

-- Which case is the one that the provider's own system knows by the reference.
CREATE TABLE case_reference (
    tenant_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    reference TEXT NOT NULL,
    case_id UUID NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, reference),
    UNIQUE (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);

-- The cells of a chosen file while somebody looks it through, sealed: gone when it is taken in or thrown away, and after a day.
CREATE TABLE case_import_waiting (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
