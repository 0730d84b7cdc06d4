-- min_binary: 1
-- Which rows a set made gone: for what it takes away, for its digest, and for letting it go. Only those that are gone are in it.

CREATE INDEX participation_gone ON participation (tenant_id, gone_in) WHERE gone_in IS NOT NULL;
