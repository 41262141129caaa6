-- The list of loans: newest first, and by funder. `funders` holds the names with a blank between; no name has one.
ALTER TABLE loan ADD COLUMN funders text NOT NULL DEFAULT '';
UPDATE loan SET funders = (
  SELECT string_agg(share.value ->> 'funder', ' ' ORDER BY share.place)
  FROM jsonb_array_elements(split_part(facts, E'\n', 1)::jsonb -> 'shares') WITH ORDINALITY AS share (value, place));
CREATE INDEX loan_position ON loan (position);
CREATE INDEX loan_funder ON loan USING gin (string_to_array(funders, ' '));
