-- min_binary: 25
-- A year that changes while it runs: what each change did to what is asked, and where answers belong now.

-- Since when nothing asks for it any more although something has come in; nothing while it is asked.
ALTER TABLE assignment ADD COLUMN unasked_at INTEGER;

-- What a change of the year or of the register did to an assignment. A row is never changed.
CREATE TABLE assignment_change (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    assignment_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('asked', 'asked-again', 'withdrawn', 'left', 'moved', 'occasion', 'form', 'covers')),
    -- The last days that the year said, and the one that holds here where it is a later one.
    from_day TEXT,
    to_day TEXT,
    holds TEXT,
    -- The year's version in force before, where the year was changed, and after.
    before_version BLOB,
    version BLOB NOT NULL,
    -- What was changed: the year, or the register of organisations.
    cause TEXT NOT NULL CHECK (cause IN ('year', 'register')),
    PRIMARY KEY (tenant_id, assignment_id, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;
CREATE INDEX assignment_change_at ON assignment_change (tenant_id, at);

-- That answers to a question of the version before belong under another stable name from this version on.
CREATE TABLE carried_field (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    version BLOB NOT NULL,
    item TEXT NOT NULL,
    -- The table; empty for a heading.
    part TEXT NOT NULL,
    before_slug TEXT NOT NULL,
    now_slug TEXT NOT NULL,
    PRIMARY KEY (tenant_id, version, item, part, before_slug)
) STRICT;
