/** The engines of the benchmark by name: what each decides with, how many it has under way at once, and what it is. */
import type { Decide } from './application.ts';
import { openFeelin } from './feelin.ts';
import { decideByHand } from './hand-written.ts';
import { openJsonRules } from './json-rules.ts';
import { peerVersion } from './peers.ts';
import { openBatch, openCompiled, openInterpreter, openRecorded } from './plimsoll.ts';
import { openZen } from './zen.ts';

export type PolicyEngine = {
  /** The name of its figure. */
  readonly name: string;
  readonly title: string;
  /** Decisions under way at once; 0: it answers at once, nothing is waited for. */
  readonly underWay: number;
  /** Null where it is not installed. */
  readonly open: () => Promise<Decide | null>;
};

export const ENGINES: readonly PolicyEngine[] = [
  { name: 'handWritten', title: 'hand-written TypeScript', underWay: 0, open: async () => decideByHand },
  { name: 'compiled', title: 'Plimsoll, compiled', underWay: 0, open: () => openCompiled() },
  {
    name: 'compiledWithTrace',
    title: 'Plimsoll, compiled, full trace kept',
    underWay: 0,
    open: () => openRecorded('kept'),
  },
  {
    name: 'traceTold',
    title: 'Plimsoll, compiled, trace written out',
    underWay: 0,
    open: () => openRecorded('told'),
  },
  {
    name: 'closures',
    title: 'Plimsoll, closures',
    underWay: 0,
    open: () => openCompiled({ codeGeneration: 'forbidden' }),
  },
  { name: 'interpreter', title: 'Plimsoll, interpreter', underWay: 0, open: openInterpreter },
  {
    name: 'zen',
    title: 'zen-engine, score as an expression',
    underWay: 100,
    open: async () => openZen('expression'),
  },
  {
    name: 'zenTables',
    title: 'zen-engine, score as a table',
    underWay: 100,
    open: async () => openZen('table'),
  },
  { name: 'jsonRulesEngine', title: 'json-rules-engine', underWay: 1, open: async () => openJsonRules() },
  { name: 'feelin', title: 'feelin', underWay: 0, open: async () => openFeelin() },
];

/** Plimsoll over columns: not one application at a time, so it is measured by itself. */
export const BATCH = { name: 'batch', title: 'Plimsoll, compiled, by columns', open: openBatch };

/** Versions of the peers, for the record. */
export function peerVersions(): string {
  return ['@gorules/zen-engine', 'json-rules-engine', 'feelin']
    .map((name) => `${name} ${peerVersion(name)}`.trim())
    .join(', ');
}
