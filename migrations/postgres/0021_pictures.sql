-- min_binary: 21
-- Pictures that stand in what a provider writes, each under a name made of what it shows. An older binary would take their
-- files for such as nothing speaks of, and forget them.

CREATE TABLE picture (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    name TEXT NOT NULL,
    -- The picture as it was packed anew; it lies sealed.
    file_sha256 TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, name),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id),
    FOREIGN KEY (tenant_id, file_sha256) REFERENCES file (tenant_id, sha256)
);

-- Whether anything still points at a file is asked each time something that pointed at one goes.
CREATE INDEX staged_file ON staged (tenant_id, file_sha256);
CREATE INDEX submission_file ON submission (tenant_id, file_sha256);
CREATE INDEX mail_by_file ON mail (tenant_id, file_sha256);
CREATE INDEX picture_file ON picture (tenant_id, file_sha256);
