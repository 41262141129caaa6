/** `plimsoll key new|list|revoke`: keys of programs and people, made on the machine itself when no key is at hand. */
import { roles, type Role } from '@plimsoll/api/identity';
import { type Identity, openIdentity } from '@plimsoll/server/identity';
import { withHome } from './home.ts';
import { say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';

/** Words: `new`, `list` or `revoke <id>`. A new key's secret is printed once and can't be shown again. */
export async function runKey(request: CommandRequest): Promise<ExitCode> {
  const [verb, id] = request.words;
  switch (verb) {
    case 'new':
      return newKey(request);
    case 'list':
      return withHome(async ({ pool }) => listKeys(openIdentity(pool), request.isJson));
    case 'revoke':
      return id === undefined ? usage(request.isJson) : revokeKey(id, request.isJson);
    default:
      return usage(request.isJson);
  }
}

async function newKey({ options, isJson }: CommandRequest): Promise<ExitCode> {
  const role = options['role'];
  if (typeof role !== 'string' || !isRole(role)) return usage(isJson);
  const name = typeof options['name'] === 'string' ? options['name'] : `${role}-${Date.now().toString(36)}`;
  const days = options['days'] === undefined ? null : Number(options['days']);
  if (days !== null && !(Number.isInteger(days) && days > 0)) return usage(isJson);
  const key = await withHome(async ({ pool }) =>
    openIdentity(pool).createKey({ name, role, daysValid: days }),
  );
  if (key === null) {
    return reportFailure(
      {
        code: 'key_name_taken',
        sentence: { en: `A living key is called "${name}".`, zh: `已有名为“${name}”的有效密钥。` },
        remedy: { en: 'Choose another --name.', zh: '请换一个 --name。' },
      },
      isJson,
    );
  }
  if (isJson) printJson({ ok: true, ...key });
  else {
    printLine(
      say({
        en: `${key.name} (${key.role}), shown this once:`,
        zh: `${key.name}（${key.role}），仅显示这一次：`,
      }),
    );
    printLine(key.secret);
  }
  return exitCode.done;
}

async function listKeys(identity: Identity, isJson: boolean): Promise<ExitCode> {
  const rows = await identity.listKeys();
  if (isJson) printJson({ ok: true, rows });
  else {
    for (const { id, name, role, revokedAt } of rows)
      printLine(`${id}  ${role.padEnd(12)} ${name}${revokedAt === null ? '' : ' (revoked)'}`);
  }
  return exitCode.done;
}

async function revokeKey(id: string, isJson: boolean): Promise<ExitCode> {
  const isKnown = await withHome(async ({ pool }) => openIdentity(pool).revokeKey(id));
  if (!isKnown) {
    return reportFailure(
      {
        code: 'key_not_found',
        sentence: { en: `There is no key ${id}.`, zh: `没有编号为 ${id} 的密钥。` },
        remedy: { en: './plimsoll key list shows the ids.', zh: './plimsoll key list 可查看编号。' },
      },
      isJson,
    );
  }
  if (isJson) printJson({ ok: true, id });
  else printLine(say({ en: `Revoked ${id}.`, zh: `已吊销 ${id}。` }));
  return exitCode.done;
}

function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}

function usage(isJson: boolean): ExitCode {
  const known = Object.keys(roles).join(', ');
  const failure: Failure = {
    code: 'wrong_call',
    sentence: {
      en: `Words: new --role <${known}> [--name N] [--days N] · list · revoke <id>.`,
      zh: `用法：new --role <${known}> [--name 名称] [--days 天数] · list · revoke <编号>。`,
    },
    remedy: { en: './plimsoll help key shows more.', zh: './plimsoll help key 查看说明。' },
  };
  reportFailure(failure, isJson);
  return exitCode.usage;
}
