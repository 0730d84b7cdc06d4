-- min_binary: 45
-- Decisions of the school inspectorate, each its history, with the decision as a file and what that says.

CREATE TABLE supervision (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    organisation_id BLOB REFERENCES organisation (id),
    unit_id BLOB,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE TABLE supervision_entry (
    tenant_id BLOB NOT NULL,
    decision_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, decision_id, number),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES supervision (tenant_id, id)
) STRICT;

CREATE TABLE supervision_file (
    tenant_id BLOB NOT NULL,
    decision_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    file_id BLOB NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    said TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, decision_id, number),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES supervision (tenant_id, id)
) STRICT;
