import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import {
  type Calibration,
  calibratedPd,
  calibratedPds,
  fitBeta,
  fitIsotonic,
  fitPlatt,
  type HeldOutSample,
  readCalibration,
  shiftPrior,
  shiftToRate,
} from './index.ts';
import peers from './vectors/peers.json' with { type: 'json' };

const margins = Float64Array.from(peers.margins);
const held: HeldOutSample = {
  margins,
  outcomes: Uint8Array.from(peers.outcomes),
  seen: new Uint8Array(margins.length),
  origin: 'held_out',
};
/** The outcomes turned round: the model ranks the wrong way. */
const reversed: HeldOutSample = { ...held, outcomes: Uint8Array.from(peers.outcomes, (bad) => 1 - bad) };

function valueOf<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

const fitted = [
  valueOf(fitPlatt(held)),
  valueOf(fitIsotonic(held)),
  valueOf(fitBeta(held)),
  valueOf(shiftToRate(margins, 0.08)),
];
const calibrations: readonly Calibration[] = [
  { kind: 'none' },
  ...fitted,
  { kind: 'sequence', steps: [fitted[1] as (typeof fitted)[number], fitted[3] as (typeof fitted)[number]] },
  { kind: 'sequence', steps: fitted },
];

test('[CAL-1] a higher margin never gets a lower probability, whatever the calibration', () => {
  const margin = fc.double({ min: -700, max: 700, noNaN: true });
  fc.assert(
    fc.property(margin, margin, fc.constantFrom(...calibrations), (one, other, calibration) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const [below, above] = [calibratedPd(calibration, low), calibratedPd(calibration, high)];
      expect(below).toBeGreaterThanOrEqual(0);
      expect(above).toBeLessThanOrEqual(1);
      expect(above).toBeGreaterThanOrEqual(below - 1e-15);
    }),
  );
  expect(calibratedPd({ kind: 'none' }, Number.NaN)).toBeNaN();
});

test('[CAL-2] one row the model had learnt from refuses the sample', () => {
  const seen = new Uint8Array(margins.length);
  seen[17] = 1;
  for (const learn of [fitPlatt, fitIsotonic, fitBeta])
    expect(learn({ ...held, seen })).toMatchObject({
      ok: false,
      code: 'calibration_saw_training',
      facts: { rows: 800, seen: 1 },
    });
});

test('[CAL-3] Platt is that of scikit-learn; a falling line is refused', () => {
  const platt = valueOf(fitPlatt(held));
  expect(platt.slope).toBeCloseTo(peers.platt.slope, 5);
  expect(platt.intercept).toBeCloseTo(peers.platt.intercept, 5);
  expect(fitPlatt(reversed)).toMatchObject({ ok: false, code: 'calibration_not_fitted', rule: 'CAL-3' });
});

test('[CAL-3] targets off 0 and 1 keep the line finite where the margins separate the outcomes', () => {
  const apart = Float64Array.from({ length: 40 }, (_, at) => (at < 20 ? -2 - at / 10 : 2 + at / 10));
  const outcomes = Uint8Array.from(apart, (margin) => (margin > 0 ? 1 : 0));
  const platt = valueOf(
    fitPlatt({ margins: apart, outcomes, seen: new Uint8Array(40), origin: 'out_of_fold' }),
  );
  expect(platt.slope).toBeGreaterThan(0);
  expect(calibratedPd(platt, 3)).toBeLessThan(0.999);
});

test('[CAL-4] isotonic is that of scikit-learn, off 0 and 1, and says how many rows it ties', () => {
  const isotonic = valueOf(fitIsotonic(held));
  for (const [at, probe] of peers.probes.entries())
    expect(calibratedPd(isotonic, probe)).toBeCloseTo(Math.max(1 / 1600, peers.isotonic[at] ?? 0), 12);
  const distinct = new Set(calibratedPds(isotonic, margins)).size;
  expect(distinct).toBeLessThan(new Set(margins).size);
  expect(isotonic.tiedShare).toBeGreaterThan(0.5);
  expect(valueOf(fitIsotonic(reversed)).tiedShare).toBe(1);
});

