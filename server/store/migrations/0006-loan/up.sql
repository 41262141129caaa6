-- Loans as they stand after their last event. `facts` holds one JSON text a line, in the order of booking; `summary` the
-- standing that the last event carried. `partition` is the last byte of the id modulo 64: the end of day goes by it.
CREATE TABLE loan (
  id uuid PRIMARY KEY,
  partition smallint NOT NULL,
  subject text,
  product text NOT NULL,
  currency text NOT NULL,
  status text NOT NULL,
  as_of date NOT NULL,
  principal_minor bigint NOT NULL,
  due_minor bigint NOT NULL,
  overdue_minor bigint NOT NULL,
  dpd int NOT NULL,
  bucket text NOT NULL,
  next_due_day date,
  next_due_minor bigint NOT NULL,
  summary text NOT NULL,
  facts text NOT NULL,
  version int NOT NULL,
  position bigint NOT NULL
);
CREATE INDEX loan_partition ON loan (partition, id) WHERE status IN ('active', 'written_off');
CREATE INDEX loan_subject ON loan (subject) WHERE subject IS NOT NULL;
ALTER TABLE loan ALTER COLUMN facts SET COMPRESSION pglz;

-- The books: what all postings of the log come to, for each funder and currency.
CREATE TABLE account_balance (
  funder text NOT NULL,
  currency text NOT NULL,
  account text NOT NULL,
  amount_minor bigint NOT NULL,
  PRIMARY KEY (funder, currency, account)
);

-- Ends of day. `accrued` is a JSON object: interest that has run and not fallen due, by funder and currency.
CREATE TABLE day_run (
  day date PRIMARY KEY,
  started_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3)
);
CREATE TABLE day_step (
  day date NOT NULL,
  partition smallint NOT NULL,
  -- Up to which loan it has come; null: to the end.
  up_to uuid,
  pages int NOT NULL,
  loans bigint NOT NULL,
  changed bigint NOT NULL,
  refused bigint NOT NULL,
  accrued text NOT NULL,
  PRIMARY KEY (day, partition)
);
CREATE TABLE day_refusal (
  day date NOT NULL,
  loan uuid NOT NULL,
  code text NOT NULL,
  problem text NOT NULL,
  PRIMARY KEY (day, loan)
);
