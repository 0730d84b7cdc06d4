-- min_binary: 1
-- Cases: what somebody said, told as a timeline; investigations of abuse; receipt codes.

-- A case as lists sort and filter it. Where it stands is computed from its entries; the columns say the same, and are
-- written in the same transaction. Nothing of it tells the time of the day.
CREATE TABLE case_file (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    unit_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    about TEXT NOT NULL,
    received TEXT NOT NULL,
    place_known INTEGER NOT NULL,
    reachable INTEGER NOT NULL,
    school_has INTEGER NOT NULL,
    authority_has INTEGER NOT NULL,
    state TEXT NOT NULL,
    place TEXT NOT NULL,
    category TEXT,
    counted INTEGER NOT NULL,
    next_what TEXT,
    next_day TEXT,
    first_answered TEXT,
    escalated TEXT,
    closed TEXT,
    outcome TEXT,
    verdict TEXT,
    became_abuse INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    sealed_who BLOB,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id)
) STRICT;

CREATE INDEX case_unit ON case_file (tenant_id, unit_id, received);
CREATE INDEX case_next ON case_file (tenant_id, next_day);

-- One line of the timeline, never changed. The content is what it is; its words lie sealed beside it. Who has a code is
-- known by the day alone.
CREATE TABLE case_entry (
    tenant_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    party TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, case_id, number),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;

-- A file that belongs to an entry, cleaned of what its maker did not mean to send, and sealed.
CREATE TABLE case_document (
    tenant_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    sealed_name BLOB NOT NULL,
    file_id BLOB NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number),
    FOREIGN KEY (tenant_id, case_id, entry) REFERENCES case_entry (tenant_id, case_id, number)
) STRICT;

-- Who was chosen to handle a case or an investigation that is about somebody who would have.
CREATE TABLE case_handler (
    tenant_id BLOB NOT NULL,
    subject_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (tenant_id, subject_id, person_id)
) STRICT;

-- An investigation of abusive treatment or discrimination, as lists sort and filter it.
CREATE TABLE investigation (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    unit_id BLOB NOT NULL,
    case_id BLOB,
    about TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    learnt TEXT NOT NULL,
    nature TEXT,
    finding TEXT,
    next_what TEXT,
    next_day TEXT,
    case_number TEXT,
    entries INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
) STRICT;

CREATE INDEX investigation_unit ON investigation (tenant_id, unit_id, learnt);
CREATE INDEX investigation_next ON investigation (tenant_id, next_day);

CREATE TABLE investigation_entry (
    tenant_id BLOB NOT NULL,
    investigation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    party TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, investigation_id, number),
    FOREIGN KEY (tenant_id, investigation_id) REFERENCES investigation (tenant_id, id)
) STRICT;

-- The receipt code of a case: the first signs find the row, the others are kept as a slow hash alone.
CREATE TABLE receipt_code (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    case_id BLOB NOT NULL,
    selector TEXT NOT NULL,
    verifier TEXT NOT NULL,
    PRIMARY KEY (case_id)
) STRICT;

CREATE INDEX receipt_selector ON receipt_code (selector);
