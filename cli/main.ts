/** The command line: `./plimsoll <command>`. Builds the commands from their table and runs the one that was asked for. */
import { Command, CommanderError } from 'commander';
import { type CommandRow, commands } from './commands.ts';
import { say } from './language.ts';
import { type CommandRequest, type Failure, exitCode, reportFailure, unforeseen } from './outcome.ts';

// Whoever has read enough, such as `head`, closes the pipe: no fault, and nothing is left to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCode.done);
});

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const program = buildProgram();
  try {
    await program.parseAsync(words.length === 0 ? ['help'] : [...words], { from: 'user' });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    const isJson = words.includes('--json');
    if (!(error instanceof CommanderError)) return reportFailure(unforeseen(error), isJson);
    if (error.exitCode === 0) return exitCode.done;
    if (isJson) reportFailure(wrongCall(error.message), isJson);
    return exitCode.usage;
  }
}

function wrongCall(message: string): Failure {
  return {
    code: 'wrong_call',
    sentence: { en: message, zh: message },
    remedy: { en: './plimsoll help lists the commands.', zh: './plimsoll help 列出全部命令。' },
  };
}

function buildProgram(): Command {
  const program = new Command('plimsoll')
    .description(
      say({
        en: 'Plimsoll: open-source risk control for micro-lending.',
        zh: 'Plimsoll：开源的小额贷款风控系统。',
      }),
    )
    .option('--json', jsonText())
    .helpOption('-h, --help', say({ en: 'show help', zh: '显示帮助' }))
    .helpCommand('help [command]', say({ en: 'show help for a command', zh: '显示某个命令的帮助' }))
    .configureHelp({ styleTitle: translateTitle })
    .showHelpAfterError(
      say({ en: '(./plimsoll help lists the commands)', zh: '（./plimsoll help 列出全部命令）' }),
    )
    .exitOverride();
  for (const row of commands) addCommand(program, row);
  return program;
}

function addCommand(program: Command, row: CommandRow): void {
  const command = program
    .command(`${row.name} ${row.words}`.trim())
    .description(say(row.summary))
    .option('--json', jsonText())
    .helpOption('-h, --help', say({ en: 'show help', zh: '显示帮助' }))
    .allowExcessArguments(false);
  for (const option of row.options) command.option(option.flags, say(option.text), option.fallback);
  command.action(async () => {
    const run = await row.load();
    const options = command.optsWithGlobals<CommandRequest['options']>();
    process.exitCode = await run({ words: command.args, options, isJson: options['json'] === true });
  });
}

function jsonText(): string {
  return say({ en: 'print one JSON document instead of text', zh: '以一个 JSON 文档输出结果' });
}

function translateTitle(title: string): string {
  const zh: { readonly [title: string]: string } = {
    'Usage:': '用法：',
    'Arguments:': '参数：',
    'Options:': '选项：',
    'Commands:': '命令：',
  };
  return say({ en: title, zh: zh[title] ?? title });
}
