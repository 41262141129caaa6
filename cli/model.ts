/** `plimsoll model <verb> …`: the registry of a running server. Key and address come from PLIMSOLL_KEY and PLIMSOLL_URL. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type CallResult, type Client, createClient } from '@plimsoll/api/client';
import type { ModelDetail, ModelKey } from '@plimsoll/api/model';
import type { RouteName } from '@plimsoll/api/route';
import { writeModel } from '@plimsoll/core/model/document';
import { importForeign, isOwnDocument } from '@plimsoll/core/model/exchange';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { createHttpTransport } from './transport.ts';

const USUAL_URL = 'http://127.0.0.1:4600';
const MAX_UNZIPPED_BYTES = 512 * 1024 * 1024;

type Options = CommandRequest['options'];
type Answer = { readonly lines: readonly string[]; readonly value: object };
type Verb = {
  readonly words: string;
  readonly count: number;
  readonly run: (client: Client, words: readonly string[], options: Options) => Promise<Answer>;
};

/** What the server refused; told as its problem says. */
class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

const verbs: { readonly [name: string]: Verb } = {
  list: { words: '', count: 0, run: async (client) => listOf(client) },
  show: {
    words: '<name@version>',
    count: 1,
    run: async (client, [key]) => shown(await client('readModel', { params: keyOf(key) })),
  },
  sample: {
    words: '<file.csv>',
    count: 1,
    run: async (client, [path = ''], options) => {
      const query = { name: textOf(options, 'name', basename(path).replace(/\.csv(\.gz)?$/, '')) };
      const added = good(await client('uploadSample', { query, upload: await readText(path) }));
      const findings = added.findings.map(({ text }) => `  ${text.en}`);
      return { lines: [`${added.sha256}  ${added.rows} × ${added.columnCount}`, ...findings], value: added };
    },
  },
  import: {
    words: '<name> <file>',
    count: 2,
    run: async (client, [name = '', path = ''], options) =>
      shown(
        await client('importModel', { query: { name }, upload: await readDocument(path, { name, options }) }),
      ),
  },
  export: {
    words: '<name@version>',
    count: 1,
    run: async (client, [key], options) => {
      const format = textOf(options, 'format', 'plimsoll') as 'plimsoll';
      const exported = good(await client('exportModel', { params: keyOf(key), query: { format } }));
      const path = textOf(options, 'to', exported.fileName);
      await writeFile(path, exported.text);
      return { lines: [path], value: { path, mediaType: exported.mediaType } };
    },
  },
  validate: {
    words: '<name@version>',
    count: 1,
    run: async (client, [key], options) =>
      shown(
        await client('validateModel', {
          params: keyOf(key),
          body: { sample: textOf(options, 'sample'), note: textOf(options, 'note') },
        }),
      ),
  },
  approve: {
    words: '<name@version>',
    count: 1,
    run: async (client, [key], options) =>
      shown(
        await client('approveModel', {
          params: keyOf(key),
          body: {
            note: textOf(options, 'note'),
            expiresDay: textOf(options, 'expires'),
            revalidateDay: textOf(options, 'revalidate'),
          },
        }),
      ),
  },
  live: moveVerb('makeModelLive'),
  retire: moveVerb('retireModel'),
  reject: moveVerb('rejectModel'),
  compare: {
    words: '<name@version> <name@version>',
    count: 2,
    run: async (client, [left, right], options) => {
      const target = textOf(options, 'target');
      const cut = target.lastIndexOf('=');
      const compared = good(
        await client('compareModels', {
          body: {
            left: keyOf(left),
            right: keyOf(right),
            sample: textOf(options, 'sample'),
            target: { column: target.slice(0, cut), badValue: target.slice(cut + 1) },
          },
        }),
      );
      const side = (name: 'left' | 'right'): string =>
        `AUC ${compared[name].auc?.toFixed(4)}  KS ${compared[name].ks?.toFixed(4)}  Brier ${compared[name].brier?.toFixed(4)}`;
      const { leftOnly, rightOnly } = compared.swap;
      const swap = `only ${left ?? ''}: ${leftOnly.rows} (${leftOnly.bads} bad)  only ${right ?? ''}: ${rightOnly.rows} (${rightOnly.bads} bad)`;
      return {
        lines: [`${left ?? ''}  ${side('left')}`, `${right ?? ''}  ${side('right')}`, swap],
        value: compared,
      };
    },
  },
};

function moveVerb(route: 'makeModelLive' | 'retireModel' | 'rejectModel'): Verb {
  return {
    words: '<name@version>',
    count: 1,
    run: async (client, [key], options) =>
      shown(await client(route, { params: keyOf(key), body: { note: textOf(options, 'note') } })),
  };
}

