-- min_binary: 1
-- The house: people and organisations (global), and one authority's follow-up (tenant tables, tenant_id first).

CREATE TABLE tenant (
    id BLOB NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('authority', 'region')),
    name TEXT NOT NULL,
    board_name TEXT NOT NULL,
    municipality_code TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE organisation (
    id BLOB NOT NULL PRIMARY KEY,
    org_number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_key BLOB NOT NULL
) STRICT;

CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    failed_attempts INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

-- A role that a person holds at an authority, for a provider in provider roles, for some time.
CREATE TABLE seat (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id),
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    organisation_id BLOB REFERENCES organisation (id),
    unit_id BLOB,
    role TEXT NOT NULL,
    deputy INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    given_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX seat_person ON seat (person_id);
CREATE INDEX seat_tenant ON seat (tenant_id, organisation_id);

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES person (id),
    acting_tenant_id BLOB REFERENCES tenant (id),
    acting_organisation_id BLOB REFERENCES organisation (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX session_person ON session (person_id);

-- Invitations and sign-in links. Only a hash of the token is kept.
CREATE TABLE link (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'sign-in')),
    person_id BLOB NOT NULL REFERENCES person (id),
    tenant_id BLOB REFERENCES tenant (id),
    reusable INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX link_person ON link (person_id);

CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    tenant_id BLOB REFERENCES tenant (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    once_key TEXT UNIQUE,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER,
    done_at INTEGER,
    given_up_at INTEGER,
    note TEXT
) STRICT;
CREATE INDEX job_due ON job (run_at, id);

CREATE TABLE audit_event (
    tenant_id BLOB NOT NULL,
    chain TEXT NOT NULL CHECK (chain IN ('write', 'read')),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    person_id BLOB,
    role TEXT,
    kind TEXT NOT NULL,
    subject_id BLOB,
    facts TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, chain, seq)
) STRICT;
CREATE INDEX audit_subject ON audit_event (tenant_id, subject_id);

CREATE TABLE chain_head (
    tenant_id BLOB NOT NULL,
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, chain)
) STRICT;

-- Keys that protect columns of one tenant, themselves sealed with the master key, which is kept outside the database.
CREATE TABLE tenant_key (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER,
    PRIMARY KEY (tenant_id, version)
) STRICT;

-- Uploaded and rendered files; the bytes lie in the file store under tenant and hash.
CREATE TABLE file (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, sha256)
) STRICT;

-- What this authority knows about a provider beyond its being an organisation.
CREATE TABLE provider (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    traits TEXT NOT NULL,
    contact_email TEXT,
    ended_on TEXT,
    PRIMARY KEY (tenant_id, organisation_id)
) STRICT;

CREATE TABLE unit (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    school_forms TEXT NOT NULL,
    traits TEXT NOT NULL DEFAULT '[]',
    students INTEGER,
    closed_on TEXT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
) STRICT;
CREATE INDEX unit_organisation ON unit (tenant_id, organisation_id);

CREATE TABLE area (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    school_forms TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, slug)
) STRICT;

CREATE TABLE unit_area (
    tenant_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    area_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, unit_id, area_id),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
) STRICT;

CREATE TABLE agreement (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    area_id BLOB,
    regime TEXT NOT NULL CHECK (regime IN ('authorised', 'procured', 'own-run')),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    case_number TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
) STRICT;
CREATE INDEX agreement_organisation ON agreement (tenant_id, organisation_id);

CREATE TABLE contact_rektor (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    deputy INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE INDEX contact_rektor_organisation ON contact_rektor (tenant_id, organisation_id);

-- The year as data: every published version of the document whole and unchanged, so that what answered it can pin it.
CREATE TABLE year_version (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    note TEXT NOT NULL,
    person_id BLOB,
    created_at INTEGER NOT NULL,
    published_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, version)
) STRICT;

