-- Keys of programs and of people. A secret is never here, only its SHA-256: 32 random bytes need no slow hash.
CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  secret_hash bytea NOT NULL CONSTRAINT api_key_secret_hash UNIQUE CHECK (octet_length(secret_hash) = 32),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- A name stands for one living key: the log writes names, so two keys must not share one.
CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE revoked_at IS NULL;

-- Sessions of people at the console; the cookie's value is never here, only its SHA-256.
CREATE TABLE session (
  id_hash bytea PRIMARY KEY CHECK (octet_length(id_hash) = 32),
  key_id uuid NOT NULL REFERENCES api_key (id),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3)
);
CREATE INDEX session_expires ON session (expires_at);
