/**
 * `plimsoll bench schedule`: schedules a second on one core: level payments of 12, 36 and 360 instalments, by the period and
 * by actual days. The last line is JSON: microseconds of each.
 */
import { parseDay } from '@plimsoll/core/calendar';
import { planLoan, prepareTerms, presets } from '@plimsoll/core/schedule';

const LENGTHS = [12, 36, 360];
const NAMES = ['cn_level_payment', 'progressive', 'cumulative_daily'] as const;
const ROUNDS = 5;
const INSTALMENTS_A_ROUND = 400_000;

/** Runs it. Least of five rounds, since a neighbour's work only ever adds. */
export async function bench(): Promise<void> {
  const figures: { [name: string]: { readonly [length: string]: number } } = {};
  process.stdout.write('terms                instalments   µs a schedule   schedules/s\n');
  for (const name of NAMES) {
    const of: { [length: string]: number } = {};
    for (const instalments of LENGTHS) {
      const us = measure(name, instalments);
      of[instalments] = Number(us.toFixed(2));
      process.stdout.write(
        `${name.padEnd(20)} ${String(instalments).padStart(11)}   ${us.toFixed(1).padStart(13)}   ${Math.round(
          1e6 / us,
        )
          .toLocaleString('en')
          .padStart(11)}\n`,
      );
    }
    figures[name] = of;
  }
  process.stdout.write(`${JSON.stringify({ microseconds: figures })}\n`);
  await Promise.resolve();
}

function measure(name: (typeof NAMES)[number], instalments: number): number {
  const prepared = prepareTerms({ ...presets[name], instalments, rateAnnual: 0.12 });
  const disbursedOn = parseDay('2026-01-31');
  if (disbursedOn === null) throw new Error('assertion failed: a day');
  const count = Math.ceil(INSTALMENTS_A_ROUND / instalments);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let index = 0; index < count; index++)
      planLoan(prepared, { disbursedOn, amountMinor: 1_000_000 + index });
    least = Math.min(least, ((performance.now() - start) * 1000) / count);
  }
  return least;
}
