-- min_binary: 11
-- What is counted beyond one row at a time: what has become of those who began together, and persons, each counted once.

-- That persons have been counted of everything that held after a set. What is counted of a set without this is not there.
CREATE TABLE student_snapshot (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    set_number BIGINT NOT NULL,
    -- How many persons hold a participation.
    students BIGINT NOT NULL,
    -- How many rows the two tables below have of it.
    counts BIGINT NOT NULL,
    cells BIGINT NOT NULL,
    -- All counts of participations and persons after the set, packed: what a page reads.
    kept BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, set_number),
    FOREIGN KEY (tenant_id, set_number) REFERENCES participation_set (tenant_id, number)
);

-- Persons by the month in which they first took part, counted from January or July of its year, in a part of the authority:
-- 'all', 'provider/…', 'unit/…', 'area/…', 'provider-area/…/…', and those that the source places in none.
CREATE TABLE student_count (
    tenant_id UUID NOT NULL,
    set_number BIGINT NOT NULL,
    from_month BIGINT NOT NULL,
    part TEXT NOT NULL,
    first_month BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, set_number, from_month, part, first_month)
);

-- Measures that are counted of persons, each at the place and in the course where the person began.
CREATE TABLE student_cell (
    tenant_id UUID NOT NULL,
    set_number BIGINT NOT NULL,
    measure BIGINT NOT NULL,
    month BIGINT NOT NULL,
    place BIGINT NOT NULL,
    course_group BIGINT NOT NULL,
    study_form BIGINT NOT NULL,
    sex BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, set_number, measure, month, place, course_group, study_form, sex)
);

-- The rows of every authority, which the owner sees only without the forced policy.
ALTER TABLE participation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE course NO FORCE ROW LEVEL SECURITY;
ALTER TABLE result_cell NO FORCE ROW LEVEL SECURITY;

-- The cells of the new measures, of what is there: each set adds its rows and takes off what it made gone. Codes are those of
-- the domain: begun are taught participations (road 0) but those that never were (outcome 4).
INSERT INTO result_cell (tenant_id, measure, month, place, course_group, study_form, sex, set_number, n)
SELECT r.tenant_id, m.measure, r.started / 100, r.place, c.group_number, r.study_form, r.sex, r.in_set, sum(r.n)
FROM (
    SELECT tenant_id, set_number AS in_set, 1 AS n, place, course, study_form, sex, road, started, outcome, mark
    FROM participation
    UNION ALL
    SELECT tenant_id, gone_in, -1, place, course, study_form, sex, road, started, outcome, mark
    FROM participation WHERE gone_in IS NOT NULL
) r
JOIN course c ON c.tenant_id = r.tenant_id AND c.number = r.course
JOIN (
    SELECT 1 AS outcome, 50 AS measure UNION ALL SELECT 1, 51 UNION ALL SELECT 2, 52 UNION ALL SELECT 3, 53
    UNION ALL SELECT 5, 54 UNION ALL SELECT 0, 55
) m ON m.outcome = r.outcome AND (m.measure <> 51 OR r.mark IN (1, 2, 3, 4, 5, 7, 8))
WHERE r.road = 0
GROUP BY r.tenant_id, m.measure, r.started / 100, r.place, c.group_number, r.study_form, r.sex, r.in_set
HAVING sum(r.n) <> 0;

ALTER TABLE participation FORCE ROW LEVEL SECURITY;
ALTER TABLE course FORCE ROW LEVEL SECURITY;
ALTER TABLE result_cell FORCE ROW LEVEL SECURITY;
