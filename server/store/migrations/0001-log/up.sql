-- The log: every fact once, never edited. Positions are 0, 1, 2 … without a gap, in the order of commit.
CREATE TABLE event (
  position bigint PRIMARY KEY,
  id uuid NOT NULL CONSTRAINT event_id UNIQUE,
  stream text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  kind text NOT NULL,
  booked_at timestamptz(3) NOT NULL,
  effective_day date NOT NULL,
  actor text NOT NULL,
  subject text,
  policy_hash text,
  model_id text,
  commitment bytea NOT NULL,
  leaf_hash bytea NOT NULL,
  body text NOT NULL,
  sealed bytea,
  CONSTRAINT event_stream_version UNIQUE (stream, version)
);
CREATE INDEX event_subject ON event (subject, position) WHERE subject IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'PL002';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How many events there are, and how many appends that others must have seen (an erasure, a publication). Its row lock
-- puts commits and positions into one order across servers.
CREATE TABLE log_head (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  size bigint NOT NULL,
  exclusives bigint NOT NULL DEFAULT 0
);
INSERT INTO log_head (size) VALUES (0);

-- Raises: a statement that appends cannot say "stale" any other way without leaving part of itself behind.
CREATE FUNCTION refuse_append(reason text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', reason USING ERRCODE = 'PL001';
END $$;

-- Keys, all wrapped by the master key, which is never in the database.
CREATE TABLE log_key (
  name text PRIMARY KEY,
  wrapped_key bytea NOT NULL,
  key_version int NOT NULL
);
CREATE TABLE person (
  subject text PRIMARY KEY,
  id_blind bytea CONSTRAINT person_id_blind UNIQUE,
  wrapped_key bytea,
  key_version int NOT NULL,
  created_at timestamptz(3) NOT NULL,
  erased_at timestamptz(3),
  CHECK ((erased_at IS NULL) = (wrapped_key IS NOT NULL)),
  CHECK ((erased_at IS NULL) = (id_blind IS NOT NULL))
);
-- The kind of a value is inside its blind index.
CREATE TABLE person_blind (
  blind bytea NOT NULL,
  subject text NOT NULL,
  PRIMARY KEY (blind, subject)
);
CREATE INDEX person_blind_subject ON person_blind (subject);

-- What was answered to a key of an actor, so that the same request gets the same answer.
CREATE TABLE idempotency (
  actor text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status int NOT NULL,
  reply text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (actor, key)
);

-- Projections: computed from the log and from nothing else.
CREATE TABLE application (
  id uuid PRIMARY KEY,
  subject text,
  product text NOT NULL,
  currency text NOT NULL,
  amount_minor bigint NOT NULL,
  term_months int NOT NULL,
  purpose text NOT NULL,
  scenario text NOT NULL,
  made_up boolean NOT NULL,
  submitted_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3),
  outcome text,
  grade text,
  score double precision,
  pd double precision,
  limit_minor bigint,
  offer_minor bigint,
  rate_annual double precision,
  reasons text[] NOT NULL,
  policy_hash text,
  model_id text,
  performance text,
  version int NOT NULL,
  position bigint NOT NULL
);
CREATE INDEX application_submitted ON application (submitted_at, id);
CREATE INDEX application_score ON application (score, id);
CREATE INDEX application_amount ON application (amount_minor, id);
CREATE INDEX application_subject ON application (subject);

-- Decisions by the hour of their booking; good and bad count in the hour of the decision they judge.
CREATE TABLE decision_hour (
  hour timestamptz(3) NOT NULL,
  policy_hash text,
  outcome text NOT NULL,
  grade text,
  score_band int,
  count bigint NOT NULL,
  good_count bigint NOT NULL,
  bad_count bigint NOT NULL,
  CONSTRAINT decision_hour_key UNIQUE NULLS NOT DISTINCT (hour, policy_hash, outcome, grade, score_band)
);
CREATE TABLE reason_hour (
  hour timestamptz(3) NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (hour, outcome, reason)
);
CREATE TABLE policy (
  hash text PRIMARY KEY,
  name text NOT NULL,
  xml text NOT NULL,
  published_at timestamptz(3) NOT NULL,
  actor text NOT NULL,
  active boolean NOT NULL
);
