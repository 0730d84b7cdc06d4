-- min_binary: 1
-- One provider, many authorities: rows that are given to several authorities from one place.

-- Rows that wait to be given out, and where each went when they have been. What they said is gone when they have gone.
CREATE TABLE distribution (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);
CREATE INDEX distribution_assignment ON distribution (tenant_id, assignment_id, at);

-- When rows came into a draft so, or went out of it.
CREATE TABLE distributed (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    at BIGINT NOT NULL,
    rows_in BIGINT NOT NULL,
    rows_out BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, assignment_id, at),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);
