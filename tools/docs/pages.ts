/**
 * The pages of docs/reference, written from what the code itself reads: the error registry, the route table and the
 * table of commands. A test compares them with the files, so that a code without an entry, or an entry without a code,
 * fails the build; `node tools/docs/write.ts` writes them again.
 */
import { errorRegistry } from '@plimsoll/api/errors';
import { type Route, routes } from '@plimsoll/api/route';
import { commands } from '../../cli/commands.ts';

export type Page = { readonly path: string; readonly text: string };

const WRITTEN = '<!-- Written by tools/docs/write.ts from the code. Edit the code, not this page. -->';

/** Every generated page as it should be now. */
export function renderPages(): readonly Page[] {
  return [
    { path: 'docs/reference/errors.md', text: renderErrors() },
    { path: 'docs/reference/api.md', text: renderRoutes() },
    { path: 'docs/reference/cli.md', text: renderCommands() },
  ];
}

function renderErrors(): string {
  const entries = Object.entries(errorRegistry).map(
    ([code, { status, title, advice }]) =>
      `### \`${code}\`\n\n${status} · ${title.en}. ${advice.en}.\n\n${title.zh}。${advice.zh}。\n`,
  );
  return `${WRITTEN}

# Errors

Every error reply is a problem document (RFC 9457, \`application/problem+json\`). \`type\` is
\`urn:plimsoll:error:<code>\`; \`code\` is one of the names below; \`detail\` says what is wrong and what to do;
\`fields\` names each field that is wrong. Write programs against \`code\`, never against the words.

Not covered here: what the command line prints, which is in [cli.md](cli.md).

${entries.join('\n')}`;
}

function renderRoutes(): string {
  const rooms = [...new Set(Object.values(routes).map((route) => route.room))];
  const sections = rooms.map((room) => {
    const rows = Object.entries(routes)
      .filter(([, route]) => route.room === room)
      .map(([name, route]) => renderRoute(name, route));
    return `## ${room}\n\n| route | what it does | needs | call in the client |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${WRITTEN}

# Routes

The schemas of bodies and replies are in \`/openapi.json\` of a running server, for any key (OpenAPI 3.1, from the same
table). "key" is the header \`Idempotency-Key\`, which a route that writes wants; the guide
[integrate.md](../guides/integrate.md) says how to use it.

Not covered here: error codes, which are in [errors.md](errors.md).

${sections.join('\n')}`;
}

function renderRoute(name: string, route: Route): string {
  const access =
    route.access === null ? 'nothing' : route.access === 'session' ? 'any key' : `\`${route.access}\``;
  const idempotency = route.idempotent ? ' + key' : '';
  return `| \`${route.method} ${route.path}\` | ${route.summary} | ${access}${idempotency} | \`${name}\` |`;
}

function renderCommands(): string {
  const sections = commands.map(({ name, words, summary, options }) => {
    const call = `./plimsoll ${name}${words === '' ? '' : ` ${words}`}`;
    const lines = options.map((option) => `- \`${option.flags}\` ${option.text.en} · ${option.text.zh}`);
    const list = lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
    return `### \`${call}\`\n\n${summary.en} · ${summary.zh}\n${list}`;
  });
  return `${WRITTEN}

# Commands

\`./plimsoll\` brings Node 24 and the dependencies when they are missing, then runs one of these. Every command takes
\`--json\`: one JSON document on stdout and nothing else there. Exit codes: 0 done, 1 refused or failed, 2 called wrongly.
A failure is shown as its code, a sentence, and what to do. Help is in Chinese where the locale is, or with
\`PLIMSOLL_LANGUAGE=zh\`.

Not covered here: the HTTP API, which is in [api.md](api.md).

${sections.join('\n')}`;
}
