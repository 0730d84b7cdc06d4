-- min_binary: 45
-- Decisions of the school inspectorate, each its history, with the decision as a file and what that says.

CREATE TABLE supervision (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    organisation_id UUID REFERENCES organisation (id),
    unit_id UUID,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE supervision_entry (
    tenant_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, decision_id, number),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES supervision (tenant_id, id)
);

CREATE TABLE supervision_file (
    tenant_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    number BIGINT NOT NULL,
    file_id UUID NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    said TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, decision_id, number),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES supervision (tenant_id, id)
);
