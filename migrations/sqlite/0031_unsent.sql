-- min_binary: 1
-- What somebody without an account has written and not sent yet, for the browser that wrote it.

-- The text is sealed under a key that only that browser has, beside the master key, and opens for an hour. Of when it was
-- written only the day stands here; rows of days gone by are taken away.
CREATE TABLE unsent (
    finder BLOB NOT NULL,
    day TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (finder)
) STRICT;
