-- min_binary: 1
-- The authority's own files as templates: each version of one with its bytes and what its cells are.
CREATE TABLE own_template (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    item TEXT NOT NULL,
    version INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    -- The beginning of its sheets, as JSON, to be looked at without reading the file again.
    shape TEXT NOT NULL,
    -- What its cells are, as JSON.
    mapping TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    used_at INTEGER,
    retired_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, item, version)
) STRICT;
