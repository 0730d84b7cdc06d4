-- min_binary: 1
-- Which figures stood beside what was handed in, and what is published of a set of results for those outside.

ALTER TABLE submission ADD COLUMN figures_set INTEGER;

-- Everything that may ever be published of a set, with what must be hidden hidden, all of it together. Made once, when
-- something of the set is published for the first time; it never changes.
CREATE TABLE publication_list (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    set_number INTEGER NOT NULL,
    -- The smallest number that is shown, beside zero.
    smallest_shown INTEGER NOT NULL,
    year_version_id BLOB NOT NULL,
    -- The tables as they may be shown, as JSON, and SHA-256 over it.
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, set_number),
    FOREIGN KEY (tenant_id, set_number) REFERENCES participation_set (tenant_id, number),
    FOREIGN KEY (tenant_id, year_version_id) REFERENCES year_version (tenant_id, id)
) STRICT;

-- One table of the list, as it was published. Withdrawn, its words remain and its figures are no longer shown.
CREATE TABLE publication (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    set_number INTEGER NOT NULL,
    freeze_number INTEGER NOT NULL,
    -- Which table of the list.
    table_slug TEXT NOT NULL,
    title TEXT NOT NULL,
    -- The table as it is shown, as JSON, and SHA-256 over it.
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    published_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    withdrawn_by BLOB REFERENCES person (id),
    withdrawn_reason TEXT,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, set_number) REFERENCES publication_list (tenant_id, set_number),
    FOREIGN KEY (tenant_id, freeze_number) REFERENCES result_freeze (tenant_id, number)
) STRICT;
