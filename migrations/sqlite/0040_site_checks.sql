-- min_binary: 1
-- Whether providers' sites say how to reach whoever is responsible: addresses, checks, and what an officer says of them.

-- Where a provider's site begins. A later one takes its place; an empty one says that there is none.
CREATE TABLE site_address (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    address TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number)
) STRICT;

-- A check: asked for by somebody, or by nobody where it was time; under way until it has ended. What came of it stands in the
-- content, with each page that was read; nothing where it was given up.
CREATE TABLE site_check (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    address TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    content TEXT,
    PRIMARY KEY (tenant_id, organisation_id, number)
) STRICT;

-- What an officer says of a role after a check.
CREATE TABLE site_judgement (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    check_number INTEGER NOT NULL,
    role TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('found', 'missing')),
    note TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number),
    FOREIGN KEY (tenant_id, organisation_id, check_number) REFERENCES site_check (tenant_id, organisation_id, number)
) STRICT;

-- How many pages of a site a check under way has read.
CREATE TABLE site_progress (
    tenant_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id, number)
) STRICT;

-- How often sites are checked; 0 is never. A later row takes the place of an earlier one.
CREATE TABLE site_schedule (
    tenant_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    every_days INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, number)
) STRICT;
