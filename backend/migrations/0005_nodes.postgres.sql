-- Several nodes on one database (design §6 "Between nodes"). SQLite has one node and needs none of it.

-- What each transaction changed, for the other nodes' live queries; kept for ten minutes. A transaction has at most one row, so
-- its number is the key, and a reader asks for what its last snapshot could not see.
CREATE TABLE changes (
    xid XID8 PRIMARY KEY DEFAULT pg_current_xact_id(),
    node UUID NOT NULL,
    stamp BIGINT NOT NULL,
    topics TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX changes_by_at ON changes (at);

-- One row: the name of this database among others on the same server or bus, and what only the right secret answers.
CREATE TABLE installation (
    id UUID PRIMARY KEY,
    proof BYTEA NOT NULL,
    is_it BOOLEAN NOT NULL DEFAULT TRUE UNIQUE CHECK (is_it)
);
