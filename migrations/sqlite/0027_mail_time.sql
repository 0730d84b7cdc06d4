-- min_binary: 1
-- When a letter came, in an officer's words: each time one said so, with what stood there before.
CREATE TABLE mail_time (
    tenant_id BLOB NOT NULL,
    mail_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL,
    previous_at INTEGER,
    reason TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, mail_id, number),
    FOREIGN KEY (tenant_id, mail_id) REFERENCES mail (tenant_id, id)
) STRICT;
