-- min_binary: 1
-- The authority's own files as templates: each version of one with its bytes and what its cells are.
CREATE TABLE own_template (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    item TEXT NOT NULL,
    version BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    -- The beginning of its sheets, as JSON, to be looked at without reading the file again.
    shape TEXT NOT NULL,
    -- What its cells are, as JSON.
    mapping TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    used_at BIGINT,
    retired_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, item, version)
);
