/**
 * `plimsoll start`: the whole system on this machine. Engine, server and console; at the first start the keys, shown
 * once, and the demo applications; then it serves until Ctrl-C.
 */
import { readServiceOptions, type Service, serveUntilStopped, startServer } from '@plimsoll/server/service';
import type { FeedReport } from '@plimsoll/sim/feed';
import { buildConsole } from './console-build.ts';
import { feedDemo } from './demo.ts';
import { type Bilingual, say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';

/** Runs until it is told to stop. Under `--json` the one document is printed as soon as the server is ready. */
export async function runStart(request: CommandRequest): Promise<ExitCode> {
  const { options, isJson } = request;
  tell({ en: 'starting PostgreSQL and the server', zh: '正在启动 PostgreSQL 与服务' }, isJson);
  // First: a server that starts while the bundler still writes finds no console, and has none until it is started again.
  await buildConsole();
  const service = await startService(options);
  // Whoever stops us in the middle of the feed stops a server in good order, too.
  const stopped = serveUntilStopped(service);
  let isStopping = false;
  void stopped.then(() => (isStopping = true));
  if (service.firstKeys !== null && !isJson) printKeys(service.firstKeys);
  const report =
    options['demo'] === false ? null : await feedUnlessStopped(service, isJson, () => isStopping);
  if (isJson) printJson({ ok: true, url: service.url, firstKeys: secretsOf(service), demo: report ?? null });
  else printReady(service, report);
  return (await stopped) === 0 ? exitCode.done : exitCode.failed;
}

async function startService(options: CommandRequest['options']): Promise<Service> {
  const port = options['port'];
  const environment = typeof port === 'string' ? { ...process.env, PLIMSOLL_PORT: port } : process.env;
  const chosen = readServiceOptions({
    PLIMSOLL_LOG_LEVEL: 'warn',
    // Made-up money for a trial on this machine; who runs it for real names a provider, or none.
    PLIMSOLL_PAYMENT_PROVIDER: 'simulator',
    ...environment,
  });
  return startServer({
    ...chosen,
    onFatal: (fault) => {
      process.stderr.write(`${fault.message}\n`);
      process.exit(exitCode.failed);
    },
  });
}

/** A feed that breaks because the server was told to stop is no failure; the next start goes on with it. */
async function feedUnlessStopped(
  service: Service,
  isJson: boolean,
  isStopping: () => boolean,
): Promise<FeedReport | null> {
  try {
    return await feedDemo(service, isJson);
  } catch (fault) {
    if (isStopping()) return null;
    await service.stop();
    throw fault;
  }
}

function printKeys({ admin, integrator }: NonNullable<Service['firstKeys']>): void {
  printLine('');
  printLine(
    say({
      en: 'Keys of this Plimsoll. They are shown this once: keep them in a safe place.',
      zh: '本系统的密钥，仅显示这一次，请妥善保存。',
    }),
  );
  printLine(`  ${say({ en: 'console, all rights ', zh: '控制台（全部权限）' })} ${admin.secret}`);
  printLine(`  ${say({ en: 'API, to integrate   ', zh: '接口（系统对接）  ' })} ${integrator.secret}`);
  printLine('');
}

function printReady(service: Service, report: FeedReport | null): void {
  if (report !== null) {
    const { approve, refer, decline } = report.outcomes;
    printLine(
      say({
        en: `Decided: ${approve} approved, ${refer} referred, ${decline} declined${report.failed > 0 ? `, ${report.failed} failed` : ''}.`,
        zh: `审批完成：通过 ${approve}，转人工 ${refer}，拒绝 ${decline}${report.failed > 0 ? `，失败 ${report.failed}` : ''}。`,
      }),
    );
    for (const { idempotencyKey, status, code } of report.failures)
      printLine(`  ${idempotencyKey}: ${status} ${code}`);
  }
  printLine(
    say({
      en: `Plimsoll is ready: ${service.url}  (sign in with the console key; Ctrl-C stops it)`,
      zh: `Plimsoll 已就绪：${service.url} （用控制台密钥登录；Ctrl-C 停止）`,
    }),
  );
  if (service.firstKeys === null)
    printLine(
      say({
        en: 'Lost the key? ./plimsoll key new --role admin makes another.',
        zh: '密钥丢失？./plimsoll key new --role admin 可新建一个。',
      }),
    );
}

function secretsOf({ firstKeys }: Service): { readonly [name: string]: string } | null {
  return firstKeys === null
    ? null
    : { admin: firstKeys.admin.secret, integrator: firstKeys.integrator.secret };
}

function tell(text: Bilingual, isJson: boolean): void {
  if (!isJson) process.stderr.write(`${say(text)}\n`);
}
