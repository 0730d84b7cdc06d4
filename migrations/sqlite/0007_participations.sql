-- min_binary: 1
-- Course participations and what is counted of them. Days are whole numbers, 20240322; codes are those of the domain.

-- One import: rows that came together, published together or not at all. Numbers rise by one within an authority.
CREATE TABLE participation_set (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    -- 'full': what the scope has and the file has not is gone. 'delta': what the file has not is untouched.
    kind TEXT NOT NULL CHECK (kind IN ('full', 'delta')),
    state TEXT NOT NULL CHECK (state IN ('staging', 'published', 'dropped')),
    profile TEXT NOT NULL,
    scope TEXT NOT NULL,
    -- The day the file was taken out of its source.
    as_of TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    rows_read INTEGER NOT NULL DEFAULT 0,
    rows_rejected INTEGER NOT NULL DEFAULT 0,
    rows_unchanged INTEGER NOT NULL DEFAULT 0,
    rows_added INTEGER NOT NULL DEFAULT 0,
    rows_changed INTEGER NOT NULL DEFAULT 0,
    rows_removed INTEGER NOT NULL DEFAULT 0,
    -- SHA-256 over the set's rows and what it removed; in the event that published it.
    digest TEXT,
    person_id BLOB REFERENCES person (id),
    begun_at INTEGER NOT NULL,
    published_at INTEGER,
    PRIMARY KEY (tenant_id, number)
) STRICT;

-- A combination of provider, unit and contract area that participations belong to.
CREATE TABLE place (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    unit_id BLOB,
    area_id BLOB,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
) STRICT;

-- A course that an authority has participations in, and the group in which it is counted.
CREATE TABLE course (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    school_form TEXT NOT NULL,
    unit_kind TEXT NOT NULL,
    group_number INTEGER NOT NULL,
    in_catalogue INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, code, school_form)
) STRICT;

-- A group of courses that is counted together: a subject, or a course and study path of sfi.
CREATE TABLE course_group (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    school_form TEXT NOT NULL,
    unit_kind TEXT NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, slug)
) STRICT;

-- A person without a name: a keyed hash of what the source knows the person by, of this authority alone.
CREATE TABLE student (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (tenant_id, number)
) STRICT, WITHOUT ROWID;

-- A row as its set brought it. It never changes but for the set that it is gone in: what held after set N are the rows
-- of sets up to N that are not gone in a set up to N. A frozen snapshot is therefore a number.
CREATE TABLE participation (
    tenant_id BLOB NOT NULL,
    set_number INTEGER NOT NULL,
    row_number INTEGER NOT NULL,
    gone_in INTEGER,
    student INTEGER NOT NULL,
    sex INTEGER NOT NULL,
    place INTEGER NOT NULL,
    course INTEGER NOT NULL,
    study_form INTEGER NOT NULL,
    road INTEGER NOT NULL,
    started INTEGER NOT NULL,
    planned_end INTEGER,
    outcome INTEGER NOT NULL,
    ended INTEGER,
    mark INTEGER,
    marked_on INTEGER,
    decided_on INTEGER,
    cause INTEGER NOT NULL,
    points INTEGER,
    points_done INTEGER,
    education INTEGER,
    protected INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, set_number, row_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX participation_student ON participation (tenant_id, student);

-- How each set changed a count. What held after set N is the sum over sets up to N.
CREATE TABLE result_cell (
    tenant_id BLOB NOT NULL,
    measure INTEGER NOT NULL,
    month INTEGER NOT NULL,
    place INTEGER NOT NULL,
    course_group INTEGER NOT NULL,
    study_form INTEGER NOT NULL,
    sex INTEGER NOT NULL,
    set_number INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, measure, month, place, course_group, study_form, sex, set_number)
) STRICT, WITHOUT ROWID;

-- A dated snapshot that reports cite.
CREATE TABLE result_freeze (
    tenant_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    set_number INTEGER NOT NULL,
    title TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, set_number) REFERENCES participation_set (tenant_id, number)
) STRICT;
