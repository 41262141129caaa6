/** How a server is to run: from the environment of the process, or given by a test. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogLines, RateLimits } from '@plimsoll/server/http';
import { findPaths } from '@plimsoll/server/keys';

export type ServiceOptions = {
  /** The folder of this Plimsoll: engine, keys, checkpoints. */
  readonly home: string;
  /** A PostgreSQL ≥ 15 of the operator's own; null: the embedded one of the home. */
  readonly databaseUrl: string | null;
  /** Hex or base64 of 32 bytes; null: the file of the home. */
  readonly masterKey: string | null;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the built console; null: API only. */
  readonly consoleFolder: string | null;
  /** Folder with policy.dmn, products.json and scorecard.json. */
  readonly policyFolder: string;
  /** Folder of the loan products, one JSON file each. */
  readonly productFolder: string;
  /** Folder of the tables of caps and of reference rates. */
  readonly capFolder: string;
  /** Folder of the template of contracts, `loan.json`. */
  readonly contractFolder: string;
  /** Folder of the policy by which failed debits are tried again, `policy.dmn`. */
  readonly debitFolder: string;
  /** Who moves money: null: nobody, and what is ordered waits; `simulator`: a made-up provider, for trial. */
  readonly paymentProvider: 'simulator' | null;
  /** Folder of the policies of classification, a folder each. */
  readonly classificationFolder: string;
  readonly isBehindHttps: boolean;
  readonly log: LogLines;
  readonly rateLimits?: RateLimits;
  /** false only in tests: no fsync. */
  readonly isDurable?: boolean;
  /** Milliseconds since 1970; the machine's clock when left out. */
  readonly clock?: () => number;
  /** Told when the server can't go on (its engine died). */
  readonly onFatal?: (fault: Error) => void;
};

export const USUAL_PORT = 4600;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

type Environment = { readonly [name: string]: string | undefined };

/**
 * Reads PLIMSOLL_HOME, _DATABASE_URL, _MASTER_KEY, _HOST, _PORT, _LOG_LEVEL, _HTTPS, _POLICY_FOLDER, _PRODUCT_FOLDER, _CAP_FOLDER,
 * _CONTRACT_FOLDER, _CLASSIFICATION_FOLDER, _DEBIT_FOLDER, _PAYMENT_PROVIDER.
 * Throws with the name of the variable that can't be read.
 */
export function readServiceOptions(environment: Environment): ServiceOptions {
  const read = (name: string): string | null => environment[`PLIMSOLL_${name}`] || null;
  const level = levels.find((each) => each === (read('LOG_LEVEL') ?? 'info'));
  if (level === undefined) throw new Error(`PLIMSOLL_LOG_LEVEL must be one of ${levels.join(', ')}`);
  return {
    home: findPaths(environment).home,
    databaseUrl: read('DATABASE_URL'),
    masterKey: read('MASTER_KEY'),
    host: read('HOST') ?? '127.0.0.1',
    port: readPort(read('PORT')),
    consoleFolder: join(ROOT, 'console', 'dist'),
    policyFolder: read('POLICY_FOLDER') ?? join(ROOT, 'policies', 'starter'),
    productFolder: read('PRODUCT_FOLDER') ?? join(ROOT, 'policies', 'products'),
    capFolder: read('CAP_FOLDER') ?? join(ROOT, 'policies', 'caps'),
    contractFolder: read('CONTRACT_FOLDER') ?? join(ROOT, 'policies', 'contracts'),
    debitFolder: read('DEBIT_FOLDER') ?? join(ROOT, 'policies', 'debit'),
    paymentProvider: readProvider(read('PAYMENT_PROVIDER')),
    classificationFolder: read('CLASSIFICATION_FOLDER') ?? join(ROOT, 'policies', 'classification'),
    isBehindHttps: read('HTTPS') === '1',
    log: { level },
  };
}

function readProvider(text: string | null): ServiceOptions['paymentProvider'] {
  if (text === null || text === 'none') return null;
  if (text === 'simulator') return text;
  throw new Error('PLIMSOLL_PAYMENT_PROVIDER must be none or simulator');
}

function readPort(text: string | null): number {
  const port = text === null ? USUAL_PORT : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error('PLIMSOLL_PORT must be a whole number from 0 to 65535');
}
