-- min_binary: 1
-- Work three months after a vocational education: attempts to reach a person, and where a list of them came from.

-- An attempt to reach a person of a list, who is known by what the system knows the row by and by nothing of their own.
CREATE TABLE contact_attempt (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    person_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    way TEXT NOT NULL,
    outcome TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, person_key, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);

-- A list that was fetched: out of which set, and how many rows it added.
CREATE TABLE fetched_list (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    number BIGINT NOT NULL,
    set_number BIGINT NOT NULL,
    added BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);
