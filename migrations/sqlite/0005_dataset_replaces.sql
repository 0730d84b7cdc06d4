-- min_binary: 5
-- Which dataset a dataset corrects, beside its content, so that lists need not read all of that.

ALTER TABLE dataset ADD COLUMN replaces INTEGER;

UPDATE dataset SET replaces = json_extract(content, '$.replaces.number');
