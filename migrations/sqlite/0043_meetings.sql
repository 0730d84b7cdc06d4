-- min_binary: 43
-- The rektors' meeting: each its history, words sealed.

CREATE TABLE meeting (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE TABLE meeting_entry (
    tenant_id BLOB NOT NULL,
    meeting_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, meeting_id, number),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meeting (tenant_id, id)
) STRICT;
