-- min_binary: 2
-- A file that a provider uploads is its own until it hands in: its bytes lie sealed under the tenant's key, by the hash
-- of what lies there. Absent for files that lie as they are, by their own hash.

ALTER TABLE file ADD COLUMN sealed_sha256 TEXT;
