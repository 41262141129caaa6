/**
 * The examples in README.md and docs/: fenced blocks whose first line says how they are tested.
 * `ts run` is run by Node; `sh test` must parse as shell; `http 201` is sent to a server and must be answered with
 * that status. In an http block `{{name}}` stands for a field of the reply before it, on the same page.
 */

export type Example = {
  readonly path: string;
  /** Line of the first line inside the block, from 1. */
  readonly line: number;
  /** The words after the three backticks: `ts run`, `http 201`. */
  readonly mark: string;
  readonly text: string;
};

export type HttpExample = {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | null;
};

export type HttpAnswer = { readonly status: number; readonly body: unknown };
export type HttpMismatch = {
  readonly place: string;
  readonly expectedStatus: number;
  readonly answer: HttpAnswer;
};

const FENCE = /^```(.*)$/;

/** Every fenced block of a Markdown text, in order. */
export function readExamples(path: string, markdown: string): readonly Example[] {
  const found: Example[] = [];
  let open: { readonly mark: string; readonly line: number; readonly lines: string[] } | null = null;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = FENCE.exec(line);
    if (fence === null) open?.lines.push(line);
    else if (open === null) open = { mark: (fence[1] ?? '').trim(), line: index + 2, lines: [] };
    else {
      found.push({ path, line: open.line, mark: open.mark, text: `${open.lines.join('\n')}\n` });
      open = null;
    }
  }
  return found;
}

/** Reads `POST /v1/applications`, header lines, an empty line, a body. `known` fills in `{{name}}`. */
export function parseHttpExample(text: string, known: { readonly [name: string]: string } = {}): HttpExample {
  const filled = text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => known[name] ?? whole);
  const [head = '', ...rest] = filled.trimEnd().split('\n\n');
  const [first = '', ...headerLines] = head.split('\n');
  const [method = '', path = ''] = first.split(' ');
  const headers = Object.fromEntries(
    headerLines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { method, path, headers, body: rest.length === 0 ? null : rest.join('\n\n') };
}

/** Sends the http examples of one page in order; returns those that were answered otherwise than the page says. */
export async function runHttpExamples(
  examples: readonly Example[],
  send: (request: HttpExample) => Promise<HttpAnswer>,
): Promise<readonly HttpMismatch[]> {
  const known: { [name: string]: string } = {};
  const mismatches: HttpMismatch[] = [];
  for (const example of examples) {
    const expectedStatus = expectedStatusOf(example);
    if (expectedStatus === null) continue;
    const answer = await send(parseHttpExample(example.text, known));
    if (answer.status !== expectedStatus)
      mismatches.push({ place: `${example.path}:${example.line}`, expectedStatus, answer });
    for (const [name, value] of Object.entries(answer.body ?? {}))
      if (typeof value === 'string' || typeof value === 'number') known[name] = String(value);
  }
  return mismatches;
}

/** The status that an `http 201` block promises; null for every other block. */
export function expectedStatusOf(example: Example): number | null {
  const status = /^http (\d{3})$/.exec(example.mark)?.[1];
  return status === undefined ? null : Number(status);
}
