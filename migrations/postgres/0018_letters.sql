-- min_binary: 18
-- Letters that go out by e-mail, and reminders of what is missing.

-- A letter, from when it was asked for to what came of it. That of one authority, or the installation's own where it is
-- about several: then each authority sees of it only that it went.
CREATE TABLE letter (
    id UUID NOT NULL PRIMARY KEY,
    tenant_id UUID REFERENCES tenant (id),
    kind TEXT NOT NULL,
    -- To whom: somebody with an account, whose address is looked up when it is sent, or an address.
    person_id UUID REFERENCES person (id),
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
    queued_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
    tries BIGINT NOT NULL DEFAULT 0,
    first_try_at BIGINT,
    next_try_at BIGINT NOT NULL,
    -- While somebody sends it.
    leased_until BIGINT,
    ended_at BIGINT,
    -- Why it has not gone out, and what the server said.
    fault TEXT,
    says TEXT,
    CHECK ((person_id IS NULL) <> (address IS NULL))
);
CREATE INDEX letter_due ON letter (state, next_try_at, id);
CREATE INDEX letter_of_tenant ON letter (tenant_id, queued_at);

-- That somebody was told of something in a letter: each thing once for each person and day.
CREATE TABLE reminder (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    assignment_id UUID NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    day TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('before', 'on-the-day', 'after')),
    letter_id UUID NOT NULL REFERENCES letter (id),
    -- Whether the authority's own chain has told of it: at once, or later where the letter was about several authorities.
    told BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, day, tenant_id, assignment_id)
);
CREATE INDEX reminder_of_tenant ON reminder (tenant_id, assignment_id);
CREATE INDEX reminder_letter ON reminder (letter_id);

-- Who wants one letter a week before the last day, rather than one for each rung of the ladder.
CREATE TABLE letter_choice (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES person (id),
    weekly BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);

-- That nobody is reminded of a provider's reports, or of an item, at an occasion, and why.
CREATE TABLE reminder_pause (
    tenant_id UUID NOT NULL REFERENCES tenant (id),
    number BIGINT NOT NULL,
    year BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    organisation_id UUID REFERENCES organisation (id),
    item TEXT,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by UUID,
    PRIMARY KEY (tenant_id, number),
    CHECK (organisation_id IS NOT NULL OR item IS NOT NULL)
);
