-- The Merkle tree over the log, cut into tiles (C2SP tlog-tiles): up to 256 hashes of 32 bytes in a row.
-- The open tile of each level grows; a full one never changes.
CREATE TABLE ledger_tile (
  level int NOT NULL CHECK (level BETWEEN 0 AND 6),
  index bigint NOT NULL CHECK (index >= 0),
  hashes bytea NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
  PRIMARY KEY (level, index)
);
-- Hashes don't compress; trying costs.
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Signed checkpoints. Each takes up where the one before ended: from_size is the size of that one. `seals` holds 8 bytes
-- for each leaf in between, keyed by the master key, which is never in the database; null where there was no key.
CREATE TABLE ledger_checkpoint (
  size bigint PRIMARY KEY CHECK (size > from_size),
  from_size bigint NOT NULL CONSTRAINT ledger_checkpoint_from_size UNIQUE CHECK (from_size >= 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  note text NOT NULL,
  seals bytea CHECK (octet_length(seals) = 8 * (size - from_size)),
  booked_at timestamptz(3) NOT NULL
);
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
