/** The tests of a table by column. */
import type { TestNode } from '@plimsoll/core/feel';
import type { TableNode } from '../boxed.ts';

/** The tests of a column, from the top; cells that hold for any value are left out. */
export function testsOf(node: TableNode, column: number): readonly TestNode[] {
  return node.rules.flatMap(({ columns, tests }) => {
    const test = tests[columns.indexOf(column)];
    return test === undefined ? [] : [test];
  });
}
