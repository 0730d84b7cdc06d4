-- min_binary: 2
-- A provider's name is each authority's own where it has set one; without one the organisation's registered name holds.
-- A unit can have a first day.

ALTER TABLE provider ADD COLUMN name TEXT;
ALTER TABLE provider ADD COLUMN sort_key BYTEA;
ALTER TABLE unit ADD COLUMN opened_on TEXT;
