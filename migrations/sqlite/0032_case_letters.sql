-- min_binary: 1
-- Letters about cases: what those who handle them have been told, and the addresses of those who want to know of an answer.

-- That somebody was told of a case in a letter, and what the last day was then: each rung of the ladder once.
CREATE TABLE case_told (
    tenant_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    day TEXT NOT NULL,
    due TEXT NOT NULL,
    rung TEXT NOT NULL CHECK (rung IN ('new', 'before', 'after')),
    letter_id BLOB NOT NULL REFERENCES letter (id),
    PRIMARY KEY (tenant_id, case_id, person_id, day),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;

-- Where whoever has the code of a case wants to hear that there is an answer: the address and the letter in their language,
-- sealed. A letter names the row; nobody is shown what is in it.
CREATE TABLE case_notice (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;
