-- min_binary: 38
-- The follow-up plan of a year: each version as it was written, and that one was adopted. Then what is planned with each
-- provider, each activity with its history.

CREATE TABLE plan_version (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    part TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, number)
);

CREATE TABLE plan_adoption (
    tenant_id UUID NOT NULL,
    plan_version_id UUID NOT NULL,
    case_number TEXT NOT NULL,
    adopted_on TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    political_body TEXT NOT NULL,
    process_owner TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_version_id),
    FOREIGN KEY (tenant_id, plan_version_id) REFERENCES plan_version (tenant_id, id)
);

CREATE TABLE activity (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    moment TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (tenant_id, id)
);

CREATE INDEX activity_of_year ON activity (tenant_id, year);

CREATE TABLE activity_entry (
    tenant_id UUID NOT NULL,
    activity_id UUID NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    note TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, activity_id, number),
    FOREIGN KEY (tenant_id, activity_id) REFERENCES activity (tenant_id, id)
);
