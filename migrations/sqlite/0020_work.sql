-- min_binary: 1
-- Work three months after a vocational education: attempts to reach a person, and where a list of them came from.

-- An attempt to reach a person of a list, who is known by what the system knows the row by and by nothing of their own.
CREATE TABLE contact_attempt (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    person_key TEXT NOT NULL,
    number INTEGER NOT NULL,
    way TEXT NOT NULL,
    outcome TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, person_key, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;

-- A list that was fetched: out of which set, and how many rows it added.
CREATE TABLE fetched_list (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    set_number INTEGER NOT NULL,
    added INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;
