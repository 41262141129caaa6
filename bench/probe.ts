/**
 * `plimsoll bench probe`: what each engine answers when three fields of an application are not there. First for one that
 * every engine approves when it is whole, then for many, approvable and not: how many are approved without the three.
 */
import {
  type Application,
  APPLICATIONS,
  type Decide,
  decideByHand,
  drawApplications,
  ENGINES,
  installPeers,
  openHouse,
  SEED,
} from './policy/index.ts';

const REMOVED = ['employmentYears', 'bureauScore', 'creditHistoryMonths'] as const;
/** Applications of each kind that every engine answers without the three. */
const MANY = 200;
/** Characters of either end of a long message. */
const SHOWN = 80;

type Answers = { readonly [outcome: string]: number };
type Row = {
  readonly title: string;
  readonly one: string;
  readonly approvable: Answers | null;
  readonly others: Answers | null;
};

/** Runs it and prints what was seen; the last line is JSON. */
export async function bench(): Promise<void> {
  installPeers();
  const applications = drawApplications(APPLICATIONS, SEED);
  const approvable = applications.filter((each) => decideByHand(each) === 'approve').slice(0, MANY);
  const others = applications.filter((each) => decideByHand(each) !== 'approve').slice(0, MANY);
  const [one] = approvable;
  if (one === undefined) throw new Error('some application is approved');
  const shown = Object.fromEntries(REMOVED.map((name) => [name, one[name]]));
  process.stdout.write(
    `One application that all approve while it is whole. Removed: ${JSON.stringify(shown)}.\n`,
  );
  const rows: [name: string, row: Row][] = [];
  for (const { name, title, open } of [...ENGINES, await houseEngine()]) {
    const decide = await open();
    const row: Row = {
      title,
      one: decide === null ? 'not installed' : await answerTo(decide, without(one)),
      approvable: decide === null ? null : await countAnswers(decide, approvable),
      others: decide === null ? null : await countAnswers(decide, others),
    };
    rows.push([name, row]);
    process.stdout.write(`${title}: ${row.one}\n`);
  }
  const sizes = `${approvable.length} approvable ones and ${others.length} others`;
  process.stdout.write(`\nMany, each without the same three fields: ${sizes}.\n`);
  for (const [, { title, approvable: first, others: second }] of rows)
    process.stdout.write(`${title}: of the approvable ${inWords(first)}; of the others ${inWords(second)}\n`);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(rows))}\n`);
}

/** The policy behind the mechanism of the house, whose answer has reasons. */
async function houseEngine(): Promise<{
  readonly name: string;
  readonly title: string;
  readonly open: () => Promise<Decide>;
}> {
  const decide = await openHouse();
  return {
    name: 'house',
    title: 'Plimsoll as it decides (missing facts refer)',
    open: async () => (application) => {
      const { outcome, reasons } = decide(application);
      return reasons.length === 0 ? outcome : `${outcome} (${reasons.join(', ')})`;
    },
  };
}

/** The fields are taken away, as in a message that lacks them. */
function without(application: Application): Application {
  const rest = Object.entries(application).filter(([name]) => !REMOVED.some((removed) => removed === name));
  return Object.fromEntries(rest) as unknown as Application;
}

async function answerTo(decide: Decide, application: Application): Promise<string> {
  try {
    const answer = await decide(application);
    return typeof answer === 'string' ? answer : `no outcome (${JSON.stringify(answer) ?? 'undefined'})`;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `error: ${shorten(message.replace(/\s+/g, ' '))}`;
  }
}

/** A long message without the expression in it and without what follows its cause; of what is left, both ends. */
function shorten(message: string): string {
  const [cause = message] = message.replace(/\\"\(.{200,}?\)\\"/, '“…”').split(/(?:\\n)* *Stack backtrace/);
  return cause.length <= 2 * SHOWN ? cause : `${cause.slice(0, SHOWN)} … ${cause.slice(-SHOWN)}`;
}

async function countAnswers(decide: Decide, applications: readonly Application[]): Promise<Answers> {
  const counts: Record<string, number> = {};
  for (const application of applications) {
    const answer = await answerTo(decide, without(application));
    const [, kind = answer] = /^(\w+)/.exec(answer) ?? [];
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function inWords(answers: Answers | null): string {
  if (answers === null) return 'not installed';
  return Object.entries(answers)
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}
