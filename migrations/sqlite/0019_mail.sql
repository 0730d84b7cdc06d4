-- min_binary: 19
-- E-mail that comes in to the authority: its mailbox, each letter with its files, and what became of them.

-- The mailbox that is read. Its password is sealed; its settings are those of the form.
CREATE TABLE mailbox (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    active INTEGER NOT NULL,
    settings TEXT NOT NULL,
    sealed_password BLOB,
    password_at INTEGER,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, slug)
) STRICT;

-- How far the mailbox has been read: the newest of its letters that is kept here, in the numbering that the server had then.
CREATE TABLE mailbox_progress (
    tenant_id BLOB NOT NULL,
    slug TEXT NOT NULL,
    uid_validity INTEGER,
    last_uid INTEGER,
    -- The letters that are kept and may not be marked or moved yet, by number.
    pending TEXT NOT NULL,
    -- Since when this folder of this user is read: what lay there before is not.
    begun_at INTEGER,
    -- The letter that could not be fetched, and how many times.
    failing_uid INTEGER,
    failures INTEGER NOT NULL,
    checked_at INTEGER,
    fault TEXT,
    PRIMARY KEY (tenant_id, slug)
) STRICT;

-- A letter as it came. What it is about, its text and what its files are called lie sealed; its bytes lie sealed as a file.
CREATE TABLE mail (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    id BLOB NOT NULL,
    road TEXT NOT NULL,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    -- When it came to the authority; nothing where nobody knows.
    arrived_at INTEGER,
    -- When it was kept here, and by whom where somebody handed it in.
    taken_at INTEGER NOT NULL,
    taken_by BLOB REFERENCES person (id),
    file_sha256 TEXT NOT NULL,
    -- Over the hashes of its files, to tell whether two letters bring the same.
    files_sha256 TEXT NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    -- Why it waits as a whole, and what speaks against its address.
    why TEXT,
    doubt TEXT,
    -- Why it is set aside, by whom and with what words.
    aside TEXT,
    aside_reason TEXT,
    aside_by BLOB REFERENCES person (id),
    aside_at INTEGER,
    answered_at INTEGER,
    PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE INDEX mail_by_name ON mail (tenant_id, message_id);
CREATE INDEX mail_by_time ON mail (tenant_id, taken_at);

-- A file of a letter.
CREATE TABLE mail_file (
    tenant_id BLOB NOT NULL,
    mail_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    file_sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    became TEXT NOT NULL,
    why TEXT,
    -- How many of its rows have to be put right, where it gave rows.
    faulty INTEGER,
    -- What it answers, and what it seems to answer while nobody has said.
    assignment_id BLOB,
    likely_id BLOB,
    staged_id BLOB,
    decided_by BLOB REFERENCES person (id),
    decided_at INTEGER,
    PRIMARY KEY (tenant_id, mail_id, number),
    FOREIGN KEY (tenant_id, mail_id) REFERENCES mail (tenant_id, id)
) STRICT;
CREATE INDEX mail_file_of ON mail_file (tenant_id, assignment_id) WHERE assignment_id IS NOT NULL;

-- The case number of a letter, as of everything else that has come in.
CREATE TABLE mail_registration (
    tenant_id BLOB NOT NULL,
    mail_id BLOB NOT NULL,
    case_number TEXT NOT NULL,
    note TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, mail_id),
    FOREIGN KEY (tenant_id, mail_id) REFERENCES mail (tenant_id, id)
) STRICT;

-- When the file of an upload came by e-mail; nothing where it was uploaded.
ALTER TABLE staged ADD COLUMN arrived_at INTEGER;

-- When what was handed in came to the authority, where it came by e-mail before it was signed.
ALTER TABLE submission ADD COLUMN arrived_at INTEGER;
