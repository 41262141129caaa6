/**
 * Samples in the folder of this Plimsoll: each CSV file under the SHA-256 of its bytes, with what was seen of it beside. A
 * file is complete or not there: it arrives under another name and is moved when it was read and described. The
 * LendingClub sample that ships is offered from the start.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ok, type Result, refuse } from '@plimsoll/core/base';
import type { SampleDetail, SampleRow } from '@plimsoll/api/model';
import type { Description } from './describe.ts';
import type { TaskRunner } from './runner.ts';

/** The most bytes of one sample, and the most samples. */
export const SAMPLE_LIMIT_BYTES = 512 * 1024 * 1024;
const SAMPLES_LIMIT = 1000;
const DESCRIBE_LIMIT_MS = 300_000;

export type SampleShelf = {
  /** Keeps a sample. Refuses what can't be read, what is too large, and what holds identities; nothing of it is kept then. */
  readonly add: (sample: NewSample) => Promise<Result<SampleDetail>>;
  readonly list: () => Promise<readonly SampleRow[]>;
  /** null when there is none of that hash. */
  readonly find: (sha256: string) => Promise<SampleDetail | null>;
  readonly pathOf: (sha256: string) => string;
};

export type NewSample = { readonly bytes: Readable; readonly name: string; readonly actor: string };

export type ShelfParts = {
  /** The folder of samples; it is made when it is needed. */
  readonly folder: string;
  readonly runner: TaskRunner;
  readonly clock: () => number;
  /** Gzipped CSV files that ship, with their names. */
  readonly bundled: readonly { readonly path: string; readonly name: string }[];
};

/** Opens the shelf. Nothing is read before it is asked for. */
export function openSampleShelf(parts: ShelfParts): SampleShelf {
  const { folder } = parts;
  const pathOf = (sha256: string): string => join(folder, `${sha256}.csv`);
  let offering: Promise<void> | null = null;
  const offer = async (): Promise<void> => {
    offering ??= offerBundled(parts).catch((fault: unknown) => {
      offering = null;
      throw fault;
    });
    return offering;
  };
  return {
    pathOf,
    add: async (sample) => addSample(parts, sample),
    find: async (sha256) => {
      await offer();
      return readDetail(folder, sha256);
    },
    list: async () => {
      await offer();
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).slice(0, SAMPLES_LIMIT);
      const details = await Promise.all(
        names.map(async (name) => readDetail(folder, name.replace('.json', ''))),
      );
      return details
        .flatMap((detail) => (detail === null ? [] : [rowOf(detail)]))
        .toSorted((left, right) => right.uploadedAt.localeCompare(left.uploadedAt));
    },
  };
}

async function offerBundled(parts: ShelfParts): Promise<void> {
  await mkdir(parts.folder, { recursive: true, mode: 0o700 });
  for (const { path, name } of parts.bundled) {
    const mark = join(parts.folder, `${name}.offered`);
    if (await exists(mark)) continue;
    const bytes = createReadStream(path).pipe(createGunzip());
    const added = await addSample(parts, { bytes, name, actor: 'system:start' });
    if (added.ok) await writeFile(mark, added.value.sha256);
  }
}

async function addSample(
  { folder, runner, clock }: ShelfParts,
  { bytes, name, actor }: NewSample,
): Promise<Result<SampleDetail>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = join(folder, `${randomUUID()}.part`);
  try {
    const received = await receive(bytes, fresh);
    if (!received.ok) return received;
    const { sha256, sizeBytes } = received.value;
    const known = await readDetail(folder, sha256);
    if (known !== null) return ok(known);
    const running = runner.run({ kind: 'describe', path: fresh }, DESCRIBE_LIMIT_MS);
    if (running === null) return refuse('overloaded', 'MDL-6');
    const description = await running.answer;
    if (description === null) return refuse('stopping', 'MDL-6');
    if (!description.ok) return description;
    const head = { sha256, name, sizeBytes, uploadedAt: new Date(clock()).toISOString(), actor };
    const detail: SampleDetail = { ...head, ...(description.value as unknown as Description) };
    await rename(fresh, join(folder, `${sha256}.csv`));
    await replaceFile(join(folder, `${sha256}.json`), JSON.stringify(detail));
    return ok(detail);
  } finally {
    await rm(fresh, { force: true });
  }
}

async function receive(
  bytes: Readable,
  path: string,
): Promise<Result<{ readonly sha256: string; readonly sizeBytes: number }>> {
  const sum = createHash('sha256');
  let sizeBytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > SAMPLE_LIMIT_BYTES) done(new TooLarge());
      else {
        sum.update(chunk);
        done(null, chunk);
      }
    },
  });
  try {
    await pipeline(bytes, count, createWriteStream(path, { mode: 0o600 }));
  } catch (fault) {
    if (fault instanceof TooLarge)
      return refuse('sample_too_large', 'MDL-1', { limitBytes: SAMPLE_LIMIT_BYTES });
    throw fault;
  }
  return ok({ sha256: sum.digest('hex'), sizeBytes });
}

class TooLarge extends Error {}

async function readDetail(folder: string, sha256: string): Promise<SampleDetail | null> {
  const text = await readFile(join(folder, `${sha256}.json`), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as SampleDetail);
}

function rowOf({ sha256, name, rows, columnCount, sizeBytes, uploadedAt, actor }: SampleDetail): SampleRow {
  return { sha256, name, rows, columnCount, sizeBytes, uploadedAt, actor };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A reader sees the old file or the new one, never half of it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, path);
}