/** The verb gets the words after its name, and the options of the whole command. */
export async function runModel(request: CommandRequest): Promise<ExitCode> {
  const { options, isJson } = request;
  const [name = '', ...words] = request.words;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined || words.length !== verb.count) return reportUsage(isJson);
  const key = process.env['PLIMSOLL_KEY'] ?? '';
  if (key === '') return reportFailure(keyMissing, isJson);
  const transport = createHttpTransport(process.env['PLIMSOLL_URL'] ?? USUAL_URL);
  try {
    const client = createClient(transport.send, { authorization: `Bearer ${key}` });
    const { lines, value } = await verb.run(client, words, options);
    if (isJson) printJson({ ok: true, ...value });
    else lines.forEach(printLine);
    return exitCode.done;
  } catch (error) {
    if (error instanceof Refused) return reportFailure(error.failure, isJson);
    throw error;
  } finally {
    transport.close();
  }
}

const keyMissing: Failure = {
  code: 'key_missing',
  sentence: { en: 'PLIMSOLL_KEY is not set.', zh: '未设置 PLIMSOLL_KEY。' },
  remedy: {
    en: 'Make a key of your own: ./plimsoll key new --role modeller (or approver).',
    zh: '为自己新建密钥：./plimsoll key new --role modeller（或 approver）。',
  },
};

function reportUsage(isJson: boolean): ExitCode {
  const calls = Object.entries(verbs).map(([name, { words }]) => `${name} ${words}`.trim());
  const failure: Failure = {
    code: 'wrong_call',
    sentence: { en: `Words: ${calls.join(' · ')}.`, zh: `用法：${calls.join(' · ')}。` },
    remedy: { en: './plimsoll help model shows more.', zh: './plimsoll help model 查看说明。' },
  };
  reportFailure(failure, isJson);
  return exitCode.usage;
}

function refused(code: string, en: string, zh: string): Refused {
  const remedy = { en: './plimsoll help model shows more.', zh: './plimsoll help model 查看说明。' };
  return new Refused({ code, sentence: { en, zh }, remedy });
}

/** `consumer@3`. */
function keyOf(text = ''): ModelKey {
  const [, name, version] = /^([^@]+)@(\d+)$/.exec(text) ?? [];
  if (name === undefined)
    throw refused('wrong_call', `“${text}” is not name@version.`, `“${text}”不是 名称@版本。`);
  return { name, version: Number(version) };
}

function textOf(options: Options, name: string, usual?: string): string {
  const value = options[name] ?? usual;
  if (typeof value === 'string') return value;
  throw refused('option_missing', `--${name} is missing.`, `缺少 --${name}。`);
}

/** The document in a file, or made of the file of another tool: read here, so that a server gets one form alone. */
async function readDocument(
  path: string,
  { name, options }: { readonly name: string; readonly options: Options },
): Promise<string> {
  const bytes = await readBytes(path);
  if (isOwnDocument(bytes)) return bytes.toString('utf8');
  const target = textOf(options, 'target');
  const cut = target.lastIndexOf('=');
  const format = options['format'] === undefined ? undefined : textOf(options, 'format');
  const document = importForeign({
    bytes,
    name,
    target: { column: target.slice(0, Math.max(cut, 0)), badValue: target.slice(cut + 1) },
    format,
  });
  if (document.ok) return writeModel(document.value);
  const facts = JSON.stringify(document.facts);
  throw refused(document.code, `The file is not read: ${facts}.`, `文件无法导入：${facts}。`);
}

async function readText(path: string): Promise<string> {
  return (await readBytes(path)).toString('utf8');
}

async function readBytes(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  return path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES }) : bytes;
}

function good<N extends RouteName>(
  result: CallResult<N>,
): Extract<CallResult<N>, { readonly ok: true }>['value'] {
  if (result.ok) return result.value;
  const { code, titles, advice, facts } = result.problem;
  const told = facts === undefined ? '' : ` ${JSON.stringify(facts)}`;
  const sentence = { en: `${titles.en}.${told}`, zh: `${titles.zh}。${told}` };
  throw new Refused({ code, sentence, remedy: advice });
}

async function listOf(client: Client): Promise<Answer> {
  const { rows } = good(await client('listModels', {}));
  const lines = rows.map(({ name, version, state, kind, author, figures: { auc }, expiresDay, isExpired }) =>
    [
      `${name}@${version}`,
      isExpired ? `${state} (expired)` : state,
      kind,
      auc === null ? '–' : `AUC ${auc.toFixed(4)}`,
      author,
      expiresDay ?? '',
    ].join('  '),
  );
  return { lines, value: { rows } };
}

function shown(result: CallResult<'readModel'> | CallResult<'importModel'>): Answer {
  const model: ModelDetail = good(result as CallResult<'readModel'>);
  const { name, version, state, kind, author, expiresDay, revalidateDay, documentSha256 } = model;
  const moves = model.moves.filter(({ isAllowed }) => isAllowed).map(({ move }) => move);
  return {
    lines: [
      `${name}@${version}  ${state}  ${kind}  by ${author}`,
      `  document ${documentSha256}`,
      ...(expiresDay === null
        ? []
        : [`  scores until ${expiresDay}, to be validated again by ${revalidateDay ?? ''}`]),
      ...model.events.map((event) => `  ${event.bookedAt}  ${event.kind}  ${event.actor}`),
      ...(moves.length === 0 ? [] : [`  you may: ${moves.join(', ')}`]),
    ],
    value: model,
  };
}
