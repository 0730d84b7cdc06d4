-- min_binary: 1
-- Cases that are handed out: masked copies, one-time links to them, and what is marked as secret.

-- A masked copy of a case as somebody was given it: made once, never changed. What it says lies sealed.
CREATE TABLE case_handout (
    tenant_id UUID NOT NULL,
    case_id UUID NOT NULL,
    number BIGINT NOT NULL,
    party TEXT NOT NULL,
    profile TEXT NOT NULL,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    secrecy TEXT NOT NULL,
    masked BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    sha256 TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);

-- A link to a copy: what proves it is kept as a hash alone. It is opened once, by whoever has it, or taken back.
CREATE TABLE handout_link (
    tenant_id UUID NOT NULL,
    case_id UUID NOT NULL,
    handout BIGINT NOT NULL,
    number BIGINT NOT NULL,
    token_sha256 TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    until TEXT NOT NULL,
    opened_at BIGINT,
    revoked_at BIGINT,
    revoked_by UUID REFERENCES person (id),
    PRIMARY KEY (tenant_id, case_id, handout, number),
    UNIQUE (tenant_id, token_sha256),
    FOREIGN KEY (tenant_id, case_id, handout) REFERENCES case_handout (tenant_id, case_id, number)
);

-- That a case is marked as one that may hold what is secret, and on what ground; an empty ground takes the mark away.
CREATE TABLE case_secrecy (
    tenant_id UUID NOT NULL,
    case_id UUID NOT NULL,
    number BIGINT NOT NULL,
    ground TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);
