-- min_binary: 1
-- How files with results come in: mapping profiles, and files on their way.

-- A mapping profile of an authority's own: which heading is which field, what codes mean. A version never changes.
CREATE TABLE import_profile (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    document TEXT NOT NULL,
    person_id UUID REFERENCES person (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, slug, version)
);

-- A file on its way in. It lies sealed until its time is out; what it brought is its set's.
CREATE TABLE import_run (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('uploaded', 'reading', 'waiting', 'taken', 'dropped', 'nothing', 'failed')),
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- Under what hash the sealed text lies in the file store; nothing once it is removed.
    stored TEXT,
    -- Under what hash the sealed verdicts on its rows lie.
    verdicts TEXT,
    -- What is to be done with it, and what came of reading it, as JSON.
    plan TEXT NOT NULL,
    outcome TEXT,
    rows_read BIGINT NOT NULL DEFAULT 0,
    bytes_read BIGINT NOT NULL DEFAULT 0,
    set_number BIGINT,
    person_id UUID NOT NULL REFERENCES person (id),
    begun_at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
