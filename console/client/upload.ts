/**
 * Sending a file: the one call that says how far it got and can be stopped. The browser's fetch tells nothing about
 * what was sent, so this one goes by XMLHttpRequest; its faults are those of every other call.
 */
import type { CallInput, CallReply } from '@plimsoll/api/client';
import { type RouteName, routes } from '@plimsoll/api/route';
import { CallFault, readProblem } from './call.ts';

export type SentPart = { readonly sentBytes: number; readonly allBytes: number };

export type Upload<N extends RouteName> = {
  readonly query: Readonly<Record<string, string>>;
  readonly file: Blob;
  readonly mediaType: string;
  readonly onSent: (part: SentPart) => void;
  readonly signal: AbortSignal;
  /** Only for the type: the reply of the route. */
  readonly input?: CallInput<N>;
};

/** null when it was stopped by the signal. Throws a CallFault when it gives no value. */
export async function upload<N extends RouteName>(
  name: N,
  { query, file, mediaType, onSent, signal }: Upload<N>,
): Promise<CallReply<N> | null> {
  const { method, path } = routes[name];
  const request = new XMLHttpRequest();
  const answered = new Promise<'answered' | 'unanswered' | 'stopped'>((resolve) => {
    request.addEventListener('load', () => resolve('answered'));
    request.addEventListener('error', () => resolve('unanswered'));
    request.addEventListener('timeout', () => resolve('unanswered'));
    request.addEventListener('abort', () => resolve('stopped'));
  });
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onSent({ sentBytes: loaded, allBytes: total }),
  );
  signal.addEventListener('abort', () => request.abort());
  request.open(method, `${path}?${new URLSearchParams(query).toString()}`);
  request.setRequestHeader('content-type', mediaType);
  request.setRequestHeader('accept', 'application/json, application/problem+json');
  if (signal.aborted) return null;
  request.send(file);
  const end = await answered;
  if (end === 'stopped') return null;
  if (end === 'unanswered') throw new CallFault(name, { status: null, problem: null });
  const value: unknown = parseJson(request.responseText);
  if (request.status < 400) return value as CallReply<N>;
  throw new CallFault(name, { status: request.status, problem: readProblem(value) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