-- One item asked of one provider, for a unit, an area or the provider as a whole.
CREATE TABLE assignment (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    item TEXT NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    subject TEXT NOT NULL,
    unit_id BLOB,
    area_id BLOB,
    deadline TEXT NOT NULL,
    extended_to TEXT,
    state TEXT NOT NULL,
    state_facts TEXT NOT NULL,
    submissions INTEGER NOT NULL DEFAULT 0,
    first_submitted_at INTEGER,
    updated_at INTEGER NOT NULL,
    locked TEXT,
    withdrawn_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, item, organisation_id, subject),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
) STRICT;
CREATE INDEX assignment_organisation ON assignment (tenant_id, organisation_id);
CREATE INDEX assignment_occasion ON assignment (tenant_id, year, occasion);

-- A draft is the newest revision of each of its fields. Values are sealed: before submission they are the provider's own.
CREATE TABLE draft_value (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    path TEXT NOT NULL,
    revision INTEGER NOT NULL,
    sealed BLOB,
    person_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, path, revision),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;

CREATE TABLE staged (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    person_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    taken_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;

CREATE TABLE submission (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    reference TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    year_version_id BLOB NOT NULL,
    road TEXT NOT NULL,
    file_sha256 TEXT,
    prepared_by BLOB NOT NULL REFERENCES person (id),
    signed_by BLOB NOT NULL REFERENCES person (id),
    signed_role TEXT NOT NULL,
    at INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, assignment_id, number),
    UNIQUE (tenant_id, reference),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id),
    FOREIGN KEY (tenant_id, year_version_id) REFERENCES year_version (tenant_id, id)
) STRICT;

CREATE TABLE return_note (
    tenant_id BLOB NOT NULL,
    submission_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, number),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id)
) STRICT;

CREATE TABLE assessment (
    tenant_id BLOB NOT NULL,
    submission_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, number),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id)
) STRICT;

CREATE TABLE extension (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    to_day TEXT NOT NULL,
    motive TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;

-- Questions and answers at an item. An answer published to all is shown at the item for every provider, without the asker.
CREATE TABLE message (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    item TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('provider', 'authority')),
    person_id BLOB NOT NULL REFERENCES person (id),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    answers_id BLOB,
    published_question TEXT,
    published_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;
CREATE INDEX message_assignment ON message (tenant_id, assignment_id);
CREATE INDEX message_item ON message (tenant_id, year, item);

CREATE TABLE focus_area (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    area_id BLOB,
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    aim TEXT NOT NULL,
    unit_ids TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
) STRICT;
CREATE INDEX focus_area_organisation ON focus_area (tenant_id, organisation_id, year);

-- Counts of what has been handed in: one measure at one place for one period. Rebuilt from submissions at any time.
CREATE TABLE count_cell (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    measure TEXT NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, measure),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
) STRICT;

CREATE TABLE theme (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    name TEXT NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, occasion, name)
) STRICT;

CREATE TABLE tagging (
    tenant_id BLOB NOT NULL,
    submission_id BLOB NOT NULL,
    path TEXT NOT NULL,
    theme_id BLOB NOT NULL,
    quote TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (tenant_id, submission_id, path, theme_id, at),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id),
    FOREIGN KEY (tenant_id, theme_id) REFERENCES theme (tenant_id, id)
) STRICT;

CREATE TABLE registration (
    tenant_id BLOB NOT NULL,
    submission_id BLOB NOT NULL,
    case_number TEXT NOT NULL,
    note TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, submission_id),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id)
) STRICT;

-- A frozen, numbered dataset, and the documents rendered from it.
CREATE TABLE dataset (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    year INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    frozen_at INTEGER NOT NULL,
    published_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
) STRICT;

CREATE TABLE release (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    dataset_id BLOB NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('pdf', 'docx')),
    file_sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    renderer TEXT NOT NULL,
    rendered_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, dataset_id, format),
    FOREIGN KEY (tenant_id, dataset_id) REFERENCES dataset (tenant_id, id)
) STRICT;