test('[CAL-5] beta is that of betacal; what would fall is left out, then refused', () => {
  const beta = valueOf(fitBeta(held));
  for (const [at, probe] of peers.probes.entries())
    expect(Math.abs(calibratedPd(beta, probe) - (peers.beta[at] ?? 0))).toBeLessThan(2e-4);
  for (const [at, probe] of peers.probes.entries())
    expect(calibratedPd(beta, probe)).toBeCloseTo(peers.betaExact[at] ?? 0, 10);
  expect(fitBeta(reversed)).toMatchObject({ ok: false, code: 'calibration_not_fitted', rule: 'CAL-5' });
  // Rates that turn down in the upper tail: the plain fit has b < 0, the refitted one has b = 0.
  const rows = Array.from({ length: 3000 }, (_, at) => at);
  const bent = Float64Array.from(rows, (row) => (row % 60) / 10 - 3);
  const outcomes = Uint8Array.from(rows, (row) => {
    const margin = bent[row] ?? 0;
    const rate = margin < 0 ? 0.02 + (margin + 3) * 0.15 : 0.47 - margin * 0.05;
    return (row * 0.618034) % 1 < rate ? 1 : 0;
  });
  const refitted = valueOf(
    fitBeta({ margins: bent, outcomes, seen: new Uint8Array(3000), origin: 'out_of_time' }),
  );
  expect([refitted.a > 0, refitted.b]).toEqual([true, 0]);
});

test('[CAL-6] a shift to a rate makes the mean probability that rate', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (values, rate) => {
        const rows = Float64Array.from(values);
        const pds = calibratedPds(valueOf(shiftToRate(rows, rate)), rows);
        expect(pds.reduce((sum, pd) => sum + pd, 0) / pds.length).toBeCloseTo(rate, 9);
      },
    ),
  );
  expect(shiftToRate(margins, 0)).toMatchObject({ ok: false, rule: 'CAL-6' });
});

test('[CAL-7] a prior shift follows Elkan, and there and back is nothing', () => {
  const there = valueOf(shiftPrior({ from: 0.5, to: 0.05 }));
  // Elkan 2001, theorem 2: p′ = b′·(p − p·b)/(b − p·b + b′·p − b·b′).
  const [p, b, to] = [0.7, 0.5, 0.05];
  const elkan = (to * (p - p * b)) / (b - p * b + to * p - b * to);
  expect(calibratedPd(there, Math.log(p / (1 - p)))).toBeCloseTo(elkan, 12);
  const back = valueOf(shiftPrior({ from: 0.05, to: 0.5 }));
  expect(calibratedPd({ kind: 'sequence', steps: [there, back] }, 1.25)).toBeCloseTo(
    1 / (1 + Math.exp(-1.25)),
    12,
  );
  expect(shiftPrior({ from: 1, to: 0.5 })).toMatchObject({ ok: false, rule: 'CAL-7' });
});

test('[CAL-8] fewer than ten bads say nothing about a probability', () => {
  const few = { ...held, outcomes: Uint8Array.from(margins, (_, row) => (row < 9 ? 1 : 0)) };
  for (const learn of [fitPlatt, fitIsotonic, fitBeta])
    expect(learn(few)).toMatchObject({ ok: false, rule: 'CAL-8', facts: { bads: 9, goods: 791 } });
});

test('[CAL-9] what was fitted reads back the same; what would turn a rank round is refused', () => {
  for (const calibration of calibrations) {
    const text = JSON.stringify(calibration);
    expect(readCalibration(JSON.parse(text) as JsonValue)).toEqual({ ok: true, value: JSON.parse(text) });
  }
  const sample = { origin: 'held_out', rows: 100, bads: 20 };
  const broken: readonly JsonValue[] = [
    null,
    { kind: 'splines' },
    { kind: 'sequence', steps: [] },
    { kind: 'sequence', steps: [{ kind: 'none' }] },
    { kind: 'platt', slope: -1, intercept: 0, sample },
    { kind: 'platt', slope: 1, intercept: 0 },
    { kind: 'platt', slope: 1, intercept: 0, sample: { ...sample, origin: 'training' } },
    { kind: 'beta', a: 0, b: 0, c: 1, sample },
    { kind: 'isotonic', margins: [0, 1], rates: [0.4, 0.3], tiedShare: 0, sample },
    { kind: 'isotonic', margins: [1, 1], rates: [0.2, 0.3], tiedShare: 0, sample },
    { kind: 'isotonic', margins: [0, 1], rates: [0, 0.3], tiedShare: 0, sample },
    { kind: 'shift', by: 'much', how: 'prior', from: 0.1, to: 0.2 },
  ];
  for (const document of broken)
    expect(readCalibration(document)).toMatchObject({ ok: false, code: 'calibration_unreadable' });
});
