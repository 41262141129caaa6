/** Cases whose own figures cannot all be right: what a source says of itself, whatever we reckon. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { isObject, type TestCase, textOf } from './case-outcome.ts';
import { eventsOf, minorOf } from './case-terms.ts';

/** How a case contradicts itself; null when it does not, as far as can be seen. */
export function contradictionIn(testCase: TestCase): string | null {
  const snapshots = Array.isArray(testCase['expected']) ? testCase['expected'] : [];
  for (const snapshot of snapshots) {
    const rows = isObject(snapshot) && Array.isArray(snapshot['schedule']) ? snapshot['schedule'] : [];
    for (const row of rows) {
      if (!isObject(row as JsonValue)) continue;
      const fault = lateFault(testCase, row as JsonObject);
      if (fault !== null) return fault;
    }
  }
  return null;
}

/** A row on which nothing can have been paid but late, and which counts less of it as late than was paid. */
function lateFault(testCase: TestCase, row: JsonObject): string | null {
  const due = textOf(row['due_date'], '');
  const paid = minorOf(row['paid']);
  const late = minorOf(row['paid_late']);
  if (due === '' || late === 0 || late === paid || minorOf(row['paid_in_advance']) > 0) return null;
  const isAllLate = eventsOf(testCase).every((event) => {
    const day = textOf(event['date'], '');
    return minorOf(event['amount']) === 0 || day === '' || event['type'] === 'disburse' || day > due;
  });
  return isAllLate
    ? `it contradicts itself: all payments came after ${due}, yet of the ${paid / 100} paid on that row it counts ${late / 100} as late`
    : null;
}
