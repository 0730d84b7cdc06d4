-- min_binary: 46
-- Joint evaluations: at the one that leads, each with a part for every provider; at those that take part, the question and each provider's
-- result as it came. Every one its history; words sealed. The key of a line keeps what a job carries from coming twice.

CREATE TABLE evaluation (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE evaluation_entry (
    tenant_id UUID NOT NULL,
    evaluation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    PRIMARY KEY (tenant_id, evaluation_id, number),
    UNIQUE (tenant_id, evaluation_id, key),
    FOREIGN KEY (tenant_id, evaluation_id) REFERENCES evaluation (tenant_id, id)
);

CREATE TABLE evaluation_part (
    tenant_id UUID NOT NULL,
    evaluation_id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    PRIMARY KEY (tenant_id, evaluation_id, organisation_id),
    FOREIGN KEY (tenant_id, evaluation_id) REFERENCES evaluation (tenant_id, id)
);

CREATE TABLE evaluation_part_entry (
    tenant_id UUID NOT NULL,
    evaluation_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    PRIMARY KEY (tenant_id, evaluation_id, organisation_id, number),
    UNIQUE (tenant_id, evaluation_id, organisation_id, key),
    FOREIGN KEY (tenant_id, evaluation_id, organisation_id) REFERENCES evaluation_part (tenant_id, evaluation_id, organisation_id)
);

CREATE TABLE evaluation_copy (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    leader_id UUID NOT NULL REFERENCES tenant (id),
    evaluation_id UUID NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE evaluation_copy_entry (
    tenant_id UUID NOT NULL,
    copy_id UUID NOT NULL,
    number BIGINT NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    PRIMARY KEY (tenant_id, copy_id, number),
    UNIQUE (tenant_id, copy_id, key),
    FOREIGN KEY (tenant_id, copy_id) REFERENCES evaluation_copy (tenant_id, id)
);

CREATE TABLE evaluation_result (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    copy_id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, copy_id, organisation_id),
    FOREIGN KEY (tenant_id, copy_id) REFERENCES evaluation_copy (tenant_id, id)
);

CREATE TABLE evaluation_result_entry (
    tenant_id UUID NOT NULL,
    result_id UUID NOT NULL,
    number BIGINT NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    PRIMARY KEY (tenant_id, result_id, number),
    UNIQUE (tenant_id, result_id, key),
    FOREIGN KEY (tenant_id, result_id) REFERENCES evaluation_result (tenant_id, id)
);
