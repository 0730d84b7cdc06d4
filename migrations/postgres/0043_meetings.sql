-- min_binary: 43
-- The rektors' meeting: each its history, words sealed.

CREATE TABLE meeting (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE meeting_entry (
    tenant_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    PRIMARY KEY (tenant_id, meeting_id, number),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meeting (tenant_id, id)
);
