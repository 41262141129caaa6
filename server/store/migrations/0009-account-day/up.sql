-- What each account moved by the day of booking: statements of a period are sums of it. Rows of a funder grow by days and
-- accounts, not by loans.
CREATE TABLE account_day (
  funder text NOT NULL,
  currency text NOT NULL,
  day date NOT NULL,
  account text NOT NULL,
  amount_minor bigint NOT NULL,
  PRIMARY KEY (funder, currency, day, account)
);
