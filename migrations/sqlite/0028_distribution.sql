-- min_binary: 1
-- One provider, many authorities: rows that are given to several authorities from one place.

-- Rows that wait to be given out, and where each went when they have been. What they said is gone when they have gone.
CREATE TABLE distribution (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    done_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;
CREATE INDEX distribution_assignment ON distribution (tenant_id, assignment_id, at);

-- When rows came into a draft so, or went out of it.
CREATE TABLE distributed (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    rows_in INTEGER NOT NULL,
    rows_out INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, assignment_id, at),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;
