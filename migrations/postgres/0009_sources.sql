-- min_binary: 1
-- Figures from elsewhere: tables that are read in as they were published, and what is fetched from public sources.

-- A published table of counts, shares or values. What each column is stands in the layout; rows as they were written.
CREATE TABLE aggregate_table (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    -- The day the source published it.
    published_on TEXT NOT NULL,
    layout TEXT NOT NULL,
    content TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (tenant_id, number)
);

-- A source that is fetched from, as an authority has set it up.
CREATE TABLE source (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    -- Address, codes and measures, as JSON.
    settings TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, slug)
);

-- One fetch: when it was asked for and ended, what came of it, and the original's hash.
CREATE TABLE source_fetch (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    slug TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'failed')),
    person_id UUID REFERENCES person (id),
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- In words: what was asked and what came, where it went wrong.
    fault TEXT,
    found BIGINT,
    -- SHA-256 over the answers as they came, which lie in the file store.
    original_sha256 TEXT,
    -- What was read out of them, as JSON, for sources that are no figures.
    content TEXT,
    PRIMARY KEY (tenant_id, number)
);

-- How far a fetch has come.
CREATE TABLE source_progress (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    fetch_number BIGINT NOT NULL,
    done BIGINT NOT NULL,
    whole BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fetch_number)
);

-- A published figure: one measure of one place, year and sex. It is as the newest fetch that had it said.
CREATE TABLE official_figure (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    measure TEXT NOT NULL,
    place TEXT NOT NULL,
    year BIGINT NOT NULL,
    -- 'all', 'women', 'men'
    sex TEXT NOT NULL,
    -- The number as it was sent; empty where there is none.
    value TEXT NOT NULL,
    -- Why there is none, in the source's own sign.
    status TEXT NOT NULL,
    -- How many it is counted on, where the source says.
    n BIGINT,
    fetch_number BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, slug, measure, place, year, sex)
);
