-- min_binary: 14
-- Vocational educations, which course participations belong to. Days are whole numbers, 20240322; codes are those of the domain.

-- A number for an education that a source knows a student to be in: a keyed hash of both, of this authority alone.
CREATE TABLE education_key (
    tenant_id UUID NOT NULL,
    number BIGINT NOT NULL,
    key BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

-- An education as a set told of it. As with participations, a row never changes but for the set that it is gone in.
CREATE TABLE vocational_education (
    tenant_id UUID NOT NULL,
    set_number BIGINT NOT NULL,
    number BIGINT NOT NULL,
    gone_in BIGINT,
    student BIGINT NOT NULL,
    sex BIGINT NOT NULL,
    place BIGINT NOT NULL,
    -- The group of courses in which educations are counted.
    course_group BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    title TEXT NOT NULL,
    started BIGINT NOT NULL,
    planned_end BIGINT,
    outcome BIGINT NOT NULL,
    ended BIGINT,
    situation BIGINT NOT NULL,
    noted BIGINT,
    PRIMARY KEY (tenant_id, set_number, number)
);

-- How many educations the set adds, changes or removes; nothing of sets that were read before educations were.
ALTER TABLE participation_set ADD COLUMN educations BIGINT;
