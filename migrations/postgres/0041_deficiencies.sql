-- min_binary: 41
-- What an authority asks of its providers (terms with their versions) and what both sides say of each; what is found wrong with a
-- provider (deficiencies, each its history, words sealed); the ladders of measures, all of them in each version. A letter may
-- tell of a deficiency that waits, which an older program cannot read.

CREATE TABLE term (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, slug)
);

CREATE TABLE term_version (
    tenant_id UUID NOT NULL,
    term_id UUID NOT NULL,
    number BIGINT NOT NULL,
    content TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, term_id, number),
    FOREIGN KEY (tenant_id, term_id) REFERENCES term (tenant_id, id)
);

CREATE TABLE term_assessment (
    tenant_id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    term_id UUID NOT NULL,
    number BIGINT NOT NULL,
    term_version BIGINT NOT NULL,
    voice TEXT NOT NULL,
    verdict TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    day TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    file_id UUID,
    media_type TEXT,
    size BIGINT,
    sealed_sha256 TEXT,
    PRIMARY KEY (tenant_id, organisation_id, term_id, number),
    FOREIGN KEY (tenant_id, term_id) REFERENCES term (tenant_id, id)
);

CREATE TABLE ladder_version (
    tenant_id UUID NOT NULL,
    number BIGINT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

CREATE TABLE deficiency (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    number BIGINT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    unit_id UUID,
    source_kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_part TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
);

CREATE INDEX deficiency_of_source ON deficiency (tenant_id, source_kind, source_id);

CREATE TABLE deficiency_entry (
    tenant_id UUID NOT NULL,
    deficiency_id UUID NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    party TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    file_id UUID,
    media_type TEXT,
    size BIGINT,
    sealed_sha256 TEXT,
    PRIMARY KEY (tenant_id, deficiency_id, number),
    FOREIGN KEY (tenant_id, deficiency_id) REFERENCES deficiency (tenant_id, id)
);
