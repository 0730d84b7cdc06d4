-- min_binary: 42
-- Visits to providers: the year's checklist in versions, each visit as its history, its protocol as the revisions of its fields, and
-- photos. A letter can carry an invitation for calendars: an older program does not know letters of that kind.

CREATE TABLE visit_checklist (
    tenant_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, year, version)
) STRICT;

CREATE TABLE visit (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    -- What of the plan it is, where it is something.
    activity_id BLOB,
    -- The visit whose findings it asks about.
    follows BLOB,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, number)
) STRICT;

CREATE INDEX visit_of_provider ON visit (tenant_id, organisation_id);

-- The words of a line (place, reasons, drafts, replies, the settled protocol) lie sealed.
CREATE TABLE visit_entry (
    tenant_id BLOB NOT NULL,
    visit_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    sealed BLOB,
    at INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, visit_id, number),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES visit (tenant_id, id)
) STRICT;

-- An edit of a field of a protocol: on which it rests, and which of two versions it settles. Its value lies sealed.
CREATE TABLE visit_edit (
    tenant_id BLOB NOT NULL,
    visit_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    field TEXT NOT NULL,
    key TEXT NOT NULL,
    base TEXT NOT NULL,
    settles TEXT NOT NULL,
    sealed BLOB NOT NULL,
    -- When it was written, as the device says; and when it came.
    made_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, visit_id, number),
    UNIQUE (tenant_id, visit_id, key),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES visit (tenant_id, id)
) STRICT;

-- A photo, cleaned and sealed. One that was taken away keeps its row and loses its bytes.
CREATE TABLE visit_photo (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    visit_id BLOB NOT NULL,
    key TEXT NOT NULL,
    point TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    at INTEGER NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    removed_at INTEGER,
    removed_by BLOB REFERENCES person (id),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, visit_id, key),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES visit (tenant_id, id)
) STRICT;

-- What calendars are told with the letter, as JSON.
ALTER TABLE letter ADD COLUMN calendar TEXT;
