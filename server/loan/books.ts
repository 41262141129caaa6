/** What a change of a loan moves in the books of its funders: the difference of what they should hold. */
import { type Balances, difference } from '@plimsoll/core/journal';
import { targetBalances } from '@plimsoll/loan/funding';
import type { Books } from '@plimsoll/loan/servicing';

const nothing: Balances = new Map();

export const books: Books = (before, after, of) =>
  difference(before === null ? nothing : targetBalances(before, of), targetBalances(after, of));
