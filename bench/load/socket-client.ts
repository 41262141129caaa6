/**
 * A load client that costs little: one keep-alive socket per client, requests as ready bytes, replies read
 * only as far as their status and length. On two shared cores a heavier client would measure itself.
 */
import { connect, type Socket } from 'node:net';

export type LoadReply = { readonly status: number; readonly body: string };

export type SocketClient = {
  /** Sends ready bytes and answers with the whole reply. One request at a time. */
  readonly send: (request: Buffer) => Promise<LoadReply>;
  readonly close: () => void;
};

const HEAD_END = Buffer.from('\r\n\r\n');

/** Opens one connection. Rejects when the server can't be reached or hangs up in the middle of a reply. */
export function openSocket(port: number): Promise<SocketClient> {
  return new Promise((resolveOpen, rejectOpen) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let waiting: { resolve: (reply: LoadReply) => void; reject: (cause: Error) => void } | null = null;
    let received: Buffer = Buffer.alloc(0);
    const fail = (cause: Error): void => {
      rejectOpen(cause);
      waiting?.reject(cause);
      waiting = null;
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const reply = readReply(received);
      if (reply === null || waiting === null) return;
      received = Buffer.alloc(0);
      const { resolve } = waiting;
      waiting = null;
      resolve(reply);
    });
    socket.on('connect', () =>
      resolveOpen({ send: (request) => exchange(socket, request), close: () => socket.destroy() }),
    );
    const exchange = (to: Socket, request: Buffer): Promise<LoadReply> =>
      new Promise((resolve, reject) => {
        if (to.destroyed) reject(new Error('the connection is closed'));
        waiting = { resolve, reject };
        to.write(request);
      });
  });
}

/** Reads one reply with a Content-Length; null while it isn't whole. */
function readReply(bytes: Buffer): LoadReply | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const bodyStart = headEnd + HEAD_END.length;
  if (bytes.length < bodyStart + length) return null;
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', bodyStart, bodyStart + length) };
}

/** The bytes of a POST with a JSON body. */
export function writePost(options: {
  readonly path: string;
  readonly key: string;
  readonly idempotencyKey: string;
  readonly body: unknown;
}): Buffer {
  const body = Buffer.from(JSON.stringify(options.body));
  const head =
    `POST ${options.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
    `authorization: Bearer ${options.key}\r\nidempotency-key: ${options.idempotencyKey}\r\n` +
    `content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
