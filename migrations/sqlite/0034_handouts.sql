-- min_binary: 1
-- Cases that are handed out: masked copies, one-time links to them, and what is marked as secret.

-- A masked copy of a case as somebody was given it: made once, never changed. What it says lies sealed.
CREATE TABLE case_handout (
    tenant_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    party TEXT NOT NULL,
    profile TEXT NOT NULL,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    secrecy TEXT NOT NULL,
    masked INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;

-- A link to a copy: what proves it is kept as a hash alone. It is opened once, by whoever has it, or taken back.
CREATE TABLE handout_link (
    tenant_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    handout INTEGER NOT NULL,
    number INTEGER NOT NULL,
    token_sha256 TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    until TEXT NOT NULL,
    opened_at INTEGER,
    revoked_at INTEGER,
    revoked_by BLOB REFERENCES person (id),
    PRIMARY KEY (tenant_id, case_id, handout, number),
    UNIQUE (tenant_id, token_sha256),
    FOREIGN KEY (tenant_id, case_id, handout) REFERENCES case_handout (tenant_id, case_id, number)
) STRICT;

-- That a case is marked as one that may hold what is secret, and on what ground; an empty ground takes the mark away.
CREATE TABLE case_secrecy (
    tenant_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    ground TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;
