-- min_binary: 22
-- Secret addresses at which a calendar program fetches a person's last days. Only a hash of the token is kept; a person has
-- at most one that stands.
CREATE TABLE calendar_feed (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX calendar_feed_person ON calendar_feed (person_id);
