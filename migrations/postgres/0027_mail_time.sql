-- min_binary: 1
-- When a letter came, in an officer's words: each time one said so, with what stood there before.
CREATE TABLE mail_time (
    tenant_id UUID NOT NULL,
    mail_id UUID NOT NULL,
    number BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    previous_at BIGINT,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, mail_id, number),
    FOREIGN KEY (tenant_id, mail_id) REFERENCES mail (tenant_id, id)
);
