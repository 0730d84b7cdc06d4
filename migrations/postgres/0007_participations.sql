-- min_binary: 1
-- Course participations and what is counted of them. Days are whole numbers, 20240322; codes are those of the domain.

-- One import: rows that came together, published together or not at all. Numbers rise by one within an authority.
CREATE TABLE participation_set (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    -- 'full': what the scope has and the file has not is gone. 'delta': what the file has not is untouched.
    kind TEXT NOT NULL CHECK (kind IN ('full', 'delta')),
    state TEXT NOT NULL CHECK (state IN ('staging', 'published', 'dropped')),
    profile TEXT NOT NULL,
    scope TEXT NOT NULL,
    -- The day the file was taken out of its source.
    as_of TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    rows_read BIGINT NOT NULL DEFAULT 0,
    rows_rejected BIGINT NOT NULL DEFAULT 0,
    rows_unchanged BIGINT NOT NULL DEFAULT 0,
    rows_added BIGINT NOT NULL DEFAULT 0,
    rows_changed BIGINT NOT NULL DEFAULT 0,
    rows_removed BIGINT NOT NULL DEFAULT 0,
    -- SHA-256 over the set's rows and what it removed; in the event that published it.
    digest TEXT,
    person_id UUID REFERENCES person (id),
    begun_at BIGINT NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (tenant_id, number)
);

-- A combination of provider, unit and contract area that participations belong to.
CREATE TABLE place (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    unit_id UUID,
    area_id UUID,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
);

-- A course that an authority has participations in, and the group in which it is counted.
CREATE TABLE course (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    code TEXT NOT NULL,
    school_form TEXT NOT NULL,
    unit_kind TEXT NOT NULL,
    group_number BIGINT NOT NULL,
    in_catalogue BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, code, school_form)
);

-- A group of courses that is counted together: a subject, or a course and study path of sfi.
CREATE TABLE course_group (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    school_form TEXT NOT NULL,
    unit_kind TEXT NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, slug)
);

-- A person without a name: a keyed hash of what the source knows the person by, of this authority alone.
CREATE TABLE student (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    key BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

-- A row as its set brought it. It never changes but for the set that it is gone in: what held after set N are the rows
-- of sets up to N that are not gone in a set up to N. A frozen snapshot is therefore a number.
CREATE TABLE participation (
    tenant_id UUID NOT NULL,
    set_number BIGINT NOT NULL,
    row_number BIGINT NOT NULL,
    gone_in BIGINT,
    student BIGINT NOT NULL,
    sex BIGINT NOT NULL,
    place BIGINT NOT NULL,
    course BIGINT NOT NULL,
    study_form BIGINT NOT NULL,
    road BIGINT NOT NULL,
    started BIGINT NOT NULL,
    planned_end BIGINT,
    outcome BIGINT NOT NULL,
    ended BIGINT,
    mark BIGINT,
    marked_on BIGINT,
    decided_on BIGINT,
    cause BIGINT NOT NULL,
    points BIGINT,
    points_done BIGINT,
    education BIGINT,
    protected BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, set_number, row_number)
);
CREATE INDEX participation_student ON participation (tenant_id, student);

-- How each set changed a count. What held after set N is the sum over sets up to N.
CREATE TABLE result_cell (
    tenant_id UUID NOT NULL,
    measure BIGINT NOT NULL,
    month BIGINT NOT NULL,
    place BIGINT NOT NULL,
    course_group BIGINT NOT NULL,
    study_form BIGINT NOT NULL,
    sex BIGINT NOT NULL,
    set_number BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, measure, month, place, course_group, study_form, sex, set_number)
);

-- A dated snapshot that reports cite.
CREATE TABLE result_freeze (
    tenant_id UUID NOT NULL,
    number BIGINT NOT NULL,
    set_number BIGINT NOT NULL,
    title TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, set_number) REFERENCES participation_set (tenant_id, number)
);
