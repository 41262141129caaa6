/** Run with `node core/dmn/policy.bench.ts`: microseconds per evaluation of the sample policy, interpreted and compiled, alone and traced. */
import { compilePolicy, createEvaluation, readPolicy, traceEvaluation } from './index.ts';
import { sampleInputs, samplePolicyXml } from './sample-policy.ts';

const ROUND_MS = 500;
const CASES = 1000;

const xml = samplePolicyXml();
const read = await readPolicy(xml);
if (!read.ok) throw new Error('the sample policy is sound');
const policy = read.value;
const cases = Array.from({ length: CASES }, (_, seed) => sampleInputs(seed));

/** Microseconds per operation: the better of two rounds, after a warm-up. */
async function measure(operation: (turn: number) => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    let turn = 0;
    for (; performance.now() - start < ROUND_MS; turn += 1) await operation(turn);
    if (round > 0) best = Math.min(best, ((performance.now() - start) * 1000) / turn);
  }
  return best;
}

/** The same without waiting: a microtask per turn would be a good part of what is measured. */
function measureNow(operation: (turn: number) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    let turns = 0;
    while (performance.now() - start < ROUND_MS) {
      for (let turn = 0; turn < 100; turn += 1) operation(turn + turns);
      turns += 100;
    }
    if (round > 0) best = Math.min(best, ((performance.now() - start) * 1000) / turns);
  }
  return best;
}

const compiled = compilePolicy(policy);
const inputsAt = (turn: number) => cases[turn % CASES] ?? {};
const rows: readonly (readonly [string, number])[] = [
  ['read and check the file', await measure(() => readPolicy(xml))],
  [
    'evaluate, all stages (8 decisions)',
    measureNow((turn) => createEvaluation(policy, inputsAt(turn)).value('outcome')),
  ],
  [
    'evaluate, scorecard of 60 rows',
    measureNow((turn) => createEvaluation(policy, inputsAt(turn)).value('score')),
  ],
  [
    'evaluate, ended by the first stage',
    measureNow((turn) => createEvaluation(policy, { ...inputsAt(turn), age: 17 }).value('outcome')),
  ],
  [
    'evaluate with a trace, all stages',
    measureNow((turn) => traceEvaluation(policy, inputsAt(turn), 'outcome')),
  ],
  ['compiled, all stages', measureNow((turn) => compiled.decide(inputsAt(turn), 'outcome'))],
  ['compiled, scorecard of 60 rows', measureNow((turn) => compiled.decide(inputsAt(turn), 'score'))],
  ['compiled, trace kept, all stages', measureNow((turn) => compiled.record(inputsAt(turn), 'outcome'))],
];
for (const [name, microseconds] of rows)
  console.log(`${name.padEnd(40)} ${microseconds.toFixed(2).padStart(10)} µs`);
