-- min_binary: 35
-- Cases that came without a school: an older program takes each to have one.

-- What somebody said without finding their school is the authority's, and of no unit until it has said which.
ALTER TABLE case_file ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE case_file ALTER COLUMN unit_id DROP NOT NULL;
