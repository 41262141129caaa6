/** `plimsoll decide <file>`: sends one application to a running Plimsoll and shows its decision. `-` reads stdin. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type CallResult, createClient } from '@plimsoll/api/client';
import { errorRegistry } from '@plimsoll/api/errors';
import type { SubmitApplication } from '@plimsoll/api/origination';
import { pickLanguage, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { createHttpTransport } from './transport.ts';

const USUAL_URL = 'http://127.0.0.1:4600';

/** The key comes from PLIMSOLL_KEY, the address from PLIMSOLL_URL; `--idempotency-key` makes a retry harmless. */
export async function runDecide({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const key = process.env['PLIMSOLL_KEY'] ?? '';
  if (key === '') {
    return reportFailure(
      {
        code: 'key_missing',
        sentence: { en: 'PLIMSOLL_KEY is not set.', zh: '未设置 PLIMSOLL_KEY。' },
        remedy: {
          en: 'Set it to the API key that the first start printed, or make one: ./plimsoll key new --role integrator.',
          zh: '设为首次启动时显示的接口密钥，或新建：./plimsoll key new --role integrator。',
        },
      },
      isJson,
    );
  }
  const transport = createHttpTransport(process.env['PLIMSOLL_URL'] ?? USUAL_URL);
  try {
    const body = readForm(await readSource(words[0] ?? '-'));
    if (body === null) {
      const { title, advice } = errorRegistry.malformed_json;
      return reportFailure({ code: 'malformed_json', sentence: title, remedy: advice }, isJson);
    }
    const given = options['idempotencyKey'];
    const idempotencyKey = typeof given === 'string' ? given : randomUUID();
    const client = createClient(transport.send, { authorization: `Bearer ${key}` });
    return report(await client('submitApplication', { body, idempotencyKey }), isJson);
  } finally {
    transport.close();
  }
}

async function readSource(name: string): Promise<string> {
  return name === '-' ? text(process.stdin) : readFile(name, 'utf8');
}

/** Any JSON is sent as it is: the server knows better what is wrong with it. */
function readForm(source: string): SubmitApplication | null {
  try {
    return JSON.parse(source) as SubmitApplication;
  } catch {
    return null;
  }
}

function report(reply: CallResult<'submitApplication'>, isJson: boolean): ExitCode {
  if (!reply.ok) {
    const { code, titles, advice, fields, facts } = reply.problem;
    if (!isJson) {
      for (const field of fields ?? []) process.stderr.write(`  ${field.path}: ${field.message}\n`);
      if (facts !== undefined) process.stderr.write(`  ${JSON.stringify(facts)}\n`);
    }
    return reportFailure({ code, sentence: titles, remedy: advice }, isJson);
  }
  const { id, outcome, grade, score, reasons } = reply.value;
  if (isJson) printJson({ ok: true, ...reply.value });
  else {
    printLine(`${outcome}  ${grade ?? '–'}  ${score ?? '–'}  ${id}`);
    for (const reason of reasons) printLine(`  ${reason.code}: ${reason.text[pickLanguage(process.env)]}`);
    printLine(say({ en: `Trace: ./plimsoll replay ${id}`, zh: `查看依据：./plimsoll replay ${id}` }));
  }
  return exitCode.done;
}
