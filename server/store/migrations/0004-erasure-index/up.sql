-- Only erasures are ever looked up by person; the rest of the index was written with every event and never read.
DROP INDEX event_subject;
CREATE INDEX event_erasure ON event (subject) WHERE kind = 'person.erased';
