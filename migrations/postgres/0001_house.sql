-- min_binary: 1
-- The house: people and organisations (global), and one authority's follow-up (tenant tables, tenant_id first).

CREATE TABLE tenant (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('authority', 'region')),
    name TEXT NOT NULL,
    board_name TEXT NOT NULL,
    municipality_code TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE organisation (
    id UUID NOT NULL PRIMARY KEY,
    org_number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL
);

CREATE TABLE person (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    failed_attempts BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- A role that a person holds at an authority, for a provider in provider roles, for some time.
CREATE TABLE seat (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    organisation_id UUID REFERENCES organisation (id),
    unit_id UUID,
    role TEXT NOT NULL,
    deputy BOOLEAN NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    given_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX seat_person ON seat (person_id);
CREATE INDEX seat_tenant ON seat (tenant_id, organisation_id);

CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES person (id),
    acting_tenant_id UUID REFERENCES tenant (id),
    acting_organisation_id UUID REFERENCES organisation (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX session_person ON session (person_id);

-- Invitations and sign-in links. Only a hash of the token is kept.
CREATE TABLE link (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'sign-in')),
    person_id UUID NOT NULL REFERENCES person (id),
    tenant_id UUID REFERENCES tenant (id),
    reusable BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX link_person ON link (person_id);

CREATE TABLE job (
    id UUID NOT NULL PRIMARY KEY,
    tenant_id UUID REFERENCES tenant (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    once_key TEXT UNIQUE,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    leased_until BIGINT,
    done_at BIGINT,
    given_up_at BIGINT,
    note TEXT
);
CREATE INDEX job_due ON job (run_at, id);

CREATE TABLE audit_event (
    tenant_id UUID NOT NULL,
    chain TEXT NOT NULL CHECK (chain IN ('write', 'read')),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    person_id UUID,
    role TEXT,
    kind TEXT NOT NULL,
    subject_id UUID,
    facts TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, chain, seq)
);
CREATE INDEX audit_subject ON audit_event (tenant_id, subject_id);

CREATE TABLE chain_head (
    tenant_id UUID NOT NULL,
    chain TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, chain)
);

-- Keys that protect columns of one tenant, themselves sealed with the master key, which is kept outside the database.
CREATE TABLE tenant_key (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (tenant_id, version)
);

-- Uploaded and rendered files; the bytes lie in the file store under tenant and hash.
CREATE TABLE file (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, sha256)
);

-- What this authority knows about a provider beyond its being an organisation.
CREATE TABLE provider (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    traits TEXT NOT NULL,
    contact_email TEXT,
    ended_on TEXT,
    PRIMARY KEY (tenant_id, organisation_id)
);

CREATE TABLE unit (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    school_forms TEXT NOT NULL,
    traits TEXT NOT NULL DEFAULT '[]',
    students BIGINT,
    closed_on TEXT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
);
CREATE INDEX unit_organisation ON unit (tenant_id, organisation_id);

CREATE TABLE area (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    school_forms TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, slug)
);

CREATE TABLE unit_area (
    tenant_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    area_id UUID NOT NULL,
    PRIMARY KEY (tenant_id, unit_id, area_id),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
);

CREATE TABLE agreement (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    area_id UUID,
    regime TEXT NOT NULL CHECK (regime IN ('authorised', 'procured', 'own-run')),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    case_number TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
);
CREATE INDEX agreement_organisation ON agreement (tenant_id, organisation_id);

CREATE TABLE contact_rektor (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    person_id UUID NOT NULL REFERENCES person (id),
    deputy BOOLEAN NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contact_rektor_organisation ON contact_rektor (tenant_id, organisation_id);

-- The year as data: every published version of the document whole and unchanged, so that what answered it can pin it.
CREATE TABLE year_version (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    note TEXT NOT NULL,
    person_id UUID,
    created_at BIGINT NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, version)
);

