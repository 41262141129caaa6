/**
 * Sends a statement with its relations in one piece. The driver would copy every parameter into a message that it grows
 * from 256 bytes each time; here the arrays are written once, where they are sent from, and the buffer serves the next
 * statement. Answers, errors and prepared names are the driver's business as ever.
 * Source: PostgreSQL's frontend protocol 3.0, messages Bind, Describe, Execute and Sync.
 */
import pg from 'pg';
import { createMessage, makeRoom, type Message, writeArray } from './relation.ts';
import type { Statement } from './statement.ts';

const BIND = 0x42;
const DESCRIBE = 0x44;
const EXECUTE = 0x45;
const SYNC = 0x53;
const PORTAL = 0x50;
const BINARY = 1;
/** Describe and execute the unnamed portal without a limit of rows, then end the transaction. */
const TAIL = Buffer.concat([
  Buffer.from([DESCRIBE, 0, 0, 0, 6, PORTAL, 0]),
  Buffer.from([EXECUTE, 0, 0, 0, 9, 0, 0, 0, 0, 0]),
  Buffer.from([SYNC, 0, 0, 0, 4]),
]);

const FIRST_BYTES = 262_144;
const MAX_KEPT_BYTES = 4_194_304;
const MAX_KEPT_MESSAGES = 4;
const spare: Message[] = [];

/** What the driver knows of a connection beyond its types: the names that were prepared on it. */
type Prepared = { readonly parsedStatements: { readonly [name: string]: string } };

/** Runs a statement on a connection of the pool. Rejects as `pool.query` does. */
export async function send<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  statement: Statement,
): Promise<pg.QueryResult<R>> {
  const message = spare.pop() ?? createMessage(FIRST_BYTES);
  writeMessages(message, statement);
  const { name, text } = statement;
  const query = new pg.Query<R>({ name, text });
  query.submit = (connection) => {
    if ((connection as unknown as Prepared).parsedStatements[name] === undefined)
      connection.parse({ name, text, types: [] }, true);
    connection.stream.write(message.buffer.subarray(0, message.at));
  };
  // The pool answers a query object like any other query; its types say that it gives the object back.
  const result = await (pool.query(query) as unknown as Promise<pg.QueryResult<R>>);
  // Answered, so it has been read to its end. After an error it may still lie in a socket, and is left alone.
  if (spare.length < MAX_KEPT_MESSAGES && message.buffer.length <= MAX_KEPT_BYTES) spare.push(message);
  return result;
}

function writeMessages(message: Message, { name, relations }: Statement): void {
  const count = relations.reduce((sum, { part }) => sum + part.relation.columns.length, 0);
  message.at = 0;
  makeRoom(message, 32 + name.length);
  message.buffer[0] = BIND;
  // The unnamed portal; our names are plain.
  message.buffer[5] = 0;
  message.at = 6 + message.buffer.write(`${name}\0`, 6, 'latin1');
  writeInt16(message, 1);
  writeInt16(message, BINARY);
  writeInt16(message, count);
  for (const { part, rows } of relations) {
    for (const [column, [, type]] of part.relation.columns.entries()) {
      makeRoom(message, 4);
      const lengthAt = message.at;
      message.at += 4;
      writeArray(message, type, { rows, column });
      message.view.setInt32(lengthAt, message.at - lengthAt - 4);
    }
  }
  // Results come as text.
  makeRoom(message, 2 + TAIL.length);
  writeInt16(message, 0);
  message.view.setInt32(1, message.at - 1);
  message.buffer.set(TAIL, message.at);
  message.at += TAIL.length;
}

function writeInt16(message: Message, value: number): void {
  message.view.setInt16(message.at, value);
  message.at += 2;
}
