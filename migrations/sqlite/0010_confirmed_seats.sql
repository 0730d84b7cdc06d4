-- min_binary: 10
-- A seat at a provider waits until the provider's own management confirms it; the seats that are there are confirmed.
-- A session says why it ended, where the one who comes back with it is to know.

ALTER TABLE seat ADD COLUMN given_by BLOB REFERENCES person (id);
ALTER TABLE seat ADD COLUMN confirmed_at INTEGER;
-- Who confirmed it: the one who holds it where it was the provider's first management; nobody for the operator.
ALTER TABLE seat ADD COLUMN confirmed_by BLOB REFERENCES person (id);
-- When the provider's management said that this is nobody of theirs.
ALTER TABLE seat ADD COLUMN refused_at INTEGER;
UPDATE seat SET confirmed_at = given_at;
CREATE INDEX seat_organisation ON seat (organisation_id);

ALTER TABLE session ADD COLUMN end_reason TEXT;
