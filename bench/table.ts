/**
 * `plimsoll bench table`: tables of 10,000 rows × 8 inputs beside tables of 10 rows: reading, compiling, memory, and answers
 * a second to questions that were never asked before and to those asked before. Answers are compared with the interpreter's.
 */
import { setFlagsFromString } from 'node:v8';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { compilePolicy, createEvaluation, type Policy, readPolicy } from '@plimsoll/core/dmn';
import { median } from './load/index.ts';
import { drawQuestions, type Question, type TableKind, tableXml } from './table/index.ts';

const KINDS: readonly TableKind[] = ['FIRST', 'UNIQUE', 'open'];
const SIZES = [10, 10_000] as const;
const QUESTIONS = 20_000;
const COMPARED = 200;
const ROUNDS = 7;
const DECISION = 'answer';

type Figures = {
  readonly readMs: number;
  readonly compileMs: number;
  /** Heap of the policy as read and compiled, after all questions. */
  readonly heapMiB: number;
  /** Answers a second: to questions seen for the first time, to the same again, and by the interpreter. */
  readonly newPerS: number;
  readonly againPerS: number;
  readonly interpretedPerS: number;
};

/** Runs it and prints a table; the last line is JSON: figures by kind and number of rows. */
export async function bench(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const answers: Record<string, Record<string, Figures>> = {};
  // The first reading of any table pays for the grammar itself.
  await readSound(tableXml('FIRST', 10));
  for (const kind of KINDS) {
    const bySize: Record<string, Figures> = {};
    for (const rows of SIZES) {
      const figures = await measureTable(tableXml(kind, rows), collect);
      bySize[rows] = figures;
      printRow(`${kind}, ${rows.toLocaleString('en')} rows`, figures);
    }
    answers[kind] = bySize;
  }
  const rounded = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value;
  process.stdout.write(`${JSON.stringify(answers, rounded)}\n`);
}

async function readSound(xml: string): Promise<Policy> {
  const read = await readPolicy(xml);
  if (!read.ok) throw new Error(`the table is sound: ${JSON.stringify(read.problems.slice(0, 3))}`);
  return read.value;
}

async function measureTable(xml: string, collect: () => void): Promise<Figures> {
  const askHeapMiB = async (): Promise<number> => {
    // What the step before still held on to goes with its turn.
    await nextTurn();
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const before = await askHeapMiB();
  const readStart = performance.now();
  const policy = await readSound(xml);
  const readMs = performance.now() - readStart;
  const [first, ...questions] = drawQuestions(QUESTIONS + 1, 'questions');
  const compileStart = performance.now();
  const compiled = compilePolicy(policy);
  compiled.decide(first ?? {}, DECISION);
  const compileMs = performance.now() - compileStart;
  const decide = (question: Question): unknown => compiled.decide(question, DECISION).value;
  // New questions from here on: warm code of another table would flatter, so nothing was asked before but one.
  const newPerS = paceOf(questions, decide);
  const again = Array.from({ length: ROUNDS }, () => paceOf(questions, decide));
  const compared = questions.slice(0, COMPARED);
  const interpret = (question: Question): unknown => createEvaluation(policy, question).value(DECISION);
  for (const question of compared)
    if (decide(question) !== interpret(question))
      throw new Error(`compiled and interpreted agree on ${JSON.stringify(question)}`);
  const heapMiB = (await askHeapMiB()) - before;
  if (compiled.counts.interpreted > 0) throw new Error('a compiled table answers by itself');
  return {
    readMs,
    compileMs,
    heapMiB,
    newPerS,
    againPerS: median(again),
    interpretedPerS: paceOf(compared, interpret),
  };
}

function paceOf(questions: readonly Question[], answer: (question: Question) => unknown): number {
  const start = performance.now();
  let missing = 0;
  for (const question of questions) if (answer(question) === null) missing += 1;
  if (missing > 0) throw new Error(`every question has an answer, ${missing} have none`);
  return (questions.length * 1000) / (performance.now() - start);
}

function printRow(name: string, figures: Figures): void {
  const { readMs, compileMs, heapMiB, newPerS, againPerS, interpretedPerS } = figures;
  const perS = (pace: number): string => `${Math.round(pace).toLocaleString('en')}/s`;
  const cells = [
    name.padEnd(20),
    `read ${readMs.toFixed(0)} ms`.padStart(14),
    `compile ${compileMs.toFixed(1)} ms`.padStart(18),
    `${heapMiB.toFixed(1)} MiB`.padStart(10),
    `new ${perS(newPerS)}`.padStart(18),
    `again ${perS(againPerS)}`.padStart(20),
    `interpreted ${perS(interpretedPerS)}`.padStart(24),
  ];
  process.stdout.write(`${cells.join('  ')}\n`);
}
