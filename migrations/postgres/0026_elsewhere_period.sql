-- min_binary: 1
-- The period of a file that says none, such as a document: the day that somebody said when it was chosen.
ALTER TABLE elsewhere_file ADD COLUMN period TEXT;
