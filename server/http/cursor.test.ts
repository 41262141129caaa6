import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

const filter = { sort: 'score', order: 'desc', outcome: 'refer' };

test('[HTTP-9] a cursor reads back as it was written, under its own filter only', () => {
  const values = fc.oneof(
    fc.constant(null),
    fc.string({ maxLength: 40 }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(values, fc.uuid(), (value, id) => {
      const place = { value: Object.is(value, -0) ? 0 : value, id };
      const cursor = writeCursor(place, filter);
      expect(readCursor(cursor, filter)).toEqual(place);
      expect(readCursor(cursor, { ...filter, order: 'asc' })).toBeNull();
    }),
  );
});

test('[HTTP-9] any other text is no cursor', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String(),
        fc.json().map((text) => Buffer.from(text).toString('base64url')),
      ),
      (text) => {
        expect(readCursor(text, filter)).toBeNull();
      },
    ),
  );
});
