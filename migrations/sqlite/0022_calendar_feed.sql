-- min_binary: 22
-- Secret addresses at which a calendar program fetches a person's last days. Only a hash of the token is kept; a person has
-- at most one that stands.
CREATE TABLE calendar_feed (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX calendar_feed_person ON calendar_feed (person_id);
