-- Payments as they stand after their last event. `due_on` is the day from which something is to be done: sent, asked again,
-- or tried again; null when nothing is.
CREATE TABLE payment (
  id uuid PRIMARY KEY,
  loan text NOT NULL,
  purpose text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  status text NOT NULL,
  attempt int NOT NULL,
  reference text,
  settled_day date,
  failure text,
  due_on date,
  version int NOT NULL,
  position bigint NOT NULL
);
CREATE INDEX payment_due ON payment (due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX payment_loan ON payment (loan);
CREATE INDEX payment_settled ON payment (settled_day) WHERE settled_day IS NOT NULL;
