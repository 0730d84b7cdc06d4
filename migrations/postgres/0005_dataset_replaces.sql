-- min_binary: 5
-- Which dataset a dataset corrects, beside its content, so that lists need not read all of that.

ALTER TABLE dataset ADD COLUMN replaces BIGINT;

-- The rows of every authority, which the owner sees only without the forced policy.
ALTER TABLE dataset NO FORCE ROW LEVEL SECURITY;
UPDATE dataset SET replaces = CAST(CAST(content AS JSON) -> 'replaces' ->> 'number' AS BIGINT);
ALTER TABLE dataset FORCE ROW LEVEL SECURITY;
