-- min_binary: 42
-- Visits to providers: the year's checklist in versions, each visit as its history, its protocol as the revisions of its fields, and
-- photos. A letter can carry an invitation for calendars: an older program does not know letters of that kind.

CREATE TABLE visit_checklist (
    tenant_id UUID NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, year, version)
);

CREATE TABLE visit (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- What of the plan it is, where it is something.
    activity_id UUID,
    -- The visit whose findings it asks about.
    follows UUID,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, number)
);

CREATE INDEX visit_of_provider ON visit (tenant_id, organisation_id);

-- The words of a line (place, reasons, drafts, replies, the settled protocol) lie sealed.
CREATE TABLE visit_entry (
    tenant_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    number BIGINT NOT NULL,
    content TEXT NOT NULL,
    sealed BYTEA,
    at BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, visit_id, number),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES visit (tenant_id, id)
);

-- An edit of a field of a protocol: on which it rests, and which of two versions it settles. Its value lies sealed.
CREATE TABLE visit_edit (
    tenant_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    number BIGINT NOT NULL,
    field TEXT NOT NULL,
    key TEXT NOT NULL,
    base TEXT NOT NULL,
    settles TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    -- When it was written, as the device says; and when it came.
    made_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, visit_id, number),
    UNIQUE (tenant_id, visit_id, key),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES visit (tenant_id, id)
);

-- A photo, cleaned and sealed. One that was taken away keeps its row and loses its bytes.
CREATE TABLE visit_photo (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    visit_id UUID NOT NULL,
    key TEXT NOT NULL,
    point TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    at BIGINT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    removed_at BIGINT,
    removed_by UUID REFERENCES person (id),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, visit_id, key),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES visit (tenant_id, id)
);

-- What calendars are told with the letter, as JSON.
ALTER TABLE letter ADD COLUMN calendar TEXT;
