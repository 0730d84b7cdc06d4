-- min_binary: 2
-- Attempts to sign in are counted by address, whether or not anybody has it: what is counted, written and answered
-- must not tell which addresses have accounts. Only a keyed hash of the address is kept, and for a day.
-- The counters in person are not used from here on; a later step drops them.

CREATE TABLE sign_in_attempt (
    address_hash BYTEA NOT NULL PRIMARY KEY,
    attempts BIGINT NOT NULL,
    rests_until BIGINT,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_last ON sign_in_attempt (last_at);
