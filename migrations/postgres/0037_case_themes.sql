-- min_binary: 37
-- The themes that a unit finds in what was said of it, with cause and measures: each is its history, and its words lie sealed.
-- A case that was handed over to another authority: an older program cannot read its timeline.

CREATE TABLE case_theme (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, unit_id, number)
);

CREATE TABLE case_theme_entry (
    tenant_id UUID NOT NULL,
    theme_id UUID NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    sealed BYTEA,
    PRIMARY KEY (tenant_id, theme_id, number),
    FOREIGN KEY (tenant_id, theme_id) REFERENCES case_theme (tenant_id, id)
);