-- One item asked of one provider, for a unit, an area or the provider as a whole.
CREATE TABLE assignment (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    item TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    subject TEXT NOT NULL,
    unit_id UUID,
    area_id UUID,
    deadline TEXT NOT NULL,
    extended_to TEXT,
    state TEXT NOT NULL,
    state_facts TEXT NOT NULL,
    submissions BIGINT NOT NULL DEFAULT 0,
    first_submitted_at BIGINT,
    updated_at BIGINT NOT NULL,
    locked TEXT,
    withdrawn_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, item, organisation_id, subject),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
);
CREATE INDEX assignment_organisation ON assignment (tenant_id, organisation_id);
CREATE INDEX assignment_occasion ON assignment (tenant_id, year, occasion);

-- A draft is the newest revision of each of its fields. Values are sealed: before submission they are the provider's own.
CREATE TABLE draft_value (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    path TEXT NOT NULL,
    revision BIGINT NOT NULL,
    sealed BYTEA,
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, path, revision),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);

CREATE TABLE staged (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    taken_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);

CREATE TABLE submission (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    number BIGINT NOT NULL,
    reference TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    year_version_id UUID NOT NULL,
    road TEXT NOT NULL,
    file_sha256 TEXT,
    prepared_by UUID NOT NULL REFERENCES person (id),
    signed_by UUID NOT NULL REFERENCES person (id),
    signed_role TEXT NOT NULL,
    at BIGINT NOT NULL,
    late BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, assignment_id, number),
    UNIQUE (tenant_id, reference),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id),
    FOREIGN KEY (tenant_id, year_version_id) REFERENCES year_version (tenant_id, id)
);

CREATE TABLE return_note (
    tenant_id UUID NOT NULL,
    submission_id UUID NOT NULL,
    number BIGINT NOT NULL,
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, number),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id)
);

CREATE TABLE assessment (
    tenant_id UUID NOT NULL,
    submission_id UUID NOT NULL,
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, number),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id)
);

CREATE TABLE extension (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    number BIGINT NOT NULL,
    to_day TEXT NOT NULL,
    motive TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, number),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);

-- Questions and answers at an item. An answer published to all is shown at the item for every provider, without the asker.
CREATE TABLE message (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    year BIGINT NOT NULL,
    item TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('provider', 'authority')),
    person_id UUID NOT NULL REFERENCES person (id),
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    answers_id UUID,
    published_question TEXT,
    published_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);
CREATE INDEX message_assignment ON message (tenant_id, assignment_id);
CREATE INDEX message_item ON message (tenant_id, year, item);

CREATE TABLE focus_area (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    area_id UUID,
    year BIGINT NOT NULL,
    title TEXT NOT NULL,
    aim TEXT NOT NULL,
    unit_ids TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, area_id) REFERENCES area (tenant_id, id)
);
CREATE INDEX focus_area_organisation ON focus_area (tenant_id, organisation_id, year);

-- Counts of what has been handed in: one measure at one place for one period. Rebuilt from submissions at any time.
CREATE TABLE count_cell (
    tenant_id UUID NOT NULL,
    assignment_id UUID NOT NULL,
    measure TEXT NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id, measure),
    FOREIGN KEY (tenant_id, assignment_id) REFERENCES assignment (tenant_id, id)
);

CREATE TABLE theme (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    name TEXT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, occasion, name)
);

CREATE TABLE tagging (
    tenant_id UUID NOT NULL,
    submission_id UUID NOT NULL,
    path TEXT NOT NULL,
    theme_id UUID NOT NULL,
    quote TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (tenant_id, submission_id, path, theme_id, at),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id),
    FOREIGN KEY (tenant_id, theme_id) REFERENCES theme (tenant_id, id)
);

CREATE TABLE registration (
    tenant_id UUID NOT NULL,
    submission_id UUID NOT NULL,
    case_number TEXT NOT NULL,
    note TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, submission_id),
    FOREIGN KEY (tenant_id, submission_id) REFERENCES submission (tenant_id, id)
);

-- A frozen, numbered dataset, and the documents rendered from it.
CREATE TABLE dataset (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    id UUID NOT NULL,
    number BIGINT NOT NULL,
    year BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    frozen_at BIGINT NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
);

CREATE TABLE release (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    dataset_id UUID NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('pdf', 'docx')),
    file_sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    renderer TEXT NOT NULL,
    rendered_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, dataset_id, format),
    FOREIGN KEY (tenant_id, dataset_id) REFERENCES dataset (tenant_id, id)
);
