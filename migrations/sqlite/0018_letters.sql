-- min_binary: 18
-- Letters that go out by e-mail, and reminders of what is missing.

-- A letter, from when it was asked for to what came of it. That of one authority, or the installation's own where it is
-- about several: then each authority sees of it only that it went.
CREATE TABLE letter (
    id BLOB NOT NULL PRIMARY KEY,
    tenant_id BLOB REFERENCES tenant (id),
    kind TEXT NOT NULL,
    -- To whom: somebody with an account, whose address is looked up when it is sent, or an address.
    person_id BLOB REFERENCES person (id),
    address TEXT,
    subject TEXT NOT NULL,
    -- The paragraphs, as JSON.
    paragraphs TEXT NOT NULL,
    link_label TEXT,
    link_path TEXT,
    reply_to TEXT,
    in_reply_to TEXT,
    -- Two letters with the same key are one, for good.
    once_key TEXT UNIQUE,
    queued_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
    tries INTEGER NOT NULL DEFAULT 0,
    first_try_at INTEGER,
    next_try_at INTEGER NOT NULL,
    -- While somebody sends it.
    leased_until INTEGER,
    ended_at INTEGER,
    -- Why it has not gone out, and what the server said.
    fault TEXT,
    says TEXT,
    CHECK ((person_id IS NULL) <> (address IS NULL))
) STRICT;
CREATE INDEX letter_due ON letter (state, next_try_at, id);
CREATE INDEX letter_of_tenant ON letter (tenant_id, queued_at);

-- That somebody was told of something in a letter: each thing once for each person and day.
CREATE TABLE reminder (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    assignment_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    day TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('before', 'on-the-day', 'after')),
    letter_id BLOB NOT NULL REFERENCES letter (id),
    -- Whether the authority's own chain has told of it: at once, or later where the letter was about several authorities.
    told INTEGER NOT NULL,
    PRIMARY KEY (person_id, day, tenant_id, assignment_id)
) STRICT;
CREATE INDEX reminder_of_tenant ON reminder (tenant_id, assignment_id);
CREATE INDEX reminder_letter ON reminder (letter_id);

-- Who wants one letter a week before the last day, rather than one for each rung of the ladder.
CREATE TABLE letter_choice (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
    weekly INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- That nobody is reminded of a provider's reports, or of an item, at an occasion, and why.
CREATE TABLE reminder_pause (
    tenant_id BLOB NOT NULL REFERENCES tenant (id),
    number INTEGER NOT NULL,
    year INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    organisation_id BLOB REFERENCES organisation (id),
    item TEXT,
    reason TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by BLOB,
    PRIMARY KEY (tenant_id, number),
    CHECK (organisation_id IS NOT NULL OR item IS NOT NULL)
) STRICT;
