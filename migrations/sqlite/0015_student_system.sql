-- min_binary: 15
-- A student system that results are pulled from over SS 12000: its key, and the mirror of what it has given.

-- The key that the source asks for, sealed, and since when there is one.
ALTER TABLE source ADD COLUMN sealed_key BLOB;
ALTER TABLE source ADD COLUMN key_at INTEGER;

-- What a source has given so far. It lies sealed in the file store, with the marks from which the next fetch goes on.
CREATE TABLE source_mirror (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    -- The fetch that left it so, which it is sealed under the name of.
    fetch_number INTEGER NOT NULL,
    -- Under what hash it lies.
    stored TEXT NOT NULL,
    -- SHA-256 of the table that was made of it last, and the import that brought that table.
    table_sha256 TEXT NOT NULL,
    import_id BLOB,
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, slug)
) STRICT;
