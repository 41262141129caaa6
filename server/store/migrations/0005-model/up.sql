-- Documents of models and reports on them, by the SHA-256 of their text: the events name them by it. Too large for an
-- event that every reader of the log would have to carry.
CREATE TABLE model_document (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  body text NOT NULL
);
CREATE TRIGGER model_document_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON model_document
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Projection: the versions of all models with their states.
CREATE TABLE model_version (
  name text NOT NULL,
  version int NOT NULL,
  state text NOT NULL,
  document_sha256 text,
  document_kind text,
  origin text,
  sample_sha256 text,
  author text,
  drafted_at timestamptz(3),
  validated_at timestamptz(3),
  verdict text,
  report_sha256 text,
  approved_by text,
  approved_at timestamptz(3),
  expires_day date,
  revalidate_day date,
  live_at timestamptz(3),
  ended_at timestamptz(3),
  auc double precision,
  ks double precision,
  brier double precision,
  log_loss double precision,
  PRIMARY KEY (name, version)
);
