-- min_binary: 14
-- Vocational educations, which course participations belong to. Days are whole numbers, 20240322; codes are those of the domain.

-- A number for an education that a source knows a student to be in: a keyed hash of both, of this authority alone.
CREATE TABLE education_key (
    tenant_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (tenant_id, number)
) STRICT, WITHOUT ROWID;

-- An education as a set told of it. As with participations, a row never changes but for the set that it is gone in.
CREATE TABLE vocational_education (
    tenant_id BLOB NOT NULL,
    set_number INTEGER NOT NULL,
    number INTEGER NOT NULL,
    gone_in INTEGER,
    student INTEGER NOT NULL,
    sex INTEGER NOT NULL,
    place INTEGER NOT NULL,
    -- The group of courses in which educations are counted.
    course_group INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    title TEXT NOT NULL,
    started INTEGER NOT NULL,
    planned_end INTEGER,
    outcome INTEGER NOT NULL,
    ended INTEGER,
    situation INTEGER NOT NULL,
    noted INTEGER,
    PRIMARY KEY (tenant_id, set_number, number)
) STRICT, WITHOUT ROWID;

-- How many educations the set adds, changes or removes; nothing of sets that were read before educations were.
ALTER TABLE participation_set ADD COLUMN educations INTEGER;
