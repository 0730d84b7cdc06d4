-- min_binary: 46
-- Joint evaluations: at the one that leads, each with a part for every provider; at those that take part, the question and each provider's
-- result as it came. Every one its history; words sealed. The key of a line keeps what a job carries from coming twice.

CREATE TABLE evaluation (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE TABLE evaluation_entry (
    tenant_id BLOB NOT NULL,
    evaluation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, evaluation_id, number),
    UNIQUE (tenant_id, evaluation_id, key),
    FOREIGN KEY (tenant_id, evaluation_id) REFERENCES evaluation (tenant_id, id)
) STRICT;

CREATE TABLE evaluation_part (
    tenant_id BLOB NOT NULL,
    evaluation_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    PRIMARY KEY (tenant_id, evaluation_id, organisation_id),
    FOREIGN KEY (tenant_id, evaluation_id) REFERENCES evaluation (tenant_id, id)
) STRICT;

CREATE TABLE evaluation_part_entry (
    tenant_id BLOB NOT NULL,
    evaluation_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, evaluation_id, organisation_id, number),
    UNIQUE (tenant_id, evaluation_id, organisation_id, key),
    FOREIGN KEY (tenant_id, evaluation_id, organisation_id) REFERENCES evaluation_part (tenant_id, evaluation_id, organisation_id)
) STRICT;

CREATE TABLE evaluation_copy (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    leader_id BLOB NOT NULL REFERENCES tenant (id),
    evaluation_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE TABLE evaluation_copy_entry (
    tenant_id BLOB NOT NULL,
    copy_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, copy_id, number),
    UNIQUE (tenant_id, copy_id, key),
    FOREIGN KEY (tenant_id, copy_id) REFERENCES evaluation_copy (tenant_id, id)
) STRICT;

CREATE TABLE evaluation_result (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    copy_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, copy_id, organisation_id),
    FOREIGN KEY (tenant_id, copy_id) REFERENCES evaluation_copy (tenant_id, id)
) STRICT;

CREATE TABLE evaluation_result_entry (
    tenant_id BLOB NOT NULL,
    result_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, result_id, number),
    UNIQUE (tenant_id, result_id, key),
    FOREIGN KEY (tenant_id, result_id) REFERENCES evaluation_result (tenant_id, id)
) STRICT;
