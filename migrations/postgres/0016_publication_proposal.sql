-- min_binary: 16
-- Lists for those outside as they are drawn up in the background: a snapshot's, while nothing of its set is published yet.

-- What was asked for, and what came of it. Asked for again, for a newer year, it is drawn up anew in the same row.
CREATE TABLE publication_proposal (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    freeze_number BIGINT NOT NULL,
    -- The version of the year that says which tables there are.
    year_version_id UUID NOT NULL,
    asked_at BIGINT NOT NULL,
    judged_at BIGINT,
    -- Where the figures come from, in words, and the tables as they may be shown, as JSON. Judged without them: nothing
    -- could be proved safe.
    source TEXT,
    content TEXT,
    PRIMARY KEY (tenant_id, freeze_number),
    FOREIGN KEY (tenant_id, freeze_number) REFERENCES result_freeze (tenant_id, number),
    FOREIGN KEY (tenant_id, year_version_id) REFERENCES year_version (tenant_id, id)
);
