/** The rooms of servicing and funding put together: what a step of a loan moves in the books of its funders. */
import { type Balances, difference } from '@plimsoll/core/journal';
import { targetBalances } from '@plimsoll/loan/funding';
import type { Books } from '@plimsoll/loan/servicing';

const nothing: Balances = new Map();

/** The difference of what the books should hold before and after. */
export const books: Books = (before, after, of) =>
  difference(before === null ? nothing : targetBalances(before, of), targetBalances(after, of));
