/** `plimsoll replay <id>`: makes a past decision again from the log and compares it, byte for byte, with the record. */
import type { Trace, TraceDecision } from '@plimsoll/core/dmn';
import { type Replay, replayDecision } from '@plimsoll/loan/origination';
import { applicationStream, foldApplication } from '@plimsoll/loan/spine';
import { readPolicyVersion } from '@plimsoll/server/policy';
import { folded, readStream } from '@plimsoll/server/store';
import { type Home, withHome } from './home.ts';
import { type Bilingual, pickLanguage, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Found = { readonly replay: Replay; readonly policyHash: string } | { readonly failure: Failure };

/** Exits 1 when the recomputed decision differs, or can't be recomputed. */
export async function runReplay({ words, isJson }: CommandRequest): Promise<ExitCode> {
  const [id = ''] = words;
  const found: Found = UUID.test(id)
    ? await withHome(async (home) => replay(home, id))
    : { failure: notFound(id) };
  if ('failure' in found) return reportFailure(found.failure, isJson);
  const { replay: made, policyHash } = found;
  if (isJson) printJson({ ok: made.same, id, policyHash, ...made });
  else printReplay(made, policyHash);
  return made.same ? exitCode.done : exitCode.failed;
}

async function replay({ pool }: Home, id: string): Promise<Found> {
  const events = folded(await readStream(pool, applicationStream(id)));
  const state = foldApplication(events);
  const policyHash = state?.policyHash ?? null;
  if (policyHash === null) return { failure: notFound(id) };
  // A replay reads its terms from the log, so no catalogue of today is given to it.
  const policy = await readPolicyVersion(pool, policyHash, []);
  const made = policy === null ? null : replayDecision(policy.origination, events);
  if (made === null || !made.ok) {
    return {
      failure: {
        code: made?.code ?? 'policy_not_found',
        sentence: {
          en: `Policy ${policyHash} is not in this log.`,
          zh: `日志中没有策略版本 ${policyHash}。`,
        },
        remedy: { en: './plimsoll rebuild, then try again.', zh: '先运行 ./plimsoll rebuild 再试。' },
      },
    };
  }
  return { replay: made.value, policyHash };
}

function printReplay({ same, recorded, differences, trace }: Replay, policyHash: string): void {
  const { outcome } = recorded;
  const verdict: Bilingual = same
    ? { en: 'the same bytes', zh: '逐字节一致' }
    : { en: 'DIFFERENT', zh: '不一致' };
  printLine(
    `${JSON.stringify(outcome)}  ·  ${say({ en: 'policy', zh: '策略' })} ${policyHash.slice(0, 12)}  ·  ${say(verdict)}`,
  );
  for (const { field, recorded: before, recomputed } of differences)
    printLine(`  ${field}: ${JSON.stringify(before)} → ${JSON.stringify(recomputed)}`);
  printTrace(trace);
}

function printTrace({ inputs, decisions }: Trace): void {
  printLine(say({ en: 'Values used', zh: '所用数据' }));
  for (const { name, value, used } of inputs) if (used) printLine(`  ${name} = ${JSON.stringify(value)}`);
  printLine(say({ en: 'Decisions', zh: '决策过程' }));
  for (const decision of decisions) printDecision(decision);
}

function printDecision({ name, label, status, value, table }: TraceDecision): void {
  const title = label[pickLanguage(process.env)] || name;
  if (status === 'not_computed') {
    printLine(`  · ${title}: ${say({ en: 'not computed', zh: '未计算' })}`);
    return;
  }
  printLine(`  ▸ ${title} = ${JSON.stringify(value)}`);
  for (const { index, matched, outputs } of table?.rules ?? []) {
    if (matched)
      printLine(`      ${say({ en: 'row', zh: '第' })} ${index + 1} → ${JSON.stringify(outputs ?? [])}`);
  }
}

function notFound(id: string): Failure {
  return {
    code: 'application_not_found',
    sentence: { en: `There is no decided application ${id}.`, zh: `没有已决策的申请 ${id}。` },
    remedy: { en: 'The console lists the ids.', zh: '可在控制台查看申请编号。' },
  };
}
