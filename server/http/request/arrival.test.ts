import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { answerClientError } from '../reply/client-error.ts';
import { type ArrivalLimits, watchArrival } from './arrival.ts';

const limits: ArrivalLimits = { spanMs: 150, fileBytesPerSpan: 1000, fileSpans: 8 };
const PART_MS = 40;

/** Sends parts of a body one by one to a server that reads it whole; gives the status and the bytes that it took. */
async function send(isFile: boolean, parts: readonly number[]): Promise<{ status: number; text: string }> {
  const server = createServer((request, response) => {
    watchArrival(request, { isPatient: () => isFile, limits }, () =>
      answerClientError({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, request.socket),
    );
    let taken = 0;
    request.on('data', (chunk: Buffer) => void (taken += chunk.length));
    request.on('end', () => response.end(String(taken)));
    request.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  let sending: NodeJS.Timeout | null = null;
  try {
    return await new Promise((done, fail) => {
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST' }, (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        reply.on('end', () => done({ status: reply.statusCode ?? 0, text }));
      });
      request.on('error', fail);
      let at = 0;
      sending = setInterval(() => {
        const size = parts[at];
        at += 1;
        if (size === undefined) request.end();
        else if (size > 0) request.write(Buffer.alloc(size, 0x61));
      }, PART_MS);
    });
  } finally {
    if (sending !== null) clearInterval(sending);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

test('[HTTP-22] a file over a slow line arrives whole long after the time of a plain body', async () => {
  const parts = Array.from({ length: 14 }, () => 1000);
  expect(await send(true, parts)).toEqual({ status: 200, text: '14000' });
});

test('[HTTP-22] a plain body that dawdles, a file that stands still and one without end get 408', async () => {
  const late = { status: 408 };
  const told = async (isFile: boolean, parts: readonly number[]) => {
    const { status, text } = await send(isFile, parts);
    expect(JSON.parse(text)).toMatchObject({ code: 'request_timeout' });
    return { status };
  };
  expect(
    await told(
      false,
      Array.from({ length: 14 }, () => 1000),
    ),
  ).toEqual(late);
  expect(await told(true, [3000, ...Array.from({ length: 30 }, () => 0)])).toEqual(late);
  expect(
    await told(
      true,
      Array.from({ length: 60 }, () => 1000),
    ),
  ).toEqual(late);
});
