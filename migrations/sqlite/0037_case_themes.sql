-- min_binary: 37
-- The themes that a unit finds in what was said of it, with cause and measures: each is its history, and its words lie sealed.
-- A case that was handed over to another authority: an older program cannot read its timeline.

CREATE TABLE case_theme (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, unit_id, number)
) STRICT;

CREATE TABLE case_theme_entry (
    tenant_id BLOB NOT NULL,
    theme_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    sealed BLOB,
    PRIMARY KEY (tenant_id, theme_id, number),
    FOREIGN KEY (tenant_id, theme_id) REFERENCES case_theme (tenant_id, id)
) STRICT;
