-- min_binary: 12
-- Earlier years' figures, targets and annual reports, handed in together as a set: said by somebody, not counted here.

-- A file that was handed in, and what became of it. The file lies sealed under its hash.
CREATE TABLE earlier_set (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'dropped', 'withdrawn')),
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    -- Nobody where it was handed in at the command line.
    person_id BLOB REFERENCES person (id),
    at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by BLOB REFERENCES person (id),
    PRIMARY KEY (tenant_id, number)
) STRICT;

-- A figure as somebody said it: counts with their base, or a value alone, which is never summed.
CREATE TABLE earlier_figure (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    set_number INTEGER NOT NULL,
    -- The row of its sheet.
    row INTEGER NOT NULL,
    year INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    -- Nothing for the whole authority.
    organisation_id BLOB REFERENCES organisation (id),
    unit_id BLOB,
    area_id BLOB,
    sex TEXT NOT NULL CHECK (sex IN ('all', 'woman', 'man')),
    part INTEGER,
    base INTEGER,
    -- In thousandths of what the indicator is counted in.
    value INTEGER,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant_id, set_number, row),
    CHECK ((part IS NULL) = (base IS NULL)),
    CHECK (part IS NOT NULL OR value IS NOT NULL)
) STRICT;

-- A target of a year that has no document.
CREATE TABLE earlier_target (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    set_number INTEGER NOT NULL,
    row INTEGER NOT NULL,
    year INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    -- Nothing for all of them.
    regime TEXT,
    area_id BLOB,
    value INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, set_number, row)
) STRICT;

-- A provider's annual report. The file lies sealed under its hash.
CREATE TABLE earlier_report (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    set_number INTEGER NOT NULL,
    row INTEGER NOT NULL,
    year INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    unit_id BLOB,
    area_id BLOB,
    title TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    PRIMARY KEY (tenant_id, set_number, row)
) STRICT;
CREATE INDEX earlier_report_file ON earlier_report (tenant_id, file_sha256);
