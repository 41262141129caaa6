/** The network under the typed client: keep-alive HTTP over node:http, several times cheaper a call than fetch. */
import { Agent, request } from 'node:http';
import type { HttpReply, Transport } from '@plimsoll/api/client';

export type HttpTransport = { readonly send: Transport; readonly close: () => void };

/** Talks to one server. Rejects with the network's error when the server can't be reached or hangs up. */
export function createHttpTransport(baseUrl: string, connectionCount = 16): HttpTransport {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionCount });
  const { hostname, port } = new URL(baseUrl);
  const send: Transport = (call) =>
    new Promise<HttpReply>((resolve, reject) => {
      const length = call.body === null ? {} : { 'content-length': String(Buffer.byteLength(call.body)) };
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          method: call.method,
          path: call.path,
          headers: { ...call.headers, ...length },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(call.body ?? undefined);
    });
  return { send, close: () => agent.destroy() };
}
