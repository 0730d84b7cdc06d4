-- min_binary: 38
-- That somebody was told of something that waits and is no case (an investigation, a routine) in a letter, and what the last
-- day was then: each rung of the ladder once. The timeline of an investigation may say that a day was corrected, which an older
-- program cannot read.

CREATE TABLE matter_told (
    tenant_id UUID NOT NULL,
    matter TEXT NOT NULL,
    matter_id UUID NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    day TEXT NOT NULL,
    due TEXT NOT NULL,
    rung TEXT NOT NULL CHECK (rung IN ('new', 'before', 'after')),
    letter_id UUID NOT NULL REFERENCES letter (id),
    PRIMARY KEY (tenant_id, matter, matter_id, person_id, day)
);
